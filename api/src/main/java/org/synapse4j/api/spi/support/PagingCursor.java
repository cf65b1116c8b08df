package org.synapse4j.api.spi.support;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.errors.ClosedException;

/**
 * The frame of a read: delivers what its source fetches, a page at a time and no more than the limit, and refuses calls when it or its
 * storage is closed. For one thread at a time, but {@link #close()} may come from any.
 *
 * @param <T> what is read
 */
public final class PagingCursor<T> implements Cursor<T> {
    private final Guard guard;
    private final Source<T> source;
    private final Deque<T> page = new ArrayDeque<>();
    private long left;
    private boolean more = true;
    private volatile boolean closed;

    /**
     * Where a read gets its elements from. Called by one thread at a time, in a call that the guard runs alone.
     *
     * @param <T> what is read
     */
    @FunctionalInterface
    public interface Source<T> {
        /**
         * Adds elements to the page, on from those of the last call; or none, if it has looked at as many as fit one call and
         * found none that are wanted.
         *
         * @param wanted how many are still wanted, at least one; those beyond are not delivered
         * @return false if there are none behind those
         */
        boolean fetch(Queue<T> page, long wanted);
    }

    /**
     * @param guard the storage's guard
     * @param limit the most elements to deliver
     */
    public PagingCursor(Guard guard, long limit, Source<T> source) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.left = limit;
        this.source = Objects.requireNonNull(source, "source");
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new ClosedException("the cursor");
        }
        guard.requireOpen();
        while (left > 0 && page.isEmpty() && more) {
            more = guard.alone("read", () -> source.fetch(page, left));
        }
        return left > 0 && !page.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the cursor is at its end");
        }
        left--;
        return page.remove();
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether all that was fetched was delivered, and the limit not reached: then it has looked as far as its source has. */
    boolean isDry() {
        return left > 0 && page.isEmpty();
    }
}
