package org.synapse4j.api.serialization;

import java.util.Map;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The output of an upcaster for an event, or one part of it. Immutable, as far as its payload is.
 *
 * @param schema its type and revision
 * @param payload what it says
 * @param metadata what is said about it
 * @param <T> the class of the payload's form
 */
public record UpcastPart<T>(Schema schema, T payload, Map<String, String> metadata) {
    /** @throws InvalidValueException if metadata hold null, NUL in a key or an unpaired surrogate */
    public UpcastPart {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(payload, "payload");
        metadata = Require.texts("metadata", metadata);
    }

    /** The same part with these metadata instead of its own. */
    public UpcastPart<T> with(Map<String, String> otherMetadata) {
        return new UpcastPart<>(schema, payload, otherMetadata);
    }
}
