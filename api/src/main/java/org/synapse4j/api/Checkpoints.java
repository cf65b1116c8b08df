package org.synapse4j.api;

import java.util.Optional;

/**
 * The positions that subscriptions have handled, each under its name. A checkpoint that was never saved is absent, which is
 * not {@link Position#START}. Thread-safe; each call is atomic. Pinned by the TCK's rules CHECKPOINT.
 */
public interface Checkpoints {
    /** The position saved last, if there is one. */
    Optional<Position> load(SubscriptionName name);

    /** Keeps this position, also where a higher one was saved before: going back is how a subscription replays. */
    void save(SubscriptionName name, Position position);

    /** Forgets the position. Of a name that has none it does nothing. */
    void reset(SubscriptionName name);
}
