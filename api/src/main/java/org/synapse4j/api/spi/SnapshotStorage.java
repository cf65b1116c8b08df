package org.synapse4j.api.spi;

import java.util.Optional;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.TooLargeException;

/** Snapshots, several of a stream at different versions. Thread-safe; each call but delete is atomic. */
public interface SnapshotStorage {
    /**
     * Keeps the snapshot; one of the same stream and version is replaced. Whether its version exists is not checked. Blocking.
     * Pinned by the rules SNAPSHOT.
     *
     * @throws TooLargeException if it is beyond the storage's limits; nothing was stored
     */
    void save(SerializedSnapshot snapshot);

    /**
     * The snapshot with the highest version that is at most this one, whenever it was saved. Blocking. Pinned by the rules
     * SNAPSHOT.
     *
     * @param atMost the highest version wanted, {@link Version#MAX} for any
     */
    Optional<SerializedSnapshot> latest(StreamId stream, Version atMost);

    /** Removes the stream's snapshots within these bounds. Blocking. Pinned by the rules SNAPSHOT. */
    void delete(StreamId stream, SnapshotBounds bounds);
}
