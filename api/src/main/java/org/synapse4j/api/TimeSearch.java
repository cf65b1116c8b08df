package org.synapse4j.api;

import java.time.Instant;
import java.util.Optional;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Looks for a place in the feed by time, halving the part in which it may lie; a request or two for each half. */
final class TimeSearch {
    private final FeedStorage feed;
    private final Instant time;

    TimeSearch(FeedStorage feed, Instant time) {
        this.feed = feed;
        this.time = time;
    }

    /** The position of an event that is earlier, the last such one if times ascend; {@link Position#START} where none is found. */
    Position lastBefore() {
        long low = Position.START.value();
        long high = feed.end().value();
        while (low < high) {
            long middle = low + (high - low) / 2;
            Optional<StoredSerializedEvent> next = first(middle, high);
            if (next.isEmpty()) {
                // Positions have wide gaps in some layouts: those are not halved any further.
                next = first(low, middle);
                if (next.filter(this::isEarlier).isEmpty()) {
                    return Position.of(low);
                }
                high = middle;
            }
            if (next.filter(this::isEarlier).isPresent()) {
                low = Math.max(next.get().position().value(), low + 1);
            } else {
                high = middle;
            }
        }
        return Position.of(low);
    }

    private boolean isEarlier(StoredSerializedEvent event) {
        return event.event().time().isBefore(time);
    }

    private Optional<StoredSerializedEvent> first(long after, long upTo) {
        FeedRead read = FeedRead.forwards()
                .after(Position.of(after))
                .upTo(Position.of(upTo))
                .limit(1);
        try (Cursor<StoredSerializedEvent> events = feed.read(read)) {
            return events.hasNext() ? Optional.of(events.next()) : Optional.empty();
        }
    }
}
