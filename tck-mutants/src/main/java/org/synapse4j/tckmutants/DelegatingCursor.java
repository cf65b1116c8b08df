package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.tck.kit.Subject;

/** Passes every call on to a right cursor. A mutant overrides the one that it gets wrong. */
class DelegatingCursor<T> implements Cursor<T> {
    /** The right cursor. */
    protected final Cursor<T> right;

    DelegatingCursor(Cursor<T> right) {
        this.right = right;
    }

    /** A cursor that delivers what an edit makes of all that the right one delivers. */
    static <T> Cursor<T> edited(Cursor<T> right, Consumer<List<T>> edit) {
        List<T> all = new ArrayList<>(Subject.drain(right));
        edit.accept(all);
        return new Listed<>(all.iterator());
    }

    @Override
    public boolean hasNext() {
        return right.hasNext();
    }

    @Override
    public T next() {
        return right.next();
    }

    @Override
    public void close() {
        right.close();
    }

    private static final class Listed<T> implements Cursor<T> {
        private final Iterator<T> items;
        private boolean closed;

        Listed(Iterator<T> items) {
            this.items = items;
        }

        @Override
        public boolean hasNext() {
            if (closed) {
                throw new ClosedException("the cursor");
            }
            return items.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the cursor is at its end");
            }
            return items.next();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
