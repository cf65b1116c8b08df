package org.synapse4j.api.spi;

import java.util.Objects;

/**
 * An event to be stored. Immutable.
 *
 * @param event the event, complete
 * @param idGiven whether its id came from the caller; a fresh one is no part of a commit's content
 * @param timeGiven whether its time came from the caller; the present one is no part of a commit's content
 */
public record NewSerializedEvent(SerializedEvent event, boolean idGiven, boolean timeGiven) {
    public NewSerializedEvent {
        Objects.requireNonNull(event, "event");
    }
}
