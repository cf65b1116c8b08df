package org.synapse4j.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told otherwise. Thread-safe. */
final class TestClock extends Clock {
    private final Instant beginning;
    private volatile Duration passed = Duration.ZERO;

    TestClock(Instant beginning) {
        this.beginning = beginning;
    }

    synchronized void advance(Duration duration) {
        passed = passed.plus(duration);
    }

    long nanos() {
        return passed.toNanos();
    }

    @Override
    public Instant instant() {
        return beginning.plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return fixed(instant(), zone);
    }
}
