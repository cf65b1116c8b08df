package org.synapse4j.api;

import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * Which events of a stream to read, and in which order. Its methods mean what those of {@link FeedRead} mean: from and up to include the
 * version that they name, after does not. Immutable.
 *
 * @param stream the stream
 * @param from the lowest version wanted
 * @param to the highest version wanted
 * @param limit the most stored events to read, counted from the end at which the read starts; 0 reads nothing
 * @param direction the order
 */
public record StreamRead(StreamId stream, Version from, Version to, long limit, Direction direction) {
    /** @throws InvalidValueException if {@code from} is above {@code to}, or the limit negative */
    public StreamRead {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(direction, "direction");
        Require.atLeast("limit", limit, 0);
        if (from.compareTo(to) > 0) {
            throw new InvalidValueException("from", "is " + from + " and above to, which is " + to);
        }
    }

    /** All of a stream, oldest first. */
    public static StreamRead of(StreamId stream) {
        return new StreamRead(stream, Version.FIRST, Version.MAX, Long.MAX_VALUE, Direction.FORWARDS);
    }

    /** The same read from this version on, that one included. */
    public StreamRead from(Version lowest) {
        return new StreamRead(stream, lowest, to, limit, direction);
    }

    /**
     * The same read of events above this version only: what is left to read behind a snapshot at it.
     *
     * @throws InvalidValueException if no version is above it
     */
    public StreamRead after(Version version) {
        return from(Objects.requireNonNull(version, "version").next());
    }

    /** The same read up to this version, that one included. */
    public StreamRead upTo(Version highest) {
        return new StreamRead(stream, from, highest, limit, direction);
    }

    /** The same read of at most this many stored events. */
    public StreamRead limit(long most) {
        return new StreamRead(stream, from, to, most, direction);
    }

    /** The same read, newest first. */
    public StreamRead backwards() {
        return new StreamRead(stream, from, to, limit, Direction.BACKWARDS);
    }
}
