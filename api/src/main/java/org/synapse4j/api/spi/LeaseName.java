package org.synapse4j.api.spi;

import java.util.Objects;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * Names a lease: one partition of a subscription. Written {@code name/partition}. Immutable.
 *
 * @param subscription the subscription
 * @param partition which of its partitions, from 0 up
 */
public record LeaseName(SubscriptionName subscription, int partition) implements Comparable<LeaseName> {
    /** @throws InvalidValueException if the partition is negative */
    public LeaseName {
        Objects.requireNonNull(subscription, "subscription");
        Require.atLeast("partition", partition, 0);
    }

    /** The only partition of a subscription that has one. */
    public static LeaseName of(SubscriptionName subscription) {
        return new LeaseName(subscription, 0);
    }

    /** By name, then by number of the partition. */
    @Override
    public int compareTo(LeaseName other) {
        int byName = subscription.value().compareTo(other.subscription.value());
        return byName == 0 ? Integer.compare(partition, other.partition) : byName;
    }

    @Override
    public String toString() {
        return subscription + "/" + partition;
    }
}
