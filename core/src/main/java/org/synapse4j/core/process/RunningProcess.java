package org.synapse4j.core.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.subscriptions.Lease;
import org.synapse4j.subscriptions.Subscription;

/** A type of processes at work. Two threads: its subscription's, and one that fires timers while this process has the lease. Thread-safe. */
public final class RunningProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningProcess.class);

    /** How long at most it takes to see that the lease was taken or lost, in milliseconds. */
    private static final long LOOK = 100;

    private final String name;
    private final Subscription subscription;
    private final ProcessHandler<?> handler;
    private final InstantSource clock;
    private volatile boolean closed;

    /** The tokens of the leases under which the timers were read; none where they are not. */
    private List<Long> readUnder = List.of();

    RunningProcess(String name, Subscription subscription, ProcessHandler<?> handler, InstantSource clock) {
        this.name = name;
        this.subscription = subscription;
        this.handler = handler;
        this.clock = clock;
    }

    /** What it is driven by: its status, whether it has passed a position. */
    public Subscription subscription() {
        return subscription;
    }

    /** Works until it is closed, by two threads of this executor. Once. Does not block. */
    public void start(Executor executor) {
        subscription.start(executor);
        executor.execute(this::fireTimers);
    }

    /** Lets the event at hand be finished, and gives the lease back. Again, it does nothing. */
    @Override
    public void close() {
        closed = true;
        handler.timers().wake();
        subscription.close();
    }

    @Override
    public String toString() {
        return name;
    }

    private void fireTimers() {
        try {
            while (!closed) {
                try {
                    fire();
                } catch (RuntimeException failed) {
                    LOG.warn("Timers of {} are fired later", name, failed);
                    handler.timers().awaitChange(LOOK);
                }
                handler.timers().awaitChange(pause());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void fire() {
        List<Long> tokens = subscription.leases().stream().map(Lease::token).toList();
        if (!tokens.equals(readUnder)) {
            if (!readUnder.containsAll(tokens)) {
                handler.readTimers();
            }
            readUnder = tokens;
        }
        if (!tokens.isEmpty()) {
            handler.fire(clock.instant());
        }
    }

    private long pause() {
        Instant now = clock.instant();
        return handler.nextTimer()
                .map(next -> Duration.between(now, next).toMillis() + 1)
                .map(millis -> Math.max(1, Math.min(LOOK, millis)))
                .orElse(LOOK);
    }
}
