package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.TransientException;

/**
 * What becomes of an event whose handler threw. It is tried again, after pauses that double, each a little longer or shorter by chance; then
 * the subscription stops, skips it, or parks its key. A {@link TransientException}, also as a cause, is no fault of the event's: it is tried again without
 * end. An {@link Error} is not tried again. Immutable.
 *
 * @param retries how often it is tried again, from 0 up
 * @param first the first pause
 * @param most the longest pause
 * @param last what becomes of it in the end
 */
public record FailurePolicy(int retries, Duration first, Duration most, Last last) {
    /** What becomes of an event in the end. */
    public sealed interface Last permits Stop, Skip, Park {}

    /** The partition stops at it, until it is resumed. */
    public record Stop() implements Last {}

    /** It is skipped, with a record in the lease. */
    public record Skip() implements Last {}

    /**
     * It waits, and with it what comes later for its key, until it is tried again or discarded; others go on.
     *
     * @param keys how many keys of a partition may be parked, from 1 to 10,000
     * @param events how many events of a partition may wait
     */
    public record Park(int keys, long events) implements Last {
        /** @throws InvalidValueException if a number is too small or too large */
        public Park {
            if (keys < 1 || keys > 10_000 || events < 1) {
                throw new InvalidValueException("parking", "has room for " + keys + " keys and " + events + " events");
            }
        }
    }

    /** Five retries after 100 ms, 200 ms and so on, then it stops. */
    public static final FailurePolicy DEFAULT = retry(5, Duration.ofMillis(100), Duration.ofSeconds(10));

    /** @throws InvalidValueException if a number is negative, or the longest pause below the first one */
    public FailurePolicy {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
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
        return new FailurePolicy(times, first, most, new Stop());
    }

    /** The same retries; then the subscription stops, at this event, until it is resumed. */
    public FailurePolicy thenStop() {
        return then(new Stop());
    }

    /** The same retries; then the event is skipped: its position, and what was thrown, are recorded in the lease. */
    public FailurePolicy thenSkip() {
        return then(new Skip());
    }

    /** As {@link #thenPark(int, long)}, with room for 1,000 keys and 100,000 events in each partition. */
    public FailurePolicy thenPark() {
        return thenPark(1_000, 100_000);
    }

    /**
     * The same retries; then the event's key is parked: the event and what comes later for that key wait, until {@link Subscriptions#retryParked} or
     * {@link Subscriptions#discardParked}; other keys go on. Where there is no room the partition stops.
     *
     * @param keys how many keys of a partition may be parked
     * @param events how many events of a partition may wait
     * @throws InvalidValueException if there is room for none, or for more than 10,000 keys
     */
    public FailurePolicy thenPark(int keys, long events) {
        return then(new Park(keys, events));
    }

    private FailurePolicy then(Last end) {
        return new FailurePolicy(retries, first, most, end);
    }

    /** Whether what was thrown passes by itself, and is no fault of the event's. */
    static boolean passes(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof TransientException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The nanoseconds to wait after so many failures of an event. */
    long pause(int failures) {
        double nanos = Math.min((double) most.toNanos(), first.toNanos() * Math.pow(2, Math.min(failures - 1, 40)));
        return (long) (nanos * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble()));
    }
}
