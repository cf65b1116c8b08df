package org.synapse4j.subscriptions;

/** What a partition of a subscription is doing. */
public enum SubscriptionState {
    /** Nobody works on it, or who does is not known to be alive: this process waits for the lease. */
    WAITING,
    /** Events are handled. */
    RUNNING,
    /** All that matched up to the end of the feed was handled. */
    CAUGHT_UP,
    /** An event is tried again, or the storage did not answer. */
    RETRYING,
    /** Paused by {@link Subscriptions#pause}; {@link Subscriptions#resume} ends it. */
    PAUSED,
    /** Stopped at an event whose handler failed, for good and on all nodes; {@link Subscriptions#resume} tries that event again. */
    FAILED,
    /** Closed in this process. */
    CLOSED
}
