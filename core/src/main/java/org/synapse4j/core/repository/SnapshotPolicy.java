package org.synapse4j.core.repository;

import java.time.Duration;
import java.time.Instant;
import org.synapse4j.api.errors.InvalidValueException;

/** When an aggregate that was just stored is worth a snapshot. Thread-safe. */
@FunctionalInterface
public interface SnapshotPolicy {
    /**
     * Whether one is to be taken.
     *
     * @param events how many events there are since the last one, or at all
     * @param age how long ago the last one was taken; zero if there is none
     * @param loading how long it took to load the aggregate
     */
    boolean due(long events, Duration age, Duration loading);

    /**
     * When there are this many events since the last one.
     *
     * @throws InvalidValueException if it is less than 1
     */
    static SnapshotPolicy events(long least) {
        if (least < 1) {
            throw new InvalidValueException("events", "is " + least + "; the least allowed is 1");
        }
        return (events, age, loading) -> events >= least;
    }

    /** When the last one is as old as this, and there are events since. */
    static SnapshotPolicy age(Duration least) {
        return (events, age, loading) -> events > 0 && !age.isZero() && age.compareTo(least) >= 0;
    }

    /** When it took as long as this to load the aggregate, and there are events since the last one. */
    static SnapshotPolicy loading(Duration least) {
        return (events, age, loading) -> events > 0 && loading.compareTo(least) >= 0;
    }

    /** When this says so, or the other. */
    default SnapshotPolicy or(SnapshotPolicy other) {
        return (events, age, loading) -> due(events, age, loading) || other.due(events, age, loading);
    }

    /** How long ago that was; zero if the clock went back. */
    static Duration since(Instant taken, Instant now) {
        Duration age = Duration.between(taken, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
