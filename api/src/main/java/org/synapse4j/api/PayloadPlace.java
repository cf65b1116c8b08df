package org.synapse4j.api;

import org.jspecify.annotations.Nullable;
import org.synapse4j.api.spi.SerializedSnapshot;

/**
 * Where a payload was read, for the errors that it may become. Put into words only when there is one.
 *
 * @param stream its stream
 * @param version its version
 * @param event the place of the event; null of a snapshot
 */
record PayloadPlace(
        StreamId stream, Version version, @Nullable EventPlace event) {
    static PayloadPlace of(EventPlace event) {
        return new PayloadPlace(event.stream(), event.version(), event);
    }

    static PayloadPlace of(SerializedSnapshot snapshot) {
        return new PayloadPlace(snapshot.stream(), snapshot.version(), null);
    }

    @Override
    public String toString() {
        return event == null
                ? "snapshot at version " + version + " of stream " + stream
                : "version " + version + " of stream " + stream + ", position " + event.position();
    }
}
