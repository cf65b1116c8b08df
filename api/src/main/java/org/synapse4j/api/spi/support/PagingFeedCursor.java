package org.synapse4j.api.spi.support;

import java.util.Objects;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** A {@link PagingCursor} over the feed, which tells how far it has looked. For one thread at a time, but {@link #close()} may come from any. */
public final class PagingFeedCursor implements FeedCursor {
    private final PagingCursor<StoredSerializedEvent> cursor;
    private final Source source;
    private Position delivered;

    /** Where a read of the feed gets its events from. */
    public interface Source extends PagingCursor.Source<StoredSerializedEvent> {
        /** The position up to which it has fetched all that is wanted, or down to which; where the read begins before the first fetch. */
        Position looked();
    }

    /**
     * @param guard the storage's guard
     * @param limit the most events to deliver
     */
    public PagingFeedCursor(Guard guard, long limit, Source source) {
        this.cursor = new PagingCursor<>(guard, limit, source);
        this.source = Objects.requireNonNull(source, "source");
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
