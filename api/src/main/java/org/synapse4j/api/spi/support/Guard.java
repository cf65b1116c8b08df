package org.synapse4j.api.spi.support;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;

/**
 * Refuses the calls of a closed storage and of interrupted threads, and can run calls one at a time: while one that is {@linkplain
 * #alone alone} holds the guard, no other such call sees or changes anything. Thread-safe.
 */
public final class Guard {
    private final ReentrantLock lock;
    private final String guarded;
    private volatile boolean closed;

    /** @param guarded what is guarded, for messages, such as {@code the in-memory storage} */
    public Guard(String guarded) {
        this(Objects.requireNonNull(guarded, "guarded"), new ReentrantLock());
    }

    private Guard(String guarded, ReentrantLock lock) {
        this.guarded = guarded;
        this.lock = lock;
    }

    /** A guard for one more user of what this one guards: a call that is alone is so among the calls of both; each is closed for itself. */
    public Guard another() {
        return new Guard(guarded, lock);
    }

    /**
     * Runs the call while no other runs alone; blocks for those that do.
     *
     * @param call what it is, for messages
     * @throws ClosedException after {@link #close()}
     * @throws OperationInterruptedException if the thread is interrupted, whose flag stays set; the call was not run
     */
    public <T> T alone(String call, Supplier<T> body) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(body, "body");
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
    public void alone(String call, Runnable body) {
        Objects.requireNonNull(body, "body");
        alone(call, () -> {
            body.run();
            return true;
        });
    }

    /**
     * Runs the call beside others, for a storage whose database keeps calls apart.
     *
     * @param call what it is, for messages
     * @throws ClosedException after {@link #close()}
     * @throws OperationInterruptedException if the thread is interrupted, whose flag stays set; the call was not run
     */
    public <T> T beside(String call, Supplier<T> body) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(body, "body");
        requireOpen();
        if (Thread.currentThread().isInterrupted()) {
            throw new OperationInterruptedException(call, null);
        }
        return body.get();
    }

    /**
     * Refuses what comes after {@link #close()}.
     *
     * @throws ClosedException after it
     */
    public void requireOpen() {
        if (closed) {
            throw new ClosedException(guarded);
        }
    }

    /** Waits for the call that runs alone, then refuses every other. Again, it does nothing. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
