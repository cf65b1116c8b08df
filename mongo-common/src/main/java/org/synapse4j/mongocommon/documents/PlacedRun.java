package org.synapse4j.mongocommon.documents;

import java.util.List;

/**
 * Events of one stream that follow each other in a commit, encoded, with the place that they are to take. Immutable, as far as the bytes are left
 * alone.
 *
 * @param stream the stream, written {@code category/id}
 * @param firstVersion the version of the first event
 * @param firstSlot the slot of the first document
 * @param descriptor the descriptor of the whole commit
 * @param events the elements of each event
 */
public record PlacedRun(String stream, long firstVersion, long firstSlot, Descriptor descriptor, List<byte[]> events) {
    public PlacedRun {
        events = List.copyOf(events);
    }

    /** The version of the last event. */
    public long lastVersion() {
        return firstVersion + events.size() - 1;
    }
}
