package org.synapse4j.subscriptions;

import java.util.List;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;

/**
 * What a subscription does with several events at once, for receivers to which a request for each is too much. Called as an {@link
 * EventHandler} is, with events of one partition in the order of positions. A call that throws counts for all of its events: they are
 * given again one at a time (those that an upcaster made of one stored event together, as always), and the {@link FailurePolicy} applies to those that throw then.
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

    /**
     * Told whenever all that there was in the feed was handled, and the checkpoint saved; at least once more after each batch. What it throws is logged, and
     * it is told again after the next events.
     *
     * @param passed up to where everything was handled
     * @throws Exception whatever it likes
     */
    default void caughtUp(Position passed, Lease lease) throws Exception {}
}
