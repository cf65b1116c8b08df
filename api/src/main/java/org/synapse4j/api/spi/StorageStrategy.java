package org.synapse4j.api.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.serialization.Representation;

/**
 * The storage of one event store, as an adapter implements it. Streams are what every storage has; each further capability is
 * an interface of its own, present or absent (ADR 1, ADR 18). A capability that is present keeps all of its TCK rules.
 *
 * <p>Thread-safe, with all that it hands out but cursors. Every call ends within the storage's deadline. After {@link #close()}
 * every call that reads or writes, also of what was handed out before, throws {@link ClosedException}. Pinned by the TCK's rules
 * LIFE.
 *
 * <p>Besides what a call names, it may throw {@link ConfigurationException} if the data were not made ready for this storage, or its
 * user may not do what the call needs; and a {@link PermanentException} of the adapter's own if the server refuses for a reason
 * that trying again does not change. A commit was not stored then.
 */
public interface StorageStrategy extends AutoCloseable {
    /** The name in reports and messages, such as {@code in-memory}; without credentials. */
    String name();

    /** The sizes and numbers that this storage takes. */
    StorageLimits limits();

    /** The representations it stores best, best first; others it stores as they are. Empty where it has no favourite. */
    default List<Representation<?>> prefers() {
        return List.of();
    }

    /** Appends, reads of one stream. */
    StreamStorage streams();

    /**
     * The things that an append may ask for beyond events for one stream; always the same. A commit that asks for more is refused: {@link
     * SerializedCommit#requireOnly} does that.
     */
    default Set<AppendCapability> capabilities() {
        return Set.of();
    }

    /** All events by position. */
    default Optional<FeedStorage> feed() {
        return Optional.empty();
    }

    /** The listing of all streams. */
    default Optional<StreamListing> listing() {
        return Optional.empty();
    }

    /** Truncating and deleting streams. */
    default Optional<StreamDeletion> deletion() {
        return Optional.empty();
    }

    /** Snapshots. */
    default Optional<SnapshotStorage> snapshots() {
        return Optional.empty();
    }

    /** Leases of subscriptions, with their checkpoints. */
    default Optional<LeaseStorage> leases() {
        return Optional.empty();
    }

    /** Views that projections make. */
    default Optional<ViewStorage> views() {
        return Optional.empty();
    }

    /** The making of all that has to be there before the first use; absent where nothing has. */
    default Optional<StorageIndexes> indexes() {
        return Optional.empty();
    }

    /**
     * Lets the appends in progress finish, refuses new calls, and releases what the storage opened itself. Returns within the
     * deadline. Again, it does nothing.
     */
    @Override
    void close();
}
