package org.synapse4j.subscriptions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;

/**
 * Gives a subscription another number of partitions (ADR 44). Each step can be made again, so one that was cut short is finished by the next call:
 *
 * <ol>
 *   <li>every lease is taken away and closed to all, the first partition's first;
 *   <li>how far each was is noted in the first partition's lease;
 *   <li>parked keys are copied to the partitions that they belong to now;
 *   <li>every lease gets its new state and is opened again, the first partition's last.
 * </ol>
 */
final class Rescaling {
    private final LeaseStorage leases;
    private final SubscriptionName name;
    private final int number;

    Rescaling(LeaseStorage leases, SubscriptionName name, int number) {
        this.leases = leases;
        this.name = name;
        this.number = number;
    }

    void run() {
        Optional<StoredLease> found = leases.find(new LeaseName(name, 0));
        if (found.isEmpty() || !found.get().notes().containsKey(Notes.PARTITIONS)) {
            return;
        }
        StoredLease first = found.get();
        String underWay = first.notes().get(Notes.RESCALING);
        if (underWay != null && Integer.parseInt(underWay) != number) {
            new Rescaling(leases, name, Integer.parseInt(underWay)).run();
            run();
            return;
        }
        int former = Integer.parseInt(first.notes().getOrDefault(Notes.PARTITIONS, "1"));
        if (underWay == null && former == number) {
            return;
        }
        String plan = first.notes().get(Notes.PLAN);
        NavigableMap<Integer, StoredLease> closed = new TreeMap<>();
        if (plan == null) {
            for (int partition = 0; partition < former; partition++) {
                closed.put(partition, close(partition));
            }
            plan = plan(closed.values());
            String noted = plan;
            change(0, lease -> lease.revoked(lease.position(), Notes.with(lease.notes(), Notes.PLAN, noted)));
        }
        moveParked(former);
        for (int partition = Math.max(former, number) - 1; partition >= 0; partition--) {
            open(partition, plan);
        }
    }

    private StoredLease close(int partition) {
        return change(
                partition,
                lease -> lease.revoked(
                        lease.position(), Notes.with(lease.notes(), Notes.RESCALING, Integer.toString(number))));
    }

    private static String plan(Iterable<StoredLease> closed) {
        List<String> earlier = new ArrayList<>();
        List<Position> now = new ArrayList<>();
        for (StoredLease lease : closed) {
            Optional.ofNullable(lease.notes().get(Notes.HANDLED_BEFORE)).ifPresent(earlier::add);
            now.add(lease.position().orElse(Position.START));
        }
        return HandledBefore.text(earlier, now);
    }

    private void moveParked(int former) {
        Map<String, String> parked = new LinkedHashMap<>();
        for (int partition = 0; partition < former; partition++) {
            leases.find(new LeaseName(name, partition))
                    .ifPresent(lease -> parked.putAll(Notes.parked(lease.notes(), key -> true)));
        }
        for (int partition = 0; partition < number; partition++) {
            int to = partition;
            Map<String, String> its = Notes.parked(parked, key -> Keys.partition(key, number) == to);
            if (!its.isEmpty()) {
                change(partition, lease -> {
                    Map<String, String> notes = new LinkedHashMap<>(lease.notes());
                    its.forEach(notes::putIfAbsent);
                    return isDone(lease) ? lease : lease.revoked(lease.position(), notes);
                });
            }
        }
    }

    private void open(int partition, String plan) {
        Position lowest =
                HandledBefore.parse(plan.substring(plan.lastIndexOf(';') + 1)).first();
        StoredLease first = leases.find(new LeaseName(name, 0)).orElseThrow();
        change(partition, lease -> {
            if (isDone(lease)) {
                return lease;
            }
            Map<String, String> notes = new LinkedHashMap<>(first.notes());
            notes.keySet().retainAll(List.of(Notes.QUERY, Notes.START, Notes.SINCE, Notes.PAUSED));
            notes.put(Notes.PARTITIONS, Integer.toString(number));
            if (partition >= number) {
                return lease.revoked(Optional.empty(), notes);
            }
            notes.put(Notes.HANDLED_BEFORE, plan);
            notes.putAll(Notes.parked(lease.notes(), key -> Keys.partition(key, number) == partition));
            Optional.ofNullable(lease.notes().get(Notes.SKIPPED)).ifPresent(text -> notes.put(Notes.SKIPPED, text));
            return lease.revoked(Optional.of(lowest), notes);
        });
    }

    /** Whether this lease has its new state, and may have an owner again. */
    private boolean isDone(StoredLease lease) {
        return !lease.notes().containsKey(Notes.RESCALING)
                && Integer.toString(number).equals(lease.notes().get(Notes.PARTITIONS));
    }

    private StoredLease change(int partition, UnaryOperator<StoredLease> change) {
        LeaseName lease = new LeaseName(name, partition);
        @Nullable StoredLease seen = leases.find(lease).orElse(null);
        while (true) {
            StoredLease before = seen == null ? StoredLease.first(lease) : seen;
            StoredLease next = change.apply(before);
            if (next.isAt(before) || (seen == null ? leases.create(next) : leases.revoke(before, next))) {
                return next;
            }
            seen = leases.find(lease).orElse(null);
        }
    }
}
