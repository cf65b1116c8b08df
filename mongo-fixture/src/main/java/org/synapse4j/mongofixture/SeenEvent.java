package org.synapse4j.mongofixture;

import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * The parts of an event that was read which are compared.
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
