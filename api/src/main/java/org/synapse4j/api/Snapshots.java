package org.synapse4j.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.SnapshotStorage;

/** The snapshots of an event store, in the application's own objects. Thread-safe. Pinned by the rules STORE, their storage by SNAPSHOT. */
public final class Snapshots {
    private static final Logger LOG = System.getLogger(Snapshots.class.getName());

    private final SnapshotStorage storage;
    private final PayloadWriter writer;
    private final StateReader states;
    private final Clock clock;

    Snapshots(SnapshotStorage storage, PayloadWriter writer, StateReader states, Clock clock) {
        this.storage = storage;
        this.writer = writer;
        this.states = states;
        this.clock = clock;
    }

    /** Keeps a state that was taken now, and about which nothing is said; see {@link #save(Snapshot)}. */
    public void save(StreamId stream, Version version, Object state) {
        save(new Snapshot<>(stream, version, state, clock.instant()));
    }

    /**
     * Keeps the state that a stream's events up to this version make, with its time and metadata; one of the same version is replaced. One
     * that comes late, of a version at which the stream was deleted meanwhile or a lower one, is never found. Blocking.
     *
     * @param snapshot its state is an object of a registered class, or an {@link OpaqueEvent}, which is kept as it is
     * @throws InvalidValueException if the version is 0, or 64 bits of milliseconds do not hold the time
     * @throws UnknownTypeException if the state's class is not registered
     * @throws SerializationException if the state cannot be written
     * @throws TooLargeException if it is beyond the storage's limits
     * @throws OperationInterruptedException if the thread is interrupted; it may have been stored
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; it may have been stored
     */
    public void save(Snapshot<?> snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        OpaqueEvent encoded = writer.write(snapshot.state());
        storage.save(new SerializedSnapshot(
                snapshot.stream(),
                snapshot.version(),
                encoded.schema().type(),
                encoded.schema().revision(),
                encoded.payload(),
                snapshot.metadata(),
                snapshot.time()));
    }

    /** The snapshot with the highest version; see {@link #latest(StreamId, Version, Class)}. */
    public <T> Optional<Snapshot<T>> latest(StreamId stream, Class<T> type) {
        return latest(stream, Version.MAX, type);
    }

    /**
     * The snapshot with the highest version that is at most this one. A snapshot only saves time: one that cannot be read, is of
     * another class, or that upcasters do not lead to one state of the registered revision, counts as absent, and a warning is
     * logged. In a store that keeps what is not registered opaque, such a state is an {@link OpaqueEvent}. Blocking.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public <T> Optional<Snapshot<T>> latest(StreamId stream, Version atMost, Class<T> type) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(atMost, "at most");
        Objects.requireNonNull(type, "type");
        return storage.latest(stream, atMost).flatMap(found -> read(found, type));
    }

    /**
     * Removes the stream's snapshots within these bounds. Blocking.
     *
     * @throws OperationInterruptedException if the thread is interrupted; some may be gone
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; some may be gone
     */
    public void delete(StreamId stream, SnapshotBounds bounds) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(bounds, "bounds");
        storage.delete(stream, bounds);
    }

    private <T> Optional<Snapshot<T>> read(SerializedSnapshot found, Class<T> type) {
        try {
            Optional<Object> read = states.read(found);
            if (read.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "The snapshot at version {0} of {1} is of {2}, revision {3}, which is not registered:"
                                + " it counts as absent",
                        found.version(),
                        found.stream(),
                        found.type(),
                        found.revision());
                return Optional.empty();
            }
            return Optional.of(new Snapshot<>(
                    found.stream(), found.version(), type.cast(read.get()), found.time(), found.metadata()));
        } catch (SerializationException | ClassCastException e) {
            LOG.log(
                    Level.WARNING,
                    "The snapshot at version " + found.version() + " of " + found.stream() + " cannot be read as "
                            + type.getName() + ": it counts as absent",
                    e);
            return Optional.empty();
        }
    }
}
