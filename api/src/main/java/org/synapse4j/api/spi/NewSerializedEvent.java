package org.synapse4j.api.spi;

import java.util.Objects;
import org.synapse4j.api.StreamId;

/**
 * An event to be stored. Immutable.
 *
 * @param stream its stream
 * @param event the event, complete
 * @param idGiven whether its id came from the caller; a fresh one is no part of a commit's content
 * @param timeGiven whether its time came from the caller; the present one is no part of a commit's content
 */
public record NewSerializedEvent(StreamId stream, SerializedEvent event, boolean idGiven, boolean timeGiven) {
    public NewSerializedEvent {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(event, "event");
    }

    /** An event of which the caller gave neither the id nor the time. */
    public static NewSerializedEvent of(StreamId stream, SerializedEvent event) {
        return new NewSerializedEvent(stream, event, false, false);
    }

    /** The same event for another stream. */
    public NewSerializedEvent in(StreamId other) {
        return new NewSerializedEvent(other, event, idGiven, timeGiven);
    }

    /** Another event in the place of this one, with an id and a time that come from where those of this one do. */
    public NewSerializedEvent with(SerializedEvent other) {
        return new NewSerializedEvent(stream, other, idGiven, timeGiven);
    }
}
