package org.synapse4j.subscriptions;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.subscriptions.internal.Turns;

/**
 * What the subscriptions of one process have in common.
 *
 * @param owner the name under which leases are taken, unique to this object
 * @param time what events' times are compared with
 * @param running how to close those that are open, by name
 * @param turns who has them work, where no thread of theirs does
 */
record Shared(
        EventStore store,
        String owner,
        Duration lease,
        EndWatch end,
        Heartbeats heartbeats,
        LongSupplier clock,
        InstantSource time,
        Map<SubscriptionName, Runnable> running,
        Optional<Turns> turns) {
    static Shared of(EventStore store, String owner, Duration lease, Duration idle, Executor heartbeats) {
        return of(store, owner, lease, idle, heartbeats, System::nanoTime, InstantSource.system(), Optional.empty());
    }

    static Shared of(
            EventStore store,
            String owner,
            Duration lease,
            Duration idle,
            Executor heartbeats,
            LongSupplier clock,
            InstantSource time,
            Optional<Turns> turns) {
        return new Shared(
                store,
                owner,
                lease,
                new EndWatch(store::end, idle, clock),
                new Heartbeats(heartbeats, lease),
                clock,
                time,
                new ConcurrentHashMap<>(),
                turns);
    }
}
