package org.synapse4j.api.serialization;

import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.internal.Require;

/**
 * What an event or snapshot says, in serialised form. Immutable.
 *
 * @param representation the form
 * @param value the contents in that form
 * @param <V> the class of the contents
 */
public record Payload<V>(Representation<V> representation, V value) {
    /** @throws InvalidValueException if the value is not of the representation's class, or is text with an unpaired surrogate */
    public Payload {
        Objects.requireNonNull(representation, "representation");
        Objects.requireNonNull(value, "value");
        if (!representation.type().isInstance(value)) {
            throw new InvalidValueException(
                    "payload",
                    "in " + representation + " is a " + value.getClass().getName());
        }
        if (value instanceof String text) {
            Require.unicode("payload", text);
        }
    }

    /** A payload in JSON text. The text is not checked: a storage that reads it refuses what is not JSON. */
    public static Payload<String> json(String text) {
        return new Payload<>(Representation.JSON, text);
    }

    /**
     * The contents in this representation.
     *
     * @throws SerializationException if the payload is in another one
     */
    public <T> T in(Representation<T> wanted) {
        if (!representation.equals(wanted)) {
            throw new SerializationException("A payload in " + representation + " was asked for in " + wanted, null);
        }
        return wanted.type().cast(value);
    }

    /**
     * Its size in bytes, of text in UTF-8.
     *
     * @throws InvalidValueException if it is neither text nor bytes, which no storage keeps
     */
    public long size() {
        if (value instanceof String text) {
            return Require.utf8Length(text);
        }
        if (value instanceof Bytes bytes) {
            return bytes.size();
        }
        throw new InvalidValueException(
                "payload", "in " + representation + " is neither text nor bytes, so it cannot be stored");
    }
}
