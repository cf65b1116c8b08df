package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.subscriptions.internal.Turns;

/** How far a subscription is, in this process and in others. Thread-safe. */
final class Progress {
    /** How many events of all partitions are looked at for the first that one of them has not passed. */
    private static final int LOOKED_AT = 1_000;

    private final Shared shared;
    private final SubscriptionSettings settings;
    private final Worker worker;

    Progress(Shared shared, SubscriptionSettings settings, Worker worker) {
        this.shared = shared;
        this.settings = settings;
        this.worker = worker;
    }

    List<SubscriptionStatus> status(boolean closed) {
        Map<Integer, StoredLease> stored = stored();
        Position end = shared.store().end();
        List<Optional<Position>> passed = passed(stored);
        List<Duration> lags = lags(passed.stream()
                .map(there -> there.or(() -> settings.start().after()).orElse(end))
                .toList());
        List<SubscriptionStatus> statuses = new ArrayList<>();
        for (Partition partition : worker.partitions()) {
            int number = partition.number();
            Optional<StoredLease> lease = Optional.ofNullable(stored.get(number));
            Duration lag = lags.get(number);
            statuses.add(new SubscriptionStatus(
                    settings.name(),
                    number,
                    partition.keeper().has() || closed ? partition.state() : elsewhere(lease, lag),
                    passed.get(number),
                    end,
                    lag,
                    lease.flatMap(StoredLease::owner),
                    partition.keeper().has() ? worker.eventsPerSecond() : 0,
                    parked(partition, lease),
                    partition.error().or(() -> lease.map(there -> there.notes().get(Notes.FAILED)))));
        }
        return statuses;
    }

    void awaitPassed(Position position, Duration atMost) throws InterruptedException {
        // Where others are given turns, waiting is to let them have theirs.
        shared.turns().ifPresent(Turns::drain);
        long until = shared.turns().isPresent()
                ? shared.clock().getAsLong()
                : shared.clock().getAsLong() + atMost.toNanos();
        for (long pause = 1; ; pause = Math.min(2 * pause, all() ? 4 : 100)) {
            List<Optional<Position>> passed = passed(all() ? Map.of() : stored());
            if (passed.stream()
                    .allMatch(there ->
                            there.filter(at -> at.compareTo(position) >= 0).isPresent())) {
                return;
            }
            if (shared.clock().getAsLong() - until >= 0) {
                throw new NotPassedException(settings.name(), position, least(passed), atMost);
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    /** Whether this process has all partitions. */
    private boolean all() {
        return worker.partitions().stream().allMatch(one -> one.keeper().has());
    }

    private Map<Integer, StoredLease> stored() {
        Map<Integer, StoredLease> stored = new TreeMap<>();
        shared.store()
                .leases()
                .list(settings.name())
                .forEach(lease -> stored.put(lease.name().partition(), lease));
        return stored;
    }

    /** Up to where each partition has come, as far as is known. */
    private List<Optional<Position>> passed(Map<Integer, StoredLease> stored) {
        return worker.partitions().stream()
                .map(one -> one.keeper().has()
                        ? Optional.of(one.keeper().passed())
                        : Optional.ofNullable(stored.get(one.number())).flatMap(StoredLease::position))
                .toList();
    }

    private static int parked(Partition partition, Optional<StoredLease> stored) {
        Map<String, String> notes = partition.keeper().has()
                ? partition.keeper().notes()
                : stored.map(StoredLease::notes).orElse(Map.of());
        return ParkedKeys.of(notes).size();
    }

    private static Optional<Position> least(List<Optional<Position>> passed) {
        return passed.stream()
                .min(Comparator.comparing(there -> there.orElse(Position.START)))
                .orElseThrow();
    }

    private static SubscriptionState elsewhere(Optional<StoredLease> stored, Duration lag) {
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

    /** How long ago the first event was appended that each partition has not passed. */
    private List<Duration> lags(List<Position> passed) {
        Keys keys = settings.keys();
        Map<Integer, Duration> lags = new TreeMap<>();
        Duration rest = Duration.ZERO;
        FeedRead next = FeedRead.forwards()
                .after(passed.stream().min(Comparator.naturalOrder()).orElseThrow())
                .matching(settings.query());
        try (EventStream events = shared.store().feed(next.limit(keys.partitions() == 1 ? 1 : LOOKED_AT))) {
            int looked = 0;
            while (lags.size() < passed.size() && events.hasNext()) {
                StoredEvent event = events.next();
                int partition = keys.partitions() == 1 ? 0 : keys.partition(keys.of(event));
                Duration since = Duration.between(event.time(), shared.time().instant());
                if (since.isNegative() || since.isZero()) {
                    since = Duration.ofNanos(1);
                }
                if (event.position().compareTo(passed.get(partition)) > 0) {
                    lags.putIfAbsent(partition, since);
                }
                looked++;
                // What comes after all that was looked at cannot lag more than the last of it.
                rest = looked < LOOKED_AT ? Duration.ZERO : since;
            }
        }
        Duration others = rest;
        return worker.partitions().stream()
                .map(one -> lags.getOrDefault(one.number(), others))
                .toList();
    }
}
