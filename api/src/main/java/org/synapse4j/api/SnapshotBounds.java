package org.synapse4j.api;

import java.time.Instant;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * Which snapshots of a stream: those within all four bounds, each inclusive. Immutable.
 *
 * @param from the lowest version
 * @param to the highest version
 * @param notBefore the earliest time
 * @param notAfter the latest time
 */
public record SnapshotBounds(Version from, Version to, Instant notBefore, Instant notAfter) {
    /** @throws InvalidValueException if a lower bound is above its upper one */
    public SnapshotBounds {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(notBefore, "not before");
        Objects.requireNonNull(notAfter, "not after");
        if (from.compareTo(to) > 0) {
            throw new InvalidValueException("from", "is " + from + " and above to, which is " + to);
        }
        if (notBefore.isAfter(notAfter)) {
            throw new InvalidValueException("not before", "is " + notBefore + " and later than not after, " + notAfter);
        }
    }

    /** All of them. */
    public static SnapshotBounds all() {
        return new SnapshotBounds(Version.NONE, Version.MAX, Instant.MIN, Instant.MAX);
    }

    /** Only those from this version to that. */
    public SnapshotBounds versions(Version lowest, Version highest) {
        return new SnapshotBounds(lowest, highest, notBefore, notAfter);
    }

    /** Only those taken from this time to that. */
    public SnapshotBounds times(Instant earliest, Instant latest) {
        return new SnapshotBounds(from, to, earliest, latest);
    }

    /** Whether a snapshot at this version, taken at this time, is within. */
    public boolean include(Version version, Instant time) {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(time, "time");
        return version.compareTo(from) >= 0
                && version.compareTo(to) <= 0
                && !time.isBefore(notBefore)
                && !time.isAfter(notAfter);
    }
}
