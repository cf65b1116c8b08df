package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.SubscriptionName;

/**
 * What the subscriptions of one process have in common.
 *
 * @param owner the name under which leases are taken, unique to this object
 * @param running how to close those that are open, by name
 */
record Shared(
        EventStore store,
        String owner,
        Duration lease,
        EndWatch end,
        Heartbeats heartbeats,
        LongSupplier clock,
        Map<SubscriptionName, Runnable> running) {
    static Shared of(EventStore store, String owner, Duration lease, Duration idle, Executor heartbeats) {
        LongSupplier clock = System::nanoTime;
        return new Shared(
                store,
                owner,
                lease,
                new EndWatch(store::end, idle, clock),
                new Heartbeats(heartbeats, lease),
                clock,
                new ConcurrentHashMap<>());
    }
}
