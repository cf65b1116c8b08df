package org.synapse4j.mongocommon.internal;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.ReentrantLock;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.StorageUnavailableException;

/**
 * The frame of every read: delivers what its source fetches, persists until the deadline, and lets go of the server at the end,
 * after an error, when it is closed, when its storage is, and when nobody has it any more ({@link OpenReads}). Closed by another thread in the
 * middle of a fetch, it lets go once that has ended.
 */
final class FetchingCursor<T> implements Cursor<T> {
    private final String what;
    private final Fetching<T> fetching;
    private final Calls calls;
    private final Cleaner.Cleanable watch;

    private final Deque<T> ready = new ArrayDeque<>();
    private long left;
    private boolean more = true;
    private volatile boolean closed;

    /** Where a read gets it from. For one thread at a time. Does not know the cursor. */
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
        this.left = limit;
        this.calls = calls;
        this.fetching = new Fetching<>(source, calls.reads());
        this.watch = calls.reads().watch(this, what, fetching);
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
        fetching.release();
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
        fetching.end();
        watch.clean();
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
            more = Failures.persist("read of " + what, deadline, () -> fetching.fetch(ready, left, this::requireOpen));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the cursor");
        }
        calls.requireReady();
    }

    /** The part that is on the server. Outlives its cursor, where nobody has closed that. */
    private static final class Fetching<T> implements OpenReads.Read {
        private final Source<T> source;
        private final OpenReads reads;
        private final ReentrantLock busy = new ReentrantLock();
        private volatile boolean ended;

        Fetching(Source<T> source, OpenReads reads) {
            this.source = source;
            this.reads = reads;
        }

        boolean fetch(Deque<T> ready, long left, Runnable requireOpen) {
            busy.lock();
            try {
                // Before it is asked for: a storage that is closed in between ends this one too.
                reads.begun(this);
                requireOpen.run();
                return source.fetch(ready, left);
            } catch (RuntimeException error) {
                letGo();
                throw error;
            } finally {
                busy.unlock();
                if (ended) {
                    release();
                }
            }
        }

        @Override
        public void end() {
            ended = true;
            release();
        }

        /** Unless a fetch is under way, which does it at its end. */
        void release() {
            if (busy.tryLock()) {
                try {
                    letGo();
                } finally {
                    busy.unlock();
                }
            }
        }

        private void letGo() {
            reads.ended(this);
            source.release();
        }
    }
}
