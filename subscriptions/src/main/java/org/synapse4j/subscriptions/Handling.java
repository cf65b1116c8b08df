package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.StoredEvent;

/** Calls the handler, and knows for how long it has been at work. One thread calls; others ask. */
final class Handling {
    private final BatchHandler handler;
    private final Optional<Duration> most;
    private final LongSupplier clock;
    private final Rate rate;

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
        } catch (Throwable thrown) {
            return thrown;
        } finally {
            since = 0;
        }
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
