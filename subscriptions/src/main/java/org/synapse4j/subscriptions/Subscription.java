package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;

/**
 * Gives each event of its query to its handler, in order and at least once, and remembers how far it is. Every process may run it. Its partitions, of
 * which there is one if nothing else was said, are shared among them: each has one owner, one order and one position, and another process takes it
 * over once its owner was not seen alive for a whole lease, or has given it back. In one process one thread handles events. Thread-safe.
 */
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final Shared shared;
    private final SubscriptionSettings settings;
    private final Worker worker;
    private final Progress progress;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;

    Subscription(Shared shared, SubscriptionSettings settings, BatchHandler handler) {
        this.shared = shared;
        this.settings = settings;
        this.worker = new Worker(shared, settings, handler, () -> closing);
        this.progress = new Progress(shared, settings, worker);
    }

    /** Has somebody give it turns, where no thread of its own is to work. */
    void open() {
        shared.turns().ifPresent(turns -> turns.opened(name(), worker::turn));
    }

    public SubscriptionName name() {
        return settings.name();
    }

    /**
     * Works in this thread until it is closed: waits for leases, then for events. Once, and in one thread. A failure of the storage that passes
     * is waited for; one of the handler is the policy's.
     *
     * @throws InterruptedException if the thread is interrupted; what was handled is saved, and the leases given back
     * @throws ConfigurationException if it ran with another query or another number of partitions before, or a checkpoint is beyond the end of the feed, as after a backup was
     *     restored; or if it runs already
     * @throws ClosedException if the store is closed
     */
    public void run() throws InterruptedException {
        if (shared.turns().isPresent()) {
            throw new ConfigurationException(
                    "Subscription " + name() + " is given its turns by a test, and is not run.", List.of());
        }
        if (!running.compareAndSet(null, Thread.currentThread())) {
            throw new ConfigurationException("Subscription " + name() + " runs already, or has run.", List.of());
        }
        Runnable renewal = worker::renew;
        shared.heartbeats().add(renewal);
        try {
            while (!closing) {
                Wait wait = worker.step();
                if (wait.beyond().isPresent()) {
                    shared.end().awaitBeyond(wait.beyond().get(), wait.nanos(), () -> closing || worker.isDue());
                } else if (wait.nanos() > 0) {
                    shared.end().pause(wait.nanos(), () -> closing);
                }
            }
        } finally {
            shared.heartbeats().remove(renewal);
            stop();
        }
    }

    /** As {@link #run()}, by a thread of this executor; what it throws is logged, and shows in the status. */
    public void start(Executor executor) {
        if (shared.turns().isPresent()) {
            return;
        }
        executor.execute(() -> {
            try {
                run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                LOG.error("Subscription {} runs no more", name(), failed);
            }
        });
    }

    /**
     * Lets the event at hand be finished, saves and gives the leases back, and returns then; called by the handler itself, at once. Never run, or
     * again, it does nothing more.
     */
    @Override
    public void close() {
        boolean first = !closing;
        closing = true;
        shared.running().remove(name());
        shared.end().wake();
        if (first && shared.turns().isPresent()) {
            shared.turns().get().closed(name());
            stop();
        }
        Thread runner = running.get();
        if (runner == null || runner == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException wait) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The leases of those partitions that this process works on now: for what else their owner has to do, as when timers are due. Does not block. */
    public List<Lease> leases() {
        return worker.partitions().stream()
                .map(Partition::keeper)
                .filter(Lease::held)
                .<Lease>map(keeper -> keeper)
                .toList();
    }

    /**
     * How each partition is doing, by number. Asks the storage, so it tells of other processes too. Blocking.
     *
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public List<SubscriptionStatus> status() {
        return progress.status(closing);
    }

    /**
     * Returns when everything up to this position was handled, as far as it matches: so a process reads what it wrote itself, or another one. Of the
     * partitions on which other processes work, what those have saved counts. Blocking.
     *
     * @throws NotPassedException if that takes longer
     * @throws InterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public void awaitPassed(Position position, Duration atMost) throws InterruptedException {
        Objects.requireNonNull(position, "position");
        progress.awaitPassed(position, atMost);
    }

    private void stop() {
        closing = true;
        shared.running().remove(name());
        try {
            worker.stop();
        } catch (SynapseException failed) {
            LOG.warn("Subscription {} could not give its lease back, which will run out", name(), failed);
        } finally {
            ended.countDown();
        }
    }
}
