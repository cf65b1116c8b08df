package org.synapse4j.core.unitofwork;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.synapse4j.api.errors.ConflictException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.TransientException;

/**
 * How often and when something is tried again: the first time at once, as a conflict is over when it is told; then after a random part of
 * a time that doubles (full jitter), so that those who met once do not meet again. Immutable.
 *
 * @param attempts how often it is tried at most, the first time included; at least 1
 * @param first the most to wait before the third attempt
 * @param most the most to wait before any
 * @param deadline how long after the first attempt began another may begin
 */
public record Retry(int attempts, Duration first, Duration most, Duration deadline) {
    /** @throws InvalidValueException if the attempts are fewer than 1, or a time is negative */
    public Retry {
        if (attempts < 1) {
            throw new InvalidValueException("attempts", "is " + attempts + "; the least allowed is 1");
        }
        requireTime("first", first);
        requireTime("most", most);
        requireTime("deadline", deadline);
    }

    /** Five attempts, within 10 seconds, up to 10 ms, 20 ms, 40 ms apart. */
    public static Retry standard() {
        return new Retry(5, Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    /** One attempt. */
    public static Retry never() {
        return standard().attempts(1);
    }

    /** The same with this many attempts. */
    public Retry attempts(int most) {
        return new Retry(most, first, this.most, deadline);
    }

    /** The same within this time. */
    public Retry within(Duration time) {
        return new Retry(attempts, first, most, time);
    }

    /**
     * Whether a whole command that failed so may succeed when it is decided anew: after a conflict, and after an error that may pass. Not
     * where it is unknown whether it was stored, nor where the thread was interrupted.
     */
    public static boolean mayBeDecidedAnew(Throwable failure) {
        return failure instanceof ConflictException
                || (failure instanceof TransientException
                        && !(failure instanceof OutcomeUnknownException)
                        && !(failure instanceof OperationInterruptedException));
    }

    /** A count of attempts that begins now. */
    public Tries begin() {
        return new Tries(this, System.nanoTime());
    }

    private static void requireTime(String what, Duration time) {
        if (Objects.requireNonNull(time, what).isNegative()) {
            throw new InvalidValueException(what, "is " + time + "; it must not be negative");
        }
    }

    /** How often something was tried. For one thread. */
    public static final class Tries {
        private final Retry retry;
        private final long begun;
        private int made = 1;

        private Tries(Retry retry, long begun) {
            this.retry = retry;
            this.begun = begun;
        }

        /** How many attempts were begun. */
        public int made() {
            return made;
        }

        /**
         * Waits until it is time for another attempt; false if there is to be none: because there were enough, because it is too late, or
         * because the thread is interrupted, which stays to be seen.
         */
        public boolean again() {
            if (made >= retry.attempts || Thread.currentThread().isInterrupted()) {
                return false;
            }
            long pause = pause();
            long left = saturated(retry.deadline) - (System.nanoTime() - begun);
            if (left <= pause) {
                return false;
            }
            try {
                if (pause > 0) {
                    Thread.sleep(pause / 1_000_000, (int) (pause % 1_000_000));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            made++;
            return true;
        }

        private long pause() {
            if (made == 1) {
                return 0;
            }
            double doubled = (double) saturated(retry.first) * Math.pow(2, made - 2);
            long bound = (long) Math.min(doubled, (double) saturated(retry.most));
            return bound <= 0 ? 0 : ThreadLocalRandom.current().nextLong(bound);
        }

        /** Nanoseconds; of a longer time than those can count, the longest. */
        private static long saturated(Duration time) {
            return TimeUnit.NANOSECONDS.convert(time);
        }
    }
}
