package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.TransientException;

/**
 * What becomes of an event whose handler threw. It is tried again, after pauses that double, each a little longer or shorter by chance; then
 * the subscription stops, or skips it. A {@link TransientException} is no fault of the event's: it is tried again without end. An {@link
 * Error} is not tried again. Immutable.
 *
 * @param retries how often it is tried again, from 0 up
 * @param first the first pause
 * @param most the longest pause
 * @param skips whether it is skipped in the end, with a record in the subscription's lease, and not stopped at
 */
public record FailurePolicy(int retries, Duration first, Duration most, boolean skips) {
    /** Five retries after 100 ms, 200 ms and so on, then it stops. */
    public static final FailurePolicy DEFAULT = retry(5, Duration.ofMillis(100), Duration.ofSeconds(10));

    /** @throws InvalidValueException if a number is negative, or the longest pause below the first one */
    public FailurePolicy {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(most, "most");
        if (retries < 0) {
            throw new InvalidValueException("retries", "is " + retries + "; the least allowed is 0");
        }
        if (first.isNegative() || most.compareTo(first) < 0) {
            throw new InvalidValueException("pauses", "begin with " + first + " and are at most " + most);
        }
    }

    /** Tries an event again, and stops if it fails still. */
    public static FailurePolicy retry(int times, Duration first, Duration most) {
        return new FailurePolicy(times, first, most, false);
    }

    /** The same retries; then the subscription stops, at this event, until it is resumed. */
    public FailurePolicy thenStop() {
        return new FailurePolicy(retries, first, most, false);
    }

    /** The same retries; then the event is skipped: its position, and what was thrown, are recorded in the lease. */
    public FailurePolicy thenSkip() {
        return new FailurePolicy(retries, first, most, true);
    }

    /** The nanoseconds to wait after so many failures of an event. */
    long pause(int failures) {
        double nanos = Math.min((double) most.toNanos(), first.toNanos() * Math.pow(2, Math.min(failures - 1, 40)));
        return (long) (nanos * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble()));
    }
}
