package org.synapse4j.inmemory;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;

/**
 * One lock around everything: while a call holds it, no other sees or changes anything. That is what makes a commit all or
 * nothing here. A storage on a server gets the same from what its server promises.
 */
final class Guard {
    private final ReentrantLock lock = new ReentrantLock();
    private final String guarded;
    private volatile boolean closed;

    Guard(String guarded) {
        this.guarded = guarded;
    }

    /** Runs the call alone; refuses it after {@link #close()}, and from an interrupted thread, whose flag stays set. */
    <T> T alone(String call, Supplier<T> body) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationInterruptedException(call, e);
        }
        try {
            requireOpen();
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #alone(String, Supplier)}, for calls without a result. */
    void alone(String call, Runnable body) {
        alone(call, () -> {
            body.run();
            return true;
        });
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedException(guarded);
        }
    }

    /** Waits for the call that is under way, then refuses every other. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
