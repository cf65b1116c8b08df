package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.synapse4j.api.AppendListener;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;

/**
 * The subscriptions of one process on one store. They share a watch on the end of the feed, which is asked once for all of them, and a daemon thread
 * that renews leases. Closing it closes the subscriptions, not the store. Thread-safe.
 */
public final class Subscriptions implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Shared shared;
    private final AppendListener listener;

    private Subscriptions(Shared shared) {
        this.shared = shared;
        this.listener = (commit, result) -> shared.end().appended();
        shared.store().listen("subscriptions", listener);
    }

    /**
     * Leases of 10 s; a store that rests is asked once a second.
     *
     * @throws CapabilityMissingException if the storage has no leases
     */
    public static Subscriptions of(EventStore store) {
        return of(store, "", LEASE, IDLE);
    }

    /**
     * The subscriptions of a named node.
     *
     * @param node the node's name, as it is shown as the owner of leases; made unique by what is added to it
     * @param lease how long a node that died keeps its leases, and about how long others take to know
     * @param idle how often a store that rests is asked for new events by other processes, at least
     * @throws InvalidValueException if a duration is not positive
     * @throws CapabilityMissingException if the storage has no leases
     */
    public static Subscriptions of(EventStore store, String node, Duration lease, Duration idle) {
        for (Duration duration : List.of(lease, idle)) {
            if (duration.isNegative() || duration.isZero()) {
                throw new InvalidValueException("duration", "is " + duration + "; it has to be positive");
            }
        }
        Objects.requireNonNull(store.leases(), "leases");
        String owner = (node.isEmpty() ? "process " + ProcessHandle.current().pid() : node) + " "
                + UUID.randomUUID().toString().substring(0, 18);
        return new Subscriptions(Shared.of(store, owner, lease, idle));
    }

    /** A subscription of this name, to be put together. */
    public SubscriptionBuilder named(String name) {
        return new SubscriptionBuilder(shared, SubscriptionName.of(name));
    }

    /**
     * Takes a subscription's leases away, whoever has them, and lets nobody take them until it is {@linkplain #resume resumed}. The event at hand is
     * finished; its checkpoint may stay one save behind, so some events come again. Of one that never ran it does nothing.
     *
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; it may have been done
     */
    public void pause(String name) {
        revoke(name, lease -> lease.revoked(lease.position(), Notes.with(lease.notes(), Notes.PAUSED, "by hand")));
    }

    /** Lets a subscription go on that was paused, or that stopped at an event, which is tried again. As {@link #pause} in all else. */
    public void resume(String name) {
        revoke(
                name,
                lease -> lease.revoked(
                        lease.position(), Notes.without(Notes.without(lease.notes(), Notes.PAUSED), Notes.FAILED)));
    }

    /** Has a subscription handle again what lies after this position, or skip up to there. As {@link #pause} in all else, but that it goes on. */
    public void rewind(String name, Position position) {
        revoke(
                name,
                lease -> lease.revoked(
                        Optional.of(position), Notes.without(Notes.without(lease.notes(), Notes.FAILED), Notes.SINCE)));
    }

    /**
     * Forgets a subscription's checkpoint, its query and all else: when it is run next, also by a process that runs it now, it starts anew, where it
     * says. As {@link #pause} in all else.
     */
    public void delete(String name) {
        revoke(name, lease -> lease.revoked(Optional.empty(), Map.of()));
    }

    /**
     * Gives a subscription another number of partitions: what each had passed is not handled again, nothing is lost, and the order within a key
     * stays. Processes that run it with the former number wait, for good; those that are started with the new one go on. One that was cut short is
     * finished by the next call; until then nobody works on it. What a process handles that has not noticed yet comes again. Not to be called beside {@link #rewind} or {@link #delete}. As {@link #pause} in all
     * else.
     *
     * @throws InvalidValueException if the number is below 1 or above 1,024
     */
    public void rescale(String name, int partitions) {
        new Rescaling(shared.store().leases(), SubscriptionName.of(name), Keys.requireNumber(partitions)).run();
    }

    /** Closes each subscription, one after the other. Again, it does nothing. */
    @Override
    public void close() {
        shared.store().stopListening(listener);
        List.copyOf(shared.running().values()).forEach(Runnable::run);
        shared.heartbeats().close();
    }

    private void revoke(String name, UnaryOperator<StoredLease> change) {
        LeaseStorage leases = shared.store().leases();
        for (StoredLease listed : leases.list(SubscriptionName.of(name))) {
            if (listed.name().partition() >= Seats.FIRST) {
                continue;
            }
            StoredLease seen = listed;
            while (!leases.revoke(seen, change.apply(seen))) {
                seen = leases.find(seen.name()).orElseThrow();
            }
        }
    }
}
