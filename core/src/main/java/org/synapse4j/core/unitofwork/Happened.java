package org.synapse4j.core.unitofwork;

import java.util.Objects;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.NewEvent;

/**
 * An event that was just stored. Immutable, as far as its payload is.
 *
 * @param place where it landed
 * @param commitId the commit that it is part of
 * @param event the event as it was stored
 */
public record Happened(EventPlace place, CommitId commitId, NewEvent event) {
    public Happened {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(commitId, "commit id");
        Objects.requireNonNull(event, "event");
    }
}
