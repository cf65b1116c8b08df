package org.synapse4j.api;

import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The place of an event in the whole store. Positions ascend in the order in which readers see events; they are comparable,
 * and otherwise opaque: the difference of two means nothing, and there are gaps. Immutable.
 *
 * @param value at least 0
 */
public record Position(long value) implements Comparable<Position> {
    /** Before every event. */
    public static final Position START = new Position(0);

    /** After every event: the open end of a feed read. */
    public static final Position MAX = new Position(Long.MAX_VALUE);

    /** @throws InvalidValueException if it is negative */
    public Position {
        Require.atLeast("position", value, 0);
    }

    /** The position with this number, as {@link #value()} gave it. */
    public static Position of(long value) {
        return new Position(value);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
