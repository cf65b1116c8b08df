package org.synapse4j.mongocommon.internal;

import java.util.List;

/**
 * The events of one append to one stream, encoded, with the place that they are to take. Immutable, as far as the bytes are left
 * alone.
 *
 * @param stream the stream, written {@code category/id}
 * @param firstVersion the version of the first event
 * @param firstSlot the slot of the first document
 * @param descriptor the descriptor of the whole commit
 * @param events the elements of each event
 */
public record PlacedAppend(
        String stream, long firstVersion, long firstSlot, Descriptor descriptor, List<byte[]> events) {
    public PlacedAppend {
        events = List.copyOf(events);
    }

    /** The version of the last event. */
    public long lastVersion() {
        return firstVersion + events.size() - 1;
    }
}
