package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.TransientException;

/**
 * Watches the end of the feed for all who wait for it to move: whichever of them is due asks the storage, and tells the others. It asks often while
 * the end moves and seldom when it rests, and at once when this process appends. Thread-safe.
 */
final class EndWatch {
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(2);

    /** A pause is this part of the time since the end moved last: so an event that comes after t is seen before t + t / 32. */
    private static final int PART = 32;

    private final Supplier<Position> ask;
    private final long idleNanos;
    private final LongSupplier clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();

    /** The end as the storage gave it last. */
    private Position end = Position.START;

    /** Whether somebody is asking the storage now. */
    private boolean asking;

    private long movedAt;
    private long dueAt;

    EndWatch(Supplier<Position> ask, Duration idle, LongSupplier clock) {
        this.ask = ask;
        this.idleNanos = idle.toNanos();
        this.clock = clock;
        this.movedAt = clock.getAsLong();
        this.dueAt = movedAt;
    }

    /** Returns when the end is beyond this position, after so many nanoseconds, or when it is enough. */
    void awaitBeyond(Position position, long most, BooleanSupplier enough) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long began = clock.getAsLong();
            while (end.compareTo(position) <= 0 && !enough.getAsBoolean()) {
                long now = clock.getAsLong();
                if (now - began >= most) {
                    return;
                }
                long left = dueAt - now;
                if (left > 0 || asking) {
                    var unused = told.awaitNanos(Math.min(asking ? idleNanos : left, most - (now - began)));
                } else {
                    askUnlocked();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns after so many nanoseconds, or when it is enough. */
    void pause(long nanos, BooleanSupplier enough) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (left > 0 && !enough.getAsBoolean()) {
                left = told.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has those who wait look again whether it is enough. */
    void wake() {
        lock.lock();
        try {
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has the storage be asked at once. */
    void appended() {
        lock.lock();
        try {
            movedAt = clock.getAsLong();
            dueAt = movedAt;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asks the storage while the lock is free for others. A passing error counts as an end that rests. */
    private void askUnlocked() {
        asking = true;
        lock.unlock();
        Position now = Position.START;
        try {
            now = ask.get();
        } catch (TransientException passing) {
            // The next one asks again.
        } finally {
            lock.lock();
            asking = false;
            long time = clock.getAsLong();
            if (now.compareTo(end) > 0) {
                end = now;
                movedAt = time;
            }
            long pause = Math.min(idleNanos, Math.max(SHORTEST, (time - movedAt) / PART));
            dueAt = time
                    + (long) (pause * (0.8 + 0.2 * ThreadLocalRandom.current().nextDouble()));
            told.signalAll();
        }
    }
}
