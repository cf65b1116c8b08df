package org.synapse4j.api;

import java.util.Objects;
import java.util.UUID;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Uuids;

/**
 * The name of a commit. It names one content for ever: the same commit appended again with its id is stored once, and answered
 * with the first result. Immutable.
 *
 * @param value any UUID; fresh ones are of version 7
 */
public record CommitId(UUID value) {
    public CommitId {
        Objects.requireNonNull(value, "commit id");
    }

    public static CommitId of(UUID value) {
        return new CommitId(value);
    }

    /**
     * The id with this written form, as {@link #toString()} wrote it.
     *
     * @throws InvalidValueException if it is not a UUID
     */
    public static CommitId parse(String text) {
        Objects.requireNonNull(text, "text");
        try {
            return new CommitId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("commit id", "'" + text + "' is not a UUID");
        }
    }

    /** A new id, a UUID of version 7. */
    public static CommitId fresh() {
        return new CommitId(Uuids.fresh());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
