package org.synapse4j.subscriptions;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.StoredLease;

/**
 * Which processes are there to share a subscription's partitions. Each takes a seat, which is a lease like the others under a number above all
 * partitions, and counts the seats that are taken, so a process is seen before it has a partition (ADR 44). One thread sits and counts; another renews.
 */
final class Seats {
    /** The number of the first seat. */
    static final int FIRST = 1_000_000;

    private final IntFunction<LeaseKeeper> keeperOf;
    private final Map<Integer, LeaseKeeper> keepers = new TreeMap<>();
    private volatile @Nullable LeaseKeeper mine;

    Seats(IntFunction<LeaseKeeper> keeperOf) {
        this.keeperOf = keeperOf;
    }

    /**
     * How many of the partitions are this process's, which is seated: all shares together are all partitions, and no two differ by more than one.
     *
     * @param listed the leases as they are now
     */
    int share(Collection<StoredLease> listed, int partitions) {
        int taken = 0;
        int before = 0;
        for (StoredLease seat : seats(listed)) {
            LeaseKeeper keeper = keeper(seat.name().partition());
            if (keeper == mine) {
                before = taken++;
            } else if (!keeper.mayTake(seat)) {
                taken++;
            }
        }
        return partitions / Math.max(taken, 1) + (before < partitions % Math.max(taken, 1) ? 1 : 0);
    }

    /** Takes a seat that nobody has, or one more. It may fail, since others do so too. */
    void sit(Collection<StoredLease> listed) {
        int next = FIRST;
        for (StoredLease seat : seats(listed)) {
            if (keeper(seat.name().partition()).mayTake(seat)) {
                take(seat);
                return;
            }
            next = seat.name().partition() + 1;
        }
        StoredLease seat = keeper(next).look();
        if (seat.owner().isEmpty()) {
            take(seat);
        }
    }

    /** Whether this process is counted. */
    boolean isSeated() {
        LeaseKeeper own = mine;
        return own != null && own.has();
    }

    /** Stays counted. */
    void renew() {
        LeaseKeeper own = mine;
        if (own != null && own.has()) {
            own.save();
        }
    }

    /** Is counted no more. */
    void leave() {
        LeaseKeeper own = mine;
        if (own != null && own.has()) {
            own.release();
        }
    }

    private void take(StoredLease seat) {
        LeaseKeeper keeper = keeper(seat.name().partition());
        mine = keeper.take(seat, Position.START, Map.of()) ? keeper : null;
    }

    private LeaseKeeper keeper(int number) {
        return keepers.computeIfAbsent(number, keeperOf::apply);
    }

    private static List<StoredLease> seats(Collection<StoredLease> listed) {
        return listed.stream()
                .filter(lease -> lease.name().partition() >= FIRST)
                .sorted(Comparator.comparing(StoredLease::name))
                .toList();
    }
}
