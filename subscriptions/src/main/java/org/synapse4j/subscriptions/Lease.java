package org.synapse4j.subscriptions;

/** The lease under which an event is handled. Thread-safe. */
public interface Lease {
    /** Rises with each owner: a receiver that remembers the highest one can refuse those who were owners before. */
    long token();

    /** Whether no other process can have taken it yet, by this one's own clock. Does not block. */
    boolean held();
}
