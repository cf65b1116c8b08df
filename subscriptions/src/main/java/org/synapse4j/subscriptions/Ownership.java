package org.synapse4j.subscriptions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;

/**
 * Which partitions this process works on: takes those that are free or whose owner is gone up to its share, and gives back what is above it. For
 * one thread.
 */
final class Ownership {
    private final Shared shared;
    private final SubscriptionSettings settings;
    private final List<Partition> partitions;
    private final Seats seats;
    private final Preparation preparation;
    private long nextLook;

    /** Whether what is stored was as this process wants it before: then one that changed it has to be waited for, else there is a mistake. */
    private boolean agreed;

    Ownership(Shared shared, SubscriptionSettings settings, List<Partition> partitions, Seats seats) {
        this.shared = shared;
        this.settings = settings;
        this.partitions = partitions;
        this.seats = seats;
        this.preparation = new Preparation(shared.store(), settings);
        this.nextLook = shared.clock().getAsLong();
    }

    /** How long until what is stored is to be looked at. */
    long pause() {
        boolean alone = partitions.size() == 1 && partitions.get(0).keeper().has();
        return alone ? Long.MAX_VALUE : nextLook - shared.clock().getAsLong();
    }

    /** Has it looked at with the next step. */
    void hurry() {
        nextLook = shared.clock().getAsLong();
    }

    /**
     * Looks at the leases, gives back and takes.
     *
     * @return the partitions that were taken
     * @throws ConfigurationException if what is stored was begun with another query or another number of partitions
     */
    List<Partition> look() {
        nextLook = shared.clock().getAsLong() + shared.lease().toNanos() / 8;
        Map<Integer, StoredLease> stored = stored();
        if (!isAsWanted(preparation.complete(stored))) {
            seats.leave();
            return List.of();
        }
        int share = partitions.size();
        if (share > 1) {
            if (!seats.isSeated()) {
                seats.sit(stored.values());
                hurry();
                return List.of();
            }
            share = seats.share(stored.values(), partitions.size());
        }
        List<Partition> owned =
                partitions.stream().filter(one -> one.keeper().has()).toList();
        owned.stream().skip(share).forEach(Partition::giveUp);
        return take(stored, share - owned.size());
    }

    private Map<Integer, StoredLease> stored() {
        LeaseStorage leases = shared.store().leases();
        Map<Integer, StoredLease> stored = new TreeMap<>();
        if (partitions.size() == 1) {
            leases.find(LeaseName.of(settings.name())).ifPresent(lease -> stored.put(0, lease));
        } else {
            leases.list(settings.name())
                    .forEach(lease -> stored.put(lease.name().partition(), lease));
        }
        return stored;
    }

    private List<Partition> take(Map<Integer, StoredLease> stored, int most) {
        List<StoredLease> free = new ArrayList<>();
        for (Partition partition : partitions) {
            StoredLease lease = stored.get(partition.number());
            if (lease != null && !partition.keeper().has() && isFree(partition, lease)) {
                free.add(lease);
            }
        }
        List<Partition> taken = new ArrayList<>();
        free.sort(Comparator.comparing(lease -> lease.position().orElse(Position.START)));
        free.stream().limit(Math.max(most, 0)).forEach(lease -> {
            Partition partition = partitions.get(lease.name().partition());
            if (take(partition, lease)) {
                taken.add(partition);
            } else {
                hurry();
            }
        });
        return taken;
    }

    private static boolean isFree(Partition partition, StoredLease lease) {
        @Nullable String failed = lease.notes().get(Notes.FAILED);
        if (failed != null) {
            partition.is(SubscriptionState.FAILED, Optional.of(failed));
            return false;
        }
        if (lease.notes().containsKey(Notes.PAUSED)) {
            partition.is(SubscriptionState.PAUSED, Optional.empty());
            return false;
        }
        partition.is(SubscriptionState.WAITING, Optional.empty());
        return partition.keeper().mayTake(lease);
    }

    private boolean take(Partition partition, StoredLease lease) {
        Position position = lease.position().orElseThrow();
        Position end = shared.store().end();
        if (position.compareTo(end) > 0) {
            throw new ConfigurationException(
                    "The checkpoint of subscription " + settings.name() + " is at " + position
                            + ", beyond the end of the feed, "
                            + end
                            + ": the store was restored from an older backup, or is another one. Rewind the subscription to"
                            + " where its effects are, or delete it.",
                    List.of());
        }
        if (!partition.keeper().take(lease, position, Notes.configured(lease.notes(), settings))) {
            return false;
        }
        partition.taken();
        return true;
    }

    /** Whether all leases are of this query and number of partitions; waits for those who change it, if they were before. */
    private boolean isAsWanted(Map<Integer, StoredLease> stored) {
        for (StoredLease lease : stored.values()) {
            boolean rescaling = lease.notes().containsKey(Notes.RESCALING);
            Optional<String> difference =
                    rescaling ? Optional.of("is being rescaled") : Notes.difference(lease, settings);
            if (difference.isPresent()) {
                if (!agreed && !rescaling) {
                    throw new ConfigurationException(difference.get(), List.of());
                }
                partitions.stream()
                        .filter(partition -> !partition.keeper().has())
                        .forEach(partition -> partition.is(SubscriptionState.WAITING, difference));
                return false;
            }
        }
        agreed = true;
        return true;
    }
}
