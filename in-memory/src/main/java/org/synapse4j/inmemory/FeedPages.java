package org.synapse4j.inmemory;

import java.util.NavigableMap;
import java.util.Queue;
import java.util.function.Supplier;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.support.PagingFeedCursor;

/** Pages of the feed, which tell how far they have looked. */
final class FeedPages implements PagingFeedCursor.Source {
    private final MapPages<Position, StoredSerializedEvent> pages;
    private final Supplier<Position> end;
    private final FeedRead read;
    private Position looked;

    /** @param end the last position given out, as it is at the time of asking */
    FeedPages(NavigableMap<Position, StoredSerializedEvent> feed, Supplier<Position> end, FeedRead read) {
        this.pages = new MapPages<>(
                () -> feed.subMap(read.after(), false, read.before(), false),
                event -> matches(read.query(), event),
                read.direction());
        this.end = end;
        this.read = read;
        this.looked = read.direction() == Direction.FORWARDS ? read.after() : read.before();
    }

    static boolean matches(EventQuery query, StoredSerializedEvent event) {
        return query.matches(event.stream(), event.event().type(), event.event().tags());
    }

    @Override
    public boolean fetch(Queue<StoredSerializedEvent> page, long wanted) {
        boolean more = pages.fetch(page, wanted);
        Position last = pages.lastKey();
        if (last != null) {
            looked = last;
        }
        if (!more) {
            looked = read.direction() == Direction.FORWARDS ? lastWithin() : read.after();
        }
        return more;
    }

    @Override
    public Position looked() {
        return looked;
    }

    /** The last position given out, as far as the read goes; at least where it begins. */
    private Position lastWithin() {
        long last = Math.min(end.get().value(), read.before().value() - 1);
        return Position.of(Math.max(last, looked.value()));
    }
}
