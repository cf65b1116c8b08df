package org.synapse4j.mongofixture;

import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * What is compared of an event that was read.
 *
 * @param place where it is
 * @param commit the commit it is of
 * @param event its id
 */
record SeenEvent(EventPlace place, CommitId commit, EventId event) {
    static SeenEvent of(StoredSerializedEvent stored) {
        return new SeenEvent(stored.place(), stored.commitId(), stored.event().id());
    }
}
