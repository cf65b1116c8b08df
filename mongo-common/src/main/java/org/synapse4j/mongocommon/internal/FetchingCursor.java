package org.synapse4j.mongocommon.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.ReentrantLock;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/**
 * The frame of every read: delivers what its source fetches, persists until the deadline, and lets go of the server at the end,
 * after an error and when it is closed. Closed by another thread in the middle of a fetch, it lets go once that has ended.
 */
final class FetchingCursor<T> implements Cursor<T> {
    private final String what;
    private final Source<T> source;
    private final Calls calls;

    private final Deque<T> ready = new ArrayDeque<>();
    private final ReentrantLock busy = new ReentrantLock();
    private long left;
    private boolean more = true;
    private volatile boolean closed;

    /** Where a read gets it from. For one thread at a time. */
    interface Source<T> {
        /**
         * Makes more ready; or nothing yet, and is called again.
         *
         * @param left how many are still wanted
         * @return false at the end
         */
        boolean fetch(Deque<T> ready, long left);

        /** Lets go of what the server holds for it. The next fetch goes on behind what was made ready. */
        void release();
    }

    /**
     * @param what is read, for messages
     * @param limit how many at most
     */
    FetchingCursor(String what, Source<T> source, long limit, Calls calls) {
        this.what = what;
        this.source = source;
        this.left = limit;
        this.calls = calls;
    }

    @Override
    public boolean hasNext() {
        requireOpen();
        if (left > 0 && ready.isEmpty() && more) {
            fetchSome();
        }
        if (left > 0 && !ready.isEmpty()) {
            return true;
        }
        release();
        return false;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the cursor is at the end of " + what);
        }
        left--;
        return ready.remove();
    }

    /** Whether all that was fetched was delivered, and the limit not reached: then it has looked as far as its source has. */
    boolean isDry() {
        return left > 0 && ready.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        release();
    }

    /** Fetches until something is ready, or the end is reached. What was looked at in vain is not looked at again by the next step. */
    private void fetchSome() {
        Deadline deadline = calls.begin();
        while (ready.isEmpty() && more) {
            if (deadline.isOver()) {
                throw new StorageUnavailableException(
                        "The read of " + what + " came to nothing before the deadline was over; the next step goes on"
                                + " from where it came to.",
                        null);
            }
            more = Failures.persist("read of " + what, deadline, this::fetch);
        }
    }

    private boolean fetch() {
        busy.lock();
        try {
            requireOpen();
            return source.fetch(ready, left);
        } catch (RuntimeException error) {
            source.release();
            throw error;
        } finally {
            busy.unlock();
            if (closed) {
                release();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the cursor");
        }
        calls.requireReady();
    }

    /** Unless a fetch is under way, which does it at its end. */
    private void release() {
        if (busy.tryLock()) {
            try {
                source.release();
            } finally {
                busy.unlock();
            }
        }
    }
}
