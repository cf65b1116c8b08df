package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that several threads share, and that says something of the time when it began: each thread gets the result of one that began
 * after it asked. One is under way at a time; those who ask meanwhile share the next. Thread-safe.
 */
final class SharedCall<T> {
    private final Supplier<T> call;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** How many calls have begun; the last of them is under way, or ended. */
    private long begun;

    private boolean underWay;

    /** The number of the last call that had a result, 0 before, and that result. Invariant: answered <= begun. */
    private long answered;

    private @Nullable T result;

    /** @param patience how long a thread waits for another's call, unless its own call ends before */
    SharedCall(Supplier<T> call, Duration patience) {
        this.call = call;
        this.patience = patience;
    }

    /**
     * The result of a call that began after this was asked for; what the call throws, if it is this thread that makes it.
     *
     * @throws MongoTimeoutException if others make calls for longer than the patience
     * @throws MongoInterruptedException if the thread is interrupted while another makes a call; its flag stays set
     */
    T get() {
        Deadline deadline = TimeLeft.orEarlier(Deadline.in(patience));
        lock.lock();
        try {
            long wanted = begun + 1;
            while (answered < wanted) {
                awaitAnswer(wanted, deadline);
                if (answered < wanted) {
                    make();
                }
            }
            return Objects.requireNonNull(result);
        } finally {
            lock.unlock();
        }
    }

    /** Waits while another thread makes a call, until one has this number. */
    private void awaitAnswer(long wanted, Deadline deadline) {
        try {
            while (underWay && answered < wanted) {
                if (ended.awaitNanos(deadline.left()) <= 0) {
                    throw new MongoTimeoutException("Another thread's call to the server was not answered in time");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("Interrupted while another thread's call was awaited", e);
        }
    }

    /** Makes a call, without the lock; others may wait for it, and for the next. */
    private void make() {
        long own = ++begun;
        underWay = true;
        lock.unlock();
        @Nullable T made = null;
        try {
            made = call.get();
        } finally {
            lock.lock();
            underWay = false;
            if (made != null) {
                answered = own;
                result = made;
            }
            ended.signalAll();
        }
    }
}
