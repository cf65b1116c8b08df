package org.synapse4j.api.spi;

import org.synapse4j.api.Cursor;
import org.synapse4j.api.Position;

/** A read of the feed under way, which tells how far it has looked. For one thread at a time. Pinned by the rules FEED. */
public interface FeedCursor extends Cursor<StoredSerializedEvent> {
    /**
     * How far the read has looked, and from where another one goes on after it: every event that it wants was delivered, up to and
     * with this position forwards, down to and with it backwards. After the last event was delivered that may be far beyond that
     * event: where a filter lets nothing through, a checkpoint moves on all the same. It never goes back; before anything was looked at it
     * is where the read begins. Does not block, and may be asked after {@link #close()} too.
     */
    Position looked();
}
