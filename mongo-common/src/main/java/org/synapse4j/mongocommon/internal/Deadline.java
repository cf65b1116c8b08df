package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.synapse4j.api.errors.OperationInterruptedException;

/**
 * When a call must end.
 *
 * @param at the time, as {@link System#nanoTime()} tells it
 * @param reserve the last so many nanoseconds are kept for what makes the outcome of a write certain
 */
record Deadline(long at, long reserve) {
    /** This part of a call's time is its reserve. */
    private static final int RESERVED = 4;

    static Deadline in(Duration duration) {
        long nanos = duration.toNanos();
        return new Deadline(System.nanoTime() + nanos, nanos / RESERVED);
    }

    /** Until when something may be sent whose outcome has to be made certain if the answer is lost. */
    Deadline ofSending() {
        return new Deadline(at - reserve, 0);
    }

    boolean isOver() {
        return left() <= 0;
    }

    /** The nanoseconds left; none or fewer if it is over. */
    long left() {
        return at - System.nanoTime();
    }

    /**
     * Waits a little before a call is tried again, at most until the deadline.
     *
     * @throws OperationInterruptedException if the thread is interrupted; its flag stays set
     */
    void pause(long milliseconds, String call) {
        LockSupport.parkNanos(Math.min(Math.max(left(), 1), TimeUnit.MILLISECONDS.toNanos(milliseconds)));
        if (Thread.currentThread().isInterrupted()) {
            throw new OperationInterruptedException(call, null);
        }
    }
}
