package org.synapse4j.core.repository;

import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;

/**
 * Changes each event of a repository on its way: what is said about it, not how many there are. A function without a state of its own;
 * thread-safe.
 */
public interface EventDecorator {
    /** The event as the aggregate is to see it. */
    default StoredEvent read(StoredEvent event) {
        return event;
    }

    /** The event as it is to be stored. It is asked again when the append is decided again, and must give the same. */
    default NewEvent append(StreamId stream, NewEvent event) {
        return event;
    }
}
