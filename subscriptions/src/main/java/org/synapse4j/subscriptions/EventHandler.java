package org.synapse4j.subscriptions;

import org.synapse4j.api.StoredEvent;

/**
 * What a subscription does with an event. Called by one thread at a time, in the order of positions, at least once for each event: again
 * after it threw, and after its process died, or lost the lease, before the checkpoint was saved. So an effect is to bear repetition, for
 * which {@link StoredEvent#id()} is a key.
 */
@FunctionalInterface
public interface EventHandler {
    /**
     * Handles an event.
     *
     * @param lease by which a receiver can refuse who has lost it
     * @throws Exception whatever it likes: the subscription's {@link FailurePolicy} says what follows
     */
    void handle(StoredEvent event, Lease lease) throws Exception;
}
