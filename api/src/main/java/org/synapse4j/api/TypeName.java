package org.synapse4j.api;

import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The logical name of an event's type, such as {@code ItemAdded}. Never a class name: it outlives classes. Immutable.
 *
 * @param value not blank, at most 256 bytes in UTF-8, without NUL
 */
public record TypeName(String value) {
    /** @throws InvalidValueException if it is anything else */
    public TypeName {
        Require.name("type name", value, Require.NAME_BYTES);
    }

    public static TypeName of(String value) {
        return new TypeName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
