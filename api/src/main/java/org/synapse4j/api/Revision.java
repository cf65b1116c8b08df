package org.synapse4j.api;

import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The revision of an event's schema, such as {@code 2}. Immutable.
 *
 * @param value not blank, at most 256 bytes in UTF-8, without NUL
 */
public record Revision(String value) {
    /** The revision of what nobody gave another: {@code 1}. */
    public static final Revision FIRST = new Revision("1");

    /** @throws InvalidValueException if it is anything else */
    public Revision {
        Require.name("revision", value, Require.NAME_BYTES);
    }

    public static Revision of(String value) {
        return new Revision(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
