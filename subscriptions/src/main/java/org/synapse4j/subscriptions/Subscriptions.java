package org.synapse4j.subscriptions;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.synapse4j.api.AppendListener;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.subscriptions.internal.Turns;

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
        String owner = ownerOf(node);
        return open(store, owner, lease, idle, Heartbeats.threadNamed("synapse4j leases of " + owner));
    }

    /**
     * The subscriptions of a named node, whose leases are renewed by an executor of the caller's, in one task that begins with the first subscription that
     * runs and ends when these are closed: the executor needs a thread for it that has nothing else to do meanwhile. It remains the caller's.
     *
     * @param heartbeats runs that task
     * @throws InvalidValueException as {@link #of(EventStore, String, Duration, Duration)}
     * @throws CapabilityMissingException if the storage has no leases
     */
    public static Subscriptions of(EventStore store, String node, Duration lease, Duration idle, Executor heartbeats) {
        Objects.requireNonNull(heartbeats, "heartbeats");
        return open(store, ownerOf(node), lease, idle, heartbeats);
    }

    private static String ownerOf(String node) {
        return (node.isEmpty() ? "process " + ProcessHandle.current().pid() : node) + " "
                + UUID.randomUUID().toString().substring(0, 18);
    }

    private static Subscriptions open(
            EventStore store, String owner, Duration lease, Duration idle, Executor heartbeats) {
        for (Duration duration : List.of(lease, idle)) {
            if (duration.isNegative() || duration.isZero()) {
                throw new InvalidValueException("duration", "is " + duration + "; it has to be positive");
            }
        }
        Objects.requireNonNull(store.leases(), "leases");
        return new Subscriptions(Shared.of(store, owner, lease, idle, heartbeats));
    }

    /**
     * Subscriptions that have no threads, and are given time and turns; for tests, by the module {@code testing}.
     *
     * @param time what events' times are compared with
     * @throws CapabilityMissingException if the storage has no leases
     */
    @SuppressWarnings("exports") // nobody else can make turns
    public static Subscriptions of(EventStore store, InstantSource time, Turns turns) {
        Objects.requireNonNull(store.leases(), "leases");
        return new Subscriptions(
                Shared.of(store, "test", LEASE, IDLE, Runnable::run, turns.nanos(), time, Optional.of(turns)));
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

    /**
     * Has a subscription handle again what lies after this position, or skip up to there. Keys that were parked after it are so no more. As {@link #pause} in all else,
     * but that it goes on.
     */
    public void rewind(String name, Position position) {
        revoke(
                name,
                lease -> lease.revoked(
                        Optional.of(position),
                        ParkedKeys.rewound(
                                Notes.without(Notes.without(lease.notes(), Notes.FAILED), Notes.SINCE), position)));
    }

    /**
     * Forgets a subscription's checkpoint, its query and all else: when it is run next, also by a process that runs it now, it starts anew, where it
     * says. As {@link #pause} in all else.
     */
    public void delete(String name) {
        revoke(name, lease -> lease.revoked(Optional.empty(), Map.of()));
    }

    /**
     * The keys that are parked, by partition, as they were saved last.
     *
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public List<ParkedKey> parked(String name) {
        return shared.store().leases().list(SubscriptionName.of(name)).stream()
                .flatMap(lease -> ParkedKeys.of(lease.notes()).list(lease.name().partition()).stream())
                .toList();
    }

    /**
     * Has all parked keys tried again. Each process reads the feed once for those of its partitions, from the first event that waits, beside what is
     * new; upcasters of today apply. The handler is called once with each event, in order: a key whose events all succeed goes on with the others, one at which it
     * fails stays parked there. As {@link #pause} in all else, but that it goes on.
     */
    public void retryParked(String name) {
        revokeParked(name, parked -> true, Subscriptions::again);
    }

    /** Has one parked key tried again, if it is parked; as {@link #retryParked(String)}. */
    public void retryParked(String name, String key) {
        Objects.requireNonNull(key, "key");
        revokeParked(name, parked -> parked.key().equals(key), Subscriptions::again);
    }

    /**
     * Gives up the events of a parked key that wait, if it is parked: they count as skipped, and the key goes on with the next one that comes. As {@link
     * #pause} in all else, but that it goes on.
     */
    public void discardParked(String name, String key) {
        Objects.requireNonNull(key, "key");
        revokeParked(
                name,
                parked -> parked.key().equals(key),
                (notes, parked) -> ParkedKeys.without(
                        Notes.with(
                                notes,
                                Notes.SKIPPED,
                                Notes.more(
                                        notes.get(Notes.SKIPPED),
                                        parked.waiting(),
                                        "discarding what was parked at position " + parked.first())),
                        key));
    }

    private static Map<String, String> again(Map<String, String> notes, ParkedKey parked) {
        return ParkedKeys.with(notes, parked, ParkedKeys.again());
    }

    private void revokeParked(
            String name,
            Predicate<ParkedKey> wanted,
            BiFunction<Map<String, String>, ParkedKey, Map<String, String>> change) {
        LeaseStorage leases = shared.store().leases();
        for (StoredLease listed : leases.list(SubscriptionName.of(name))) {
            StoredLease seen = listed;
            while (true) {
                Map<String, String> notes = seen.notes();
                for (ParkedKey parked : ParkedKeys.of(seen.notes()).list(0)) {
                    notes = wanted.test(parked) ? change.apply(notes, parked) : notes;
                }
                if (notes.equals(seen.notes()) || leases.revoke(seen, seen.revoked(seen.position(), notes))) {
                    break;
                }
                seen = leases.find(seen.name()).orElseThrow();
            }
        }
    }

    /**
     * Has a subscription go on with another query, from where it is: what the new one wants below that is not handled, unless it is {@linkplain #rewind
     * rewound}. Processes that run it with the former query wait, for good; those that are started with the new one go on. Where it has this query
     * already, nothing is done, so each process of a new release may call it when it starts. Of one that never ran it does nothing. As {@link #pause} in
     * all else, but that it goes on.
     */
    public void requery(String name, EventQuery query) {
        String text = Notes.of(query);
        LeaseStorage leases = shared.store().leases();
        for (StoredLease listed : leases.list(SubscriptionName.of(name))) {
            StoredLease seen = listed;
            while (seen.notes().containsKey(Notes.QUERY)
                    && !text.equals(seen.notes().get(Notes.QUERY))
                    && !leases.revoke(
                            seen, seen.revoked(seen.position(), Notes.with(seen.notes(), Notes.QUERY, text)))) {
                seen = leases.find(seen.name()).orElseThrow();
            }
        }
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
