package org.synapse4j.subscriptions;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.spi.LeaseName;

/**
 * Works on a subscription's partitions, step by step: takes what is its share, gives events to the handler, saves. One thread steps; the others look at its
 * state, and renew.
 */
final class Worker {
    private final Shared shared;
    private final SubscriptionSettings settings;
    private final Handling handling;
    private final List<Partition> partitions;
    private final Seats seats;
    private final Ownership ownership;
    private final Lanes lanes;
    private int outages;

    Worker(Shared shared, SubscriptionSettings settings, BatchHandler handler, BooleanSupplier closing) {
        this.shared = shared;
        this.settings = settings;
        this.handling = new Handling(handler, settings.handlerTimeout(), shared.clock());
        this.partitions = IntStream.range(0, settings.keys().partitions())
                .mapToObj(number -> new Partition(number, keeper(number), settings, shared, handling))
                .toList();
        this.seats = new Seats(this::keeper);
        this.ownership = new Ownership(shared, settings, partitions, seats);
        this.lanes = new Lanes(shared, settings, closing);
    }

    /** Does what is due, and says when the next step is. */
    Wait step() throws InterruptedException {
        try {
            lanes.renewRunOut();
            if (lanes.hasLost()) {
                lanes.dropLost();
                ownership.hurry();
            }
            if (ownership.pause() <= 0) {
                List<Partition> taken = ownership.look();
                lanes.dropLost();
                lanes.join(taken);
            }
            Wait next = lanes.advance();
            outages = 0;
            return isDue() ? Wait.NOT : next.atMost(ownership.pause());
        } catch (TransientException passing) {
            lanes.restart();
            String what = passing.getClass().getName();
            partitions.forEach(partition ->
                    partition.is(SubscriptionState.RETRYING, partition.error().or(() -> Optional.of(what))));
            return Wait.of(Math.max(settings.onFailure().pause(++outages), 1));
        }
    }

    /** Does all that is due now, after a look at the leases; tells what the handler threw, if its event was not skipped. */
    Optional<Throwable> turn() throws InterruptedException {
        renew();
        ownership.hurry();
        Wait next = step();
        while (next.nanos() <= 0) {
            next = step();
        }
        Optional<Throwable> thrown = handling.takeThrown();
        boolean skipped = partitions.stream()
                .map(Partition::state)
                .noneMatch(state -> state == SubscriptionState.RETRYING || state == SubscriptionState.FAILED);
        return skipped ? Optional.empty() : thrown;
    }

    /** Whether the next step has something to do, whatever was to be waited for. To be asked by who steps. */
    boolean isDue() {
        return lanes.hasLost()
                || partitions.stream().anyMatch(one -> one.keeper().hasRunOut());
    }

    /** Renews the leases, unless the handler has been at work for too long. */
    void renew() {
        if (handling.hangs()) {
            return;
        }
        boolean lost = false;
        for (Partition partition : partitions) {
            lost |= partition.keeper().has() && !partition.keeper().save();
        }
        seats.renew();
        if (lost) {
            shared.end().wake();
        }
    }

    /**
     * Saves, gives the leases back, and ends the reads.
     *
     * @throws SynapseException if a lease could not be given back, after all others were tried
     */
    void stop() {
        lanes.close();
        SynapseException failed = null;
        for (Partition partition : partitions) {
            partition.is(SubscriptionState.CLOSED, partition.error());
            failed = tried(() -> partition.keeper().release(), failed);
        }
        failed = tried(seats::leave, failed);
        if (failed != null) {
            throw failed;
        }
    }

    /** The partitions, by number. */
    List<Partition> partitions() {
        return partitions;
    }

    double eventsPerSecond() {
        return handling.eventsPerSecond();
    }

    private LeaseKeeper keeper(int number) {
        return new LeaseKeeper(
                shared.store().leases(),
                new LeaseName(settings.name(), number),
                shared.owner(),
                shared.lease(),
                shared.clock());
    }

    private static @Nullable SynapseException tried(Runnable work, @Nullable SynapseException before) {
        try {
            work.run();
            return before;
        } catch (SynapseException failed) {
            return failed;
        }
    }
}
