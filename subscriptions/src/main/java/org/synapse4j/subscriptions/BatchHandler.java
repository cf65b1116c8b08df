package org.synapse4j.subscriptions;

import java.util.List;
import org.synapse4j.api.StoredEvent;

/**
 * What a subscription does with several events at once, for receivers to which a request for each is too much. Called as an {@link
 * EventHandler} is, with events of one partition in the order of positions. A call that throws counts for all of its events: they are
 * given again one at a time, and the {@link FailurePolicy} applies to those that throw then.
 */
@FunctionalInterface
public interface BatchHandler {
    /**
     * Handles events, all or, if it throws, any of them.
     *
     * @param events at least one
     * @param lease by which a receiver can refuse who has lost it
     * @throws Exception whatever it likes
     */
    void handle(List<StoredEvent> events, Lease lease) throws Exception;
}
