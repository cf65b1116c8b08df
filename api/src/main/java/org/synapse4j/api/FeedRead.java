package org.synapse4j.api;

import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * Which part of the feed to read, and in which order. Its methods mean what those of {@link StreamRead} mean: from and up to include the
 * position that they name, after and before do not, so that the next read goes on after the position of the last event handled. A backward
 * read starts at the settled end. Immutable.
 *
 * @param after only events above this position
 * @param before only events below this position
 * @param query which events are wanted
 * @param limit the most events to deliver, counted from the end at which the read starts; 0 reads nothing
 * @param direction the order
 */
public record FeedRead(Position after, Position before, EventQuery query, long limit, Direction direction) {
    /** @throws InvalidValueException if {@code after} is above {@code before}, or the limit negative */
    public FeedRead {
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(direction, "direction");
        Require.atLeast("limit", limit, 0);
        if (after.compareTo(before) > 0) {
            throw new InvalidValueException("after", "is " + after + " and above before, which is " + before);
        }
    }

    /** The whole feed, oldest first. */
    public static FeedRead forwards() {
        return new FeedRead(Position.START, Position.MAX, EventQuery.all(), Long.MAX_VALUE, Direction.FORWARDS);
    }

    /** The whole feed, newest first, from the settled end. */
    public static FeedRead backwards() {
        return new FeedRead(Position.START, Position.MAX, EventQuery.all(), Long.MAX_VALUE, Direction.BACKWARDS);
    }

    /** The same read from this position on, that one included. */
    public FeedRead from(Position lowest) {
        Objects.requireNonNull(lowest, "from");
        return after(lowest.equals(Position.START) ? lowest : Position.of(lowest.value() - 1));
    }

    /** The same read of events above this position only. */
    public FeedRead after(Position position) {
        return new FeedRead(position, before, query, limit, direction);
    }

    /** The same read of events below this position only. */
    public FeedRead before(Position position) {
        return new FeedRead(after, position, query, limit, direction);
    }

    /** The same read of events up to this position only, that one included. */
    public FeedRead upTo(Position position) {
        Objects.requireNonNull(position, "up to");
        return before(position.equals(Position.MAX) ? position : Position.of(position.value() + 1));
    }

    /**
     * The same read of the event at this position only.
     *
     * @throws InvalidValueException if it is {@link Position#START}, at which no event is
     */
    public FeedRead at(Position position) {
        Objects.requireNonNull(position, "position");
        if (position.equals(Position.START)) {
            throw new InvalidValueException("position", "is the start, at which no event is");
        }
        return new FeedRead(Position.of(position.value() - 1), before, query, limit, direction).upTo(position);
    }

    /** The same read of events that match this query only. */
    public FeedRead matching(EventQuery wanted) {
        return new FeedRead(after, before, wanted, limit, direction);
    }

    /** The same read of at most this many events. */
    public FeedRead limit(long most) {
        return new FeedRead(after, before, query, most, direction);
    }
}
