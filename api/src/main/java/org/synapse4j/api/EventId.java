package org.synapse4j.api;

import java.util.Objects;
import java.util.UUID;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Uuids;

/**
 * The name of an event, unique within its commit. Immutable.
 *
 * @param value any UUID; fresh ones are of version 7
 */
public record EventId(UUID value) {
    public EventId {
        Objects.requireNonNull(value, "event id");
    }

    public static EventId of(UUID value) {
        return new EventId(value);
    }

    /**
     * The id with this written form, as {@link #toString()} wrote it.
     *
     * @throws InvalidValueException if it is not a UUID
     */
    public static EventId parse(String text) {
        Objects.requireNonNull(text, "text");
        try {
            return new EventId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("event id", "'" + text + "' is not a UUID");
        }
    }

    /** A new id, a UUID of version 7. */
    public static EventId fresh() {
        return new EventId(Uuids.fresh());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
