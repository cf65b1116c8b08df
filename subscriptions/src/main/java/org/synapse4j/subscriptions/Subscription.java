package org.synapse4j.subscriptions;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StoredLease;

/**
 * Gives each event of its query to its handler, in the order of positions and at least once, and remembers how far it is. Every process may run it; one
 * at a time handles events, the others wait to take over: once its owner was not seen alive for a whole lease, or has given it back. Thread-safe.
 */
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Subscription.class.getName());

    private final Shared shared;
    private final SubscriptionSettings settings;
    private final LeaseKeeper keeper;
    private final Worker worker;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;

    Subscription(Shared shared, SubscriptionSettings settings, EventHandler handler) {
        this.shared = shared;
        this.settings = settings;
        this.keeper = new LeaseKeeper(
                shared.store().leases(), LeaseName.of(settings.name()), shared.owner(), shared.lease(), shared.clock());
        this.worker = new Worker(shared, settings, handler, keeper, () -> closing);
    }

    public SubscriptionName name() {
        return settings.name();
    }

    /**
     * Works in this thread until it is closed: waits for the lease, then for events. Once, and in one thread. A failure of the storage that passes
     * is waited for; one of the handler is the policy's.
     *
     * @throws InterruptedException if the thread is interrupted; what was handled is saved, and the lease given back
     * @throws ConfigurationException if it ran with another query before, or its checkpoint is beyond the end of the feed, as after a backup was
     *     restored; or if it runs already
     * @throws ClosedException if the store is closed
     */
    public void run() throws InterruptedException {
        if (!running.compareAndSet(null, Thread.currentThread())) {
            throw new ConfigurationException("Subscription " + name() + " runs already, or has run.", List.of());
        }
        Runnable renewal = worker::renew;
        shared.heartbeats().add(renewal);
        try {
            while (!closing) {
                Worker.Wait wait = worker.step();
                if (wait.forEvents()) {
                    shared.end().awaitBeyond(keeper.passed(), () -> closing || !keeper.held());
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
        executor.execute(() -> {
            try {
                run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                LOG.log(Level.ERROR, "Subscription " + name() + " runs no more", failed);
            }
        });
    }

    /**
     * Lets the event at hand be finished, saves and gives the lease back, and returns then; called by the handler itself, at once. Never run, or
     * again, it does nothing more.
     */
    @Override
    public void close() {
        closing = true;
        shared.running().remove(name());
        shared.end().wake();
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

    /**
     * How each partition is doing, by number; there is one. Asks the storage, so it tells of other processes too. Blocking.
     *
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public List<SubscriptionStatus> status() {
        Optional<StoredLease> stored = shared.store().leases().find(LeaseName.of(name()));
        Position end = shared.store().end();
        boolean ours = keeper.has();
        Optional<Position> passed = ours ? Optional.of(keeper.passed()) : stored.flatMap(StoredLease::position);
        Duration lag = lag(passed.or(() -> settings.start().after()).orElse(end));
        return List.of(new SubscriptionStatus(
                name(),
                0,
                ours || closing ? worker.state() : elsewhere(stored, lag),
                passed,
                end,
                lag,
                stored.flatMap(StoredLease::owner),
                worker.eventsPerSecond(),
                worker.error().or(() -> stored.map(lease -> lease.notes().get(Notes.FAILED)))));
    }

    /**
     * Returns when everything up to this position was handled, as far as it matches: so a process reads what it wrote itself, or another one. While
     * another process works on it, what that one has saved counts. Blocking.
     *
     * @throws NotPassedException if that takes longer
     * @throws InterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public void awaitPassed(Position position, Duration atMost) throws InterruptedException {
        Objects.requireNonNull(position, "position");
        long until = shared.clock().getAsLong() + atMost.toNanos();
        for (long pause = 1; ; pause = Math.min(2 * pause, keeper.has() ? 4 : 100)) {
            Optional<Position> passed = keeper.has()
                    ? Optional.of(keeper.passed())
                    : shared.store().leases().find(LeaseName.of(name())).flatMap(StoredLease::position);
            if (passed.filter(there -> there.compareTo(position) >= 0).isPresent()) {
                return;
            }
            if (shared.clock().getAsLong() - until >= 0) {
                throw new NotPassedException(name(), position, passed, atMost);
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    private void stop() {
        closing = true;
        shared.running().remove(name());
        try {
            worker.stop();
        } catch (SynapseException failed) {
            LOG.log(
                    Level.WARNING,
                    "Subscription " + name() + " could not give its lease back, which will run out",
                    failed);
        } finally {
            ended.countDown();
        }
    }

    private SubscriptionState elsewhere(Optional<StoredLease> stored, Duration lag) {
        if (stored.filter(lease -> lease.notes().containsKey(Notes.FAILED)).isPresent()) {
            return SubscriptionState.FAILED;
        }
        if (stored.filter(lease -> lease.notes().containsKey(Notes.PAUSED)).isPresent()) {
            return SubscriptionState.PAUSED;
        }
        if (stored.flatMap(StoredLease::owner).isEmpty()) {
            return SubscriptionState.WAITING;
        }
        return lag.isZero() ? SubscriptionState.CAUGHT_UP : SubscriptionState.RUNNING;
    }

    private Duration lag(Position passed) {
        FeedRead next =
                FeedRead.forwards().after(passed).matching(settings.query()).limit(1);
        try (EventStream events = shared.store().feed(next)) {
            if (!events.hasNext()) {
                return Duration.ZERO;
            }
            Duration since = Duration.between(events.next().time(), Instant.now());
            return since.compareTo(Duration.ofNanos(1)) < 0 ? Duration.ofNanos(1) : since;
        }
    }
}
