package org.synapse4j.subscriptions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Position;

/**
 * The reads of a process's partitions: one for all, but for those that are behind, as after a failure or a rewind, which read by themselves until
 * they have caught up with another (ADR 44). For one thread.
 */
final class Lanes {
    private final Shared shared;
    private final SubscriptionSettings settings;
    private final BooleanSupplier closing;
    private final List<Lane> lanes = new ArrayList<>();
    private @Nullable ParkedRetry retry;

    Lanes(Shared shared, SubscriptionSettings settings, BooleanSupplier closing) {
        this.shared = shared;
        this.settings = settings;
        this.closing = closing;
    }

    /** Has these partitions worked on: with another's read where it is not beyond them. */
    void join(List<Partition> partitions) {
        partitions.stream()
                .sorted(Comparator.comparing(partition -> partition.keeper().passed()))
                .forEach(partition -> nearest(partition)
                        .ifPresentOrElse(
                                lane -> lane.join(partition),
                                () -> lanes.add(new Lane(shared, settings, partition, 0))));
        if (partitions.stream().anyMatch(Lanes::hasToTry)) {
            endRetry();
            retry = new ParkedRetry(
                    shared, settings, members().stream().filter(Lanes::hasToTry).toList());
        }
    }

    /** The partitions that are worked on. */
    List<Partition> members() {
        return lanes.stream().flatMap(lane -> lane.members().stream()).toList();
    }

    /** Whether another process has taken one of the leases, or somebody took it away. */
    boolean hasLost() {
        return lanes.stream()
                .flatMap(lane -> lane.members().stream())
                .anyMatch(partition -> !partition.keeper().has());
    }

    /** Renews the leases that have run out by this process's clock, as far as nobody else has taken them. */
    void renewRunOut() {
        members().forEach(Partition::holds);
    }

    /** Works on no partition any more whose lease is lost. */
    void dropLost() {
        lanes.forEach(Lane::dropLost);
        removeEmpty();
    }

    /** Ends all reads, and begins each partition after what it has passed. */
    void restart() {
        List<Partition> partitions =
                members().stream().filter(partition -> partition.keeper().has()).toList();
        close();
        join(partitions);
    }

    /** Offers the next events of each read, and says when to do so again. */
    Wait advance() throws InterruptedException {
        for (Lane lane : List.copyOf(lanes)) {
            if (lanes.contains(lane) && lane.pause() <= 0) {
                Position before = lane.position();
                for (Partition behind : lane.advance(closing)) {
                    lanes.add(new Lane(shared, settings, behind, behind.pause()));
                }
                merge(lane, before);
            }
        }
        removeEmpty();
        ParkedRetry parked = retry;
        if (parked != null && parked.pause() <= 0) {
            parked.advance(closing);
            if (parked.isOver()) {
                endRetry();
            }
        }
        return next();
    }

    void close() {
        endRetry();
        lanes.forEach(Lane::close);
        lanes.clear();
    }

    /** Has one that was behind another, and is not any more, go on with that one's read. */
    private void merge(Lane lane, Position before) {
        lanes.stream()
                .filter(other -> other != lane && other.pause() <= 0)
                .filter(other -> before.compareTo(other.position()) <= 0
                        && other.position().compareTo(lane.position()) <= 0)
                .findFirst()
                .ifPresent(other -> {
                    other.absorb(lane);
                    lanes.remove(lane);
                });
    }

    private Wait next() {
        ParkedRetry parked = retry;
        long pause = parked == null ? Long.MAX_VALUE : parked.pause();
        if (pause <= 0) {
            return Wait.NOT;
        }
        Optional<Position> beyond = Optional.empty();
        for (Lane lane : lanes) {
            if (lane.pause() > 0) {
                pause = Math.min(pause, lane.pause());
            } else if (!lane.atEnd()) {
                return Wait.NOT;
            } else if (beyond.filter(least -> least.compareTo(lane.position()) <= 0)
                    .isEmpty()) {
                beyond = Optional.of(lane.position());
            }
        }
        return new Wait(pause, beyond);
    }

    private static boolean hasToTry(Partition partition) {
        return !partition.parked().toBeTried(partition.number()).isEmpty();
    }

    private void endRetry() {
        ParkedRetry over = retry;
        retry = null;
        if (over != null) {
            over.close();
        }
    }

    private Optional<Lane> nearest(Partition partition) {
        return lanes.stream()
                .filter(lane -> lane.pause() <= 0
                        && lane.position().compareTo(partition.keeper().passed()) <= 0)
                .max(Comparator.comparing(Lane::position));
    }

    private void removeEmpty() {
        lanes.stream().filter(lane -> lane.members().isEmpty()).forEach(Lane::close);
        lanes.removeIf(lane -> lane.members().isEmpty());
    }
}
