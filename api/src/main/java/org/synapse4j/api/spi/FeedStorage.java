package org.synapse4j.api.spi;

import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/** All events by position. Thread-safe. */
public interface FeedStorage {
    /**
     * Reads events of the feed in strict order of position. A position that a reader has passed never gains an event later: a
     * forward read stops before what is still in flight. Filters never change positions. Lazy, as {@link StreamStorage#read}.
     * Pinned by the rules FEED and RACE.
     *
     * @throws OperationInterruptedException from the cursor too, if the thread is interrupted
     * @throws StorageUnavailableException from the cursor too, if the storage cannot be reached within the deadline
     */
    FeedCursor read(FeedRead read);

    /**
     * A position at or after that of every settled event and before that of any later one; {@link Position#START} if there was
     * never an event. Blocking. Pinned by the rules FEED.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached, or the end not be found, within the deadline
     */
    Position end();
}
