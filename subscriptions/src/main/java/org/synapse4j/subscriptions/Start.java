package org.synapse4j.subscriptions;

import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.Position;

/**
 * Where a subscription begins that has no checkpoint yet; one that has goes on there. Immutable.
 *
 * @param after the position after which it begins; absent: after the end that the feed has when the subscription first runs, which is saved
 *     before its first event
 */
public record Start(Optional<Position> after) {
    /** With the first event there is. */
    public static final Start BEGINNING = after(Position.START);

    /** With the next event to come. */
    public static final Start NOW = new Start(Optional.empty());

    public Start {
        Objects.requireNonNull(after, "after");
    }

    /** With the first event after this position. */
    public static Start after(Position position) {
        return new Start(Optional.of(position));
    }
}
