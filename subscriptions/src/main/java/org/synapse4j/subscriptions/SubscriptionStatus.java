package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.Optional;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;

/**
 * How a partition of a subscription is doing. Immutable.
 *
 * @param name the subscription
 * @param partition which of its partitions
 * @param state what it is doing, as far as this process can tell
 * @param passed up to where everything was handled; absent before its first run. Of one that another process works on, what that one saved last
 * @param end the end of the feed
 * @param lag how long ago the first matching event was appended that was not passed, by the time that it carries and this process's clock; zero
 *     where there is none
 * @param owner who has the lease, if anybody has
 * @param eventsPerSecond how many events this process has handled in each of the last ten seconds
 * @param parked how many keys are parked
 * @param error what went wrong last, as a class and a position; absent once an event was handled since
 */
public record SubscriptionStatus(
        SubscriptionName name,
        int partition,
        SubscriptionState state,
        Optional<Position> passed,
        Position end,
        Duration lag,
        Optional<String> owner,
        double eventsPerSecond,
        int parked,
        Optional<String> error) {}
