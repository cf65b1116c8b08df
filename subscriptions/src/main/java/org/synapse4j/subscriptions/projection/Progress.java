package org.synapse4j.subscriptions.projection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Position;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.SubscriptionStatus;

/** How fast this process builds a version of a view. Thread-safe. */
final class Progress {
    private final Subscription subscription;
    private final long begun = System.nanoTime();

    /** Where it was when somebody first asked. */
    private final AtomicReference<@Nullable Position> first = new AtomicReference<>();

    Progress(Subscription subscription) {
        this.subscription = subscription;
    }

    Subscription subscription() {
        return subscription;
    }

    Optional<Position> passed() {
        Optional<Position> passed = status().passed();
        passed.ifPresent(there -> first.compareAndSet(null, there));
        return passed;
    }

    double eventsPerSecond() {
        return status().eventsPerSecond();
    }

    /** How long it takes still, by how many positions went by in each nanosecond. */
    Optional<Duration> left(Position end) {
        Optional<Position> passed = passed();
        if (passed.isEmpty() || passed.get().compareTo(end) >= 0) {
            return passed.map(there -> Duration.ZERO);
        }
        Position from = first.get();
        long done = passed.get().value() - (from == null ? Position.START : from).value();
        double nanos = (double) (System.nanoTime() - begun)
                / done
                * (end.value() - passed.get().value());
        return done <= 0 ? Optional.empty() : Optional.of(Duration.ofNanos((long) nanos));
    }

    private SubscriptionStatus status() {
        return subscription.status().get(0);
    }
}
