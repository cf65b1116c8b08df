package org.synapse4j.api.spi;

import java.util.Objects;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;

/**
 * An event as stored. Immutable.
 *
 * @param place where it is
 * @param commitId the commit that stored it
 * @param event the event, field by field as it was given
 */
public record StoredSerializedEvent(EventPlace place, CommitId commitId, SerializedEvent event) {
    public StoredSerializedEvent {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(commitId, "commit id");
        Objects.requireNonNull(event, "event");
    }

    public StreamId stream() {
        return place.stream();
    }

    public Version version() {
        return place.version();
    }

    public Position position() {
        return place.position();
    }
}
