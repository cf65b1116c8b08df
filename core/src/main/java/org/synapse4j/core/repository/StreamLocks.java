package org.synapse4j.core.repository;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.core.errors.LockTimeoutException;
import org.synapse4j.core.errors.MisuseException;

/**
 * One lock for each aggregate that is in use, within this process: it saves attempts that would end in conflicts, and is needed for nothing
 * else, as the store decides who is first. An owner is any object, a nest of units of work, which may move between threads. Who waits longest
 * is next. Thread-safe; who waits holds no monitor.
 */
public final class StreamLocks {
    private final ReentrantLock mutex = new ReentrantLock();
    private final Map<StreamId, Lock> locks = new HashMap<>();
    private final Duration most;

    /** A lock that somebody owns. */
    private static final class Lock {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private Object owner;

        private Lock(Object owner) {
            this.owner = owner;
        }
    }

    private record Waiting(Object owner, CountDownLatch granted) {}

    /** @param most how long somebody waits for a lock at most */
    StreamLocks(Duration most) {
        this.most = most;
    }

    /**
     * Locks an aggregate for an owner; if that one has it already, nothing happens. Blocking.
     *
     * @throws LockTimeoutException if others have it for too long
     * @throws OperationInterruptedException if the thread is interrupted while it waits
     */
    public void lock(StreamId stream, Object owner) {
        Waiting waiting = new Waiting(owner, new CountDownLatch(1));
        mutex.lock();
        try {
            Lock lock = locks.putIfAbsent(stream, new Lock(owner));
            if (lock == null || lock.owner == owner) {
                return;
            }
            lock.waiting.add(waiting);
        } finally {
            mutex.unlock();
        }
        await(stream, waiting);
    }

    /**
     * Gives a lock to who waits longest for it, if anybody does.
     *
     * @throws MisuseException if this owner does not have it
     */
    public void unlock(StreamId stream, Object owner) {
        mutex.lock();
        try {
            Lock lock = locks.get(stream);
            if (lock == null || lock.owner != owner) {
                throw new MisuseException(stream + " is not locked by this owner");
            }
            Waiting next = lock.waiting.poll();
            if (next == null) {
                locks.remove(stream);
            } else {
                lock.owner = next.owner;
                next.granted.countDown();
            }
        } finally {
            mutex.unlock();
        }
    }

    /** How many aggregates are locked. */
    int size() {
        mutex.lock();
        try {
            return locks.size();
        } finally {
            mutex.unlock();
        }
    }

    private void await(StreamId stream, Waiting waiting) {
        try {
            if (waiting.granted.await(TimeUnit.NANOSECONDS.convert(most), TimeUnit.NANOSECONDS)
                    || !leave(stream, waiting)) {
                return;
            }
        } catch (InterruptedException e) {
            if (!leave(stream, waiting)) {
                unlock(stream, waiting.owner);
            }
            Thread.currentThread().interrupt();
            throw new OperationInterruptedException("waiting for the lock of " + stream, e);
        }
        throw new LockTimeoutException(stream, most);
    }

    /** Takes a waiting one out of the queue; false if the lock was given to it meanwhile. */
    private boolean leave(StreamId stream, Waiting waiting) {
        mutex.lock();
        try {
            Lock lock = locks.get(stream);
            return lock != null && lock.waiting.remove(waiting);
        } finally {
            mutex.unlock();
        }
    }
}
