package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.Optional;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.TransientException;

/** A subscription did not pass a position in the time that its caller gave it. It may pass it later. */
public final class NotPassedException extends TransientException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final transient Optional<Position> passed;

    /** @param passed where the subscription is, if it is anywhere yet */
    public NotPassedException(SubscriptionName name, Position position, Optional<Position> passed, Duration atMost) {
        super(
                "Subscription " + name + " has not passed position " + position + " within " + atMost + "; it is at "
                        + passed.map(Position::toString).orElse("no position yet") + ". Its status says why.",
                null);
        this.position = position;
        this.passed = passed;
    }

    /** The position that was waited for. */
    public Position position() {
        return position;
    }

    /** Where the subscription is. */
    public Optional<Position> passed() {
        return passed;
    }
}
