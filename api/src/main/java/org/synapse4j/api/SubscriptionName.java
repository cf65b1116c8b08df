package org.synapse4j.api;

import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The name of a subscription, under which its leases and checkpoints are kept. Immutable.
 *
 * @param value not blank, at most 256 bytes in UTF-8, without NUL
 */
public record SubscriptionName(String value) {
    /** @throws InvalidValueException if it is anything else */
    public SubscriptionName {
        Require.name("subscription name", value, Require.NAME_BYTES);
    }

    public static SubscriptionName of(String value) {
        return new SubscriptionName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
