package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.synapse4j.api.errors.OperationInterruptedException;

/**
 * When a call must end.
 *
 * @param at the time, as {@link System#nanoTime()} tells it
 */
record Deadline(long at) {
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
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
