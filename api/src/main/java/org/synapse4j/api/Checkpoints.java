package org.synapse4j.api;

import java.util.Optional;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/**
 * The positions that subscriptions have handled, each under its name. A checkpoint that was never saved is absent, which is
 * not {@link Position#START}. Thread-safe; each call is atomic. Pinned by the TCK's rules CHECKPOINT.
 */
public interface Checkpoints {
    /**
     * The position saved last, if there is one. Blocking.
     *
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    Optional<Position> load(SubscriptionName name);

    /**
     * Keeps this position, also where a higher one was saved before: going back is how a subscription replays. Blocking.
     *
     * @throws OperationInterruptedException if the thread is interrupted; it may have been done
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; it may have been done
     */
    void save(SubscriptionName name, Position position);

    /**
     * Forgets the position. Of a name that has none it does nothing. Blocking.
     *
     * @throws OperationInterruptedException if the thread is interrupted; it may have been done
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline; it may have been done
     */
    void reset(SubscriptionName name);
}
