package org.synapse4j.mongocommon.internal;

import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** A {@link FetchingCursor} over the feed, which tells how far it has looked. For one thread at a time, but closing it may come from any. */
final class FetchingFeedCursor implements FeedCursor {
    private final FetchingCursor<StoredSerializedEvent> cursor;
    private final Source source;
    private Position delivered;

    /** Where a read of the feed gets its events from. */
    interface Source extends FetchingCursor.Source<StoredSerializedEvent> {
        /** The position up to which all that is wanted was made ready, or down to which; where the read begins before the first fetch. */
        Position looked();
    }

    FetchingFeedCursor(FeedRead read, Source source, Calls calls) {
        this.cursor = new FetchingCursor<>("the feed", source, read.limit(), calls);
        this.source = source;
        this.delivered = source.looked();
    }

    @Override
    public boolean hasNext() {
        return cursor.hasNext();
    }

    @Override
    public StoredSerializedEvent next() {
        StoredSerializedEvent event = cursor.next();
        delivered = event.position();
        return event;
    }

    @Override
    public Position looked() {
        return cursor.isDry() ? source.looked() : delivered;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
