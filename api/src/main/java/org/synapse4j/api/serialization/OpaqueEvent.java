package org.synapse4j.api.serialization;

import java.util.Objects;

/**
 * The contents of an event, in serialised form: the payload of an event whose type is not registered, where the store was built with
 * {@link UnknownTypes#OPAQUE}, and of one that is passed on without being read. Appended, it is stored as it is, under its own
 * type and revision. Immutable, as far as the payload's form is.
 *
 * @param schema its type and revision
 * @param payload what it says
 */
public record OpaqueEvent(Schema schema, Payload<?> payload) {
    public OpaqueEvent {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(payload, "payload");
    }

    /** Says its schema only: a payload may hold what no log should. */
    @Override
    public String toString() {
        return "opaque " + schema + " in " + payload.representation();
    }
}
