package org.synapse4j.api.spi;

import java.util.Optional;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TooLargeException;

/** Snapshots, several of a stream at different versions. Thread-safe; each call but delete is atomic. */
public interface SnapshotStorage {
    /**
     * Keeps the snapshot; one of the same stream and version is replaced. Whether its version exists is not checked. But where the stream
     * was {@linkplain StreamDeletion#delete deleted} at this version or a higher one, it is never found, whether it is kept or not (ADR 25).
     * Blocking. Pinned by the rules SNAPSHOT.
     *
     * @throws TooLargeException if it is beyond the storage's limits; nothing was stored
     * @throws OperationInterruptedException if the thread is interrupted; it may have been stored
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; it may have been stored
     */
    void save(SerializedSnapshot snapshot);

    /**
     * The snapshot with the highest version that is at most this one, whenever it was saved. Blocking. Pinned by the rules
     * SNAPSHOT.
     *
     * @param atMost the highest version wanted, {@link Version#MAX} for any
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    Optional<SerializedSnapshot> latest(StreamId stream, Version atMost);

    /**
     * Removes the stream's snapshots within these bounds. Blocking. Pinned by the rules SNAPSHOT.
     *
     * @throws OperationInterruptedException if the thread is interrupted; some may be gone
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; some may be gone
     */
    void delete(StreamId stream, SnapshotBounds bounds);
}
