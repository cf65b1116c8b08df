package org.synapse4j.api;

import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * Where a stream ends. Immutable.
 *
 * @param stream which stream
 * @param version the last version assigned, {@link Version#NONE} if there was never one; truncating and deleting leave it
 * @param exists whether the stream has a version and was not deleted since; a wholly truncated stream exists
 */
public record StreamHead(StreamId stream, Version version, boolean exists) {
    /** @throws InvalidValueException if a stream at version 0 is said to exist */
    public StreamHead {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(version, "version");
        if (exists && version.equals(Version.NONE)) {
            throw new InvalidValueException("stream head", "of " + stream + " exists at version 0");
        }
    }

    /** The head of a stream that never was. */
    public static StreamHead absent(StreamId stream) {
        return new StreamHead(stream, Version.NONE, false);
    }
}
