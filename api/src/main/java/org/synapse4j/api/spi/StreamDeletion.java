package org.synapse4j.api.spi;

import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/** Truncating and deleting streams. Positions and versions are never given out again. Thread-safe. */
public interface StreamDeletion {
    /**
     * Removes the stream's events below this version, from stream and feed; the head stays. A version above the head removes
     * all; a stream without such events stays as it is. Blocking; a read under way may or may not see what goes. Pinned by the
     * rules DELETE.
     *
     * @param before the lowest version to keep
     * @throws OperationInterruptedException if the thread is interrupted; some events may be gone, and the call can be made again
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; as above
     */
    void truncate(StreamId stream, Version before);

    /**
     * Removes the stream's events and snapshots; a snapshot of a version up to that of the stream, saved later, is never found (ADR 25).
     * The stream reads empty, keeps its version n, is as demanded by noStream and
     * exactly(n) but not by streamExists, and goes on at n + 1. A commit of it that is appended again is still answered with
     * its first result. Of an absent stream it does nothing. Blocking. Pinned by the rules DELETE.
     *
     * @throws OperationInterruptedException if the thread is interrupted; some events may be gone, and the call can be made again
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; as above
     */
    void delete(StreamId stream);
}
