package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;

/** Calls the handler, and knows for how long it has been at work. One thread calls; others ask. */
final class Handling {
    private static final Logger LOG = LoggerFactory.getLogger(Handling.class);

    private final BatchHandler handler;
    private final Optional<Duration> most;
    private final LongSupplier clock;
    private final Rate rate;

    private @Nullable Throwable thrown;

    /** Since when the handler has been at work; 0 where it is not. */
    private volatile long since;

    Handling(BatchHandler handler, Optional<Duration> most, LongSupplier clock) {
        this.handler = handler;
        this.most = most;
        this.clock = clock;
        this.rate = new Rate(clock);
    }

    /** What the handler threw, if it did. An interrupt of its thread is no failure of the event's, and thrown on. */
    @Nullable
    Throwable handle(List<StoredEvent> events, Lease lease) throws InterruptedException {
        long now = clock.getAsLong();
        since = now == 0 ? 1 : now;
        try {
            handler.handle(events, lease);
            rate.count(events.size());
            return null;
        } catch (InterruptedException ended) {
            throw ended;
        } catch (Throwable failure) {
            thrown = failure;
            return failure;
        } finally {
            since = 0;
        }
    }

    /** Tells the handler that all was handled; what it throws ends nothing. */
    void caughtUp(Position passed, Lease lease) throws InterruptedException {
        try {
            handler.caughtUp(passed, lease);
        } catch (InterruptedException ended) {
            throw ended;
        } catch (Exception failed) {
            LOG.warn("A handler that was told that it has caught up failed", failed);
        }
    }

    /** What the handler threw last, told once. */
    Optional<Throwable> takeThrown() {
        Throwable last = thrown;
        thrown = null;
        return Optional.ofNullable(last);
    }

    /** Whether the handler has been at work for longer than it may. */
    boolean hangs() {
        long began = since;
        return began != 0
                && most.filter(limit -> clock.getAsLong() - began > limit.toNanos())
                        .isPresent();
    }

    double eventsPerSecond() {
        return rate.perSecond();
    }
}
