package org.synapse4j.api;

import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The place of an event in its stream: 1, 2, 3 … without holes. Zero is the version of a stream that never was. Immutable.
 *
 * @param value at least 0
 */
public record Version(long value) implements Comparable<Version> {
    /** The version of a stream that never was. */
    public static final Version NONE = new Version(0);

    /** The version of a stream's first event. */
    public static final Version FIRST = new Version(1);

    /** Above every version that a stream can reach: the open upper end of a read. */
    public static final Version MAX = new Version(Long.MAX_VALUE);

    /** @throws InvalidValueException if it is negative */
    public Version {
        Require.atLeast("version", value, 0);
    }

    public static Version of(long value) {
        return new Version(value);
    }

    /**
     * The version that many places on.
     *
     * @throws InvalidValueException if there is none
     */
    public Version plus(long places) {
        if (places > Long.MAX_VALUE - value) {
            throw new InvalidValueException(
                    "version", "is " + value + ", which has no place that many above it: " + places);
        }
        return new Version(value + places);
    }

    /** The next version. */
    public Version next() {
        return plus(1);
    }

    @Override
    public int compareTo(Version other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
