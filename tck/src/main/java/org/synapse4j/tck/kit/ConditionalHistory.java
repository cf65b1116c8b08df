package org.synapse4j.tck.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * The conditional appends of several threads. The order in which they happened is that of their positions; the check is that each
 * was right in it. Thread-safe.
 */
public final class ConditionalHistory {
    private record Stored(AppendCondition condition, Position first) {}

    private record Refused(AppendCondition condition, Position matched) {}

    private final Queue<Stored> stored = new ConcurrentLinkedQueue<>();
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();

    /** Reads what matches the query so far, appends unless any more does, and notes what came of it. */
    public void append(Subject store, SerializedCommit commit, EventQuery query) {
        Position seen = store.readFeed(FeedRead.forwards().matching(query)).stream()
                .map(StoredSerializedEvent::position)
                .reduce(Position.START, (one, next) -> next);
        AppendCondition condition = AppendCondition.unlessAny(query).after(seen);
        try {
            var result = store.append(commit, condition);
            stored.add(new Stored(condition, result.places().get(0).position()));
        } catch (ConditionConflictException conflict) {
            refused.add(new Refused(condition, conflict.matched()));
        }
    }

    /** Holds each append against the feed as it is when all is over. */
    public void check(List<StoredSerializedEvent> feed) {
        for (Stored one : stored) {
            assertEquals(
                    List.of(),
                    matching(feed, one.condition, one.first),
                    "Events that match lie between the position of a conditional append and its own at " + one.first);
        }
        for (Refused one : refused) {
            assertTrue(
                    matching(feed, one.condition, Position.MAX).contains(one.matched),
                    () -> "A conditional append was refused for position " + one.matched + ", where no event matches "
                            + one.condition);
        }
    }

    private static List<Position> matching(
            List<StoredSerializedEvent> feed, AppendCondition condition, Position before) {
        return feed.stream()
                .filter(event -> event.position().compareTo(condition.after()) > 0)
                .filter(event -> event.position().compareTo(before) < 0)
                .filter(event -> condition
                        .query()
                        .matches(
                                event.stream(),
                                event.event().type(),
                                event.event().tags()))
                .map(StoredSerializedEvent::position)
                .toList();
    }
}
