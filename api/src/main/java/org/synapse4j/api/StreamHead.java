package org.synapse4j.api;

import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * Where a stream ends. Immutable.
 *
 * @param stream which stream
 * @param version the last version assigned, {@link Version#NONE} if there was never one; truncating and deleting leave it
 * @param exists whether the stream has a version and was not deleted since; a wholly truncated stream exists
 * @param position where the event of that version is in the feed, or was; {@link Position#START} if there was never one
 */
public record StreamHead(StreamId stream, Version version, boolean exists, Position position) {
    /** @throws InvalidValueException if a stream at version 0 is said to exist, or to have a position */
    public StreamHead {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(position, "position");
        if (version.equals(Version.NONE) && !position.equals(Position.START)) {
            throw new InvalidValueException("stream head", "of " + stream + " at version 0 has position " + position);
        }
        if (exists && version.equals(Version.NONE)) {
            throw new InvalidValueException("stream head", "of " + stream + " exists at version 0");
        }
    }

    /**
     * The head of a stream that exists.
     *
     * @throws InvalidValueException if the version is 0
     */
    public static StreamHead at(StreamId stream, Version version, Position position) {
        return new StreamHead(stream, version, true, position);
    }

    /** The head of a stream that was deleted at this version, which it keeps. */
    public static StreamHead deleted(StreamId stream, Version version, Position position) {
        return new StreamHead(stream, version, false, position);
    }

    /** The head of a stream that never was. */
    public static StreamHead absent(StreamId stream) {
        return new StreamHead(stream, Version.NONE, false, Position.START);
    }
}
