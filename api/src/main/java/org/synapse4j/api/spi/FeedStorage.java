package org.synapse4j.api.spi;

import org.synapse4j.api.Cursor;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;

/** All events by position. Thread-safe. */
public interface FeedStorage {
    /**
     * Reads events of the feed in strict order of position. A position that a reader has passed never gains an event later: a
     * forward read stops before what is still in flight. Filters never change positions. Lazy, as {@link StreamStorage#read}.
     * Pinned by the rules FEED and RACE.
     */
    Cursor<StoredSerializedEvent> read(FeedRead read);

    /**
     * A position at or after that of every settled event and before that of any later one; {@link Position#START} if there was
     * never an event. Blocking. Pinned by the rules FEED.
     */
    Position end();
}
