package org.synapse4j.subscriptions;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * Where a subscription begins that has no checkpoint yet; one that has goes on there. Immutable.
 *
 * @param after the position after which it begins, if one was said
 * @param since the time from which on it is given events, if one was said. Where neither was, it begins after the end that the feed has when the
 *     subscription first runs, which is saved before its first event
 */
public record Start(Optional<Position> after, Optional<Instant> since) {
    /** With the first event there is. */
    public static final Start BEGINNING = after(Position.START);

    /** With the next event to come. */
    public static final Start NOW = new Start(Optional.empty(), Optional.empty());

    /** @throws InvalidValueException if both a position and a time are there */
    public Start {
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(since, "since");
        if (after.isPresent() && since.isPresent()) {
            throw new InvalidValueException("start", "is both after " + after.get() + " and since " + since.get());
        }
    }

    /** With the first event after this position. */
    public static Start after(Position position) {
        return new Start(Optional.of(Objects.requireNonNull(position, "position")), Optional.empty());
    }

    /**
     * With the events of this time or a later one: it begins at {@link EventStore#positionAt(Instant)}, and passes over what is earlier, until it is
     * {@linkplain Subscriptions#rewind rewound}.
     */
    public static Start since(Instant time) {
        return new Start(Optional.empty(), Optional.of(Objects.requireNonNull(time, "time")));
    }

    /** The position after which a subscription of this store begins; the end that is given, where it begins now. */
    Position position(EventStore store, Position end) {
        return after.or(() -> since.map(store::positionAt)).orElse(end);
    }
}
