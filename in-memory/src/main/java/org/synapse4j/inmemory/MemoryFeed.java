package org.synapse4j.inmemory;

import org.synapse4j.api.Cursor;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * The feed of an {@link EventLog}.
 *
 * @param log the log
 */
record MemoryFeed(EventLog log) implements FeedStorage {
    @Override
    public Cursor<StoredSerializedEvent> read(FeedRead read) {
        return log.read(read);
    }

    @Override
    public Position end() {
        return log.end();
    }
}
