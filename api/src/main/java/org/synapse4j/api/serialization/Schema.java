package org.synapse4j.api.serialization;

import java.util.Objects;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * A type name at a revision: it is stored with each object of a class, and an upcaster leads from one to another. Immutable.
 *
 * @param type the logical name
 * @param revision the revision of its schema
 */
public record Schema(TypeName type, Revision revision) {
    public Schema {
        Objects.requireNonNull(type, "type name");
        Objects.requireNonNull(revision, "revision");
    }

    /**
     * A schema.
     *
     * @throws InvalidValueException if the name or the revision is not as their types demand
     */
    public static Schema of(String type, String revision) {
        return new Schema(TypeName.of(type), Revision.of(revision));
    }

    @Override
    public String toString() {
        return type + " revision " + revision;
    }
}
