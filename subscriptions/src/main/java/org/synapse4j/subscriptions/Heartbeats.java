package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews leases, one after the other, three times in each lease, as one task of an executor that begins with the first of them and is at work until it is
 * closed: so that no renewal waits for a handler. Thread-safe.
 */
final class Heartbeats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final Executor executor;
    private final long nanos;
    private final Set<Runnable> renewals = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean begun = new AtomicBoolean();

    Heartbeats(Executor executor, Duration lease) {
        this.executor = executor;
        this.nanos = Math.max(lease.toNanos() / 3, 1);
    }

    void add(Runnable renewal) {
        renewals.add(renewal);
        if (closed.getCount() > 0 && begun.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    /** A daemon thread of this name for each task. */
    static Executor threadNamed(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        };
    }

    void remove(Runnable renewal) {
        renewals.remove(renewal);
    }

    /** Ends the task once the renewal at hand is over. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(nanos, TimeUnit.NANOSECONDS)) {
                for (Runnable renewal : renewals) {
                    renew(renewal);
                }
            }
        } catch (InterruptedException ended) {
            LOG.warn("Leases are renewed no more: the thread was interrupted", ended);
        }
    }

    private static void renew(Runnable renewal) {
        try {
            renewal.run();
        } catch (RuntimeException failed) {
            // The lease runs out unless a later renewal succeeds; its holder stops by its own clock.
            LOG.warn("A lease could not be renewed", failed);
        }
    }
}
