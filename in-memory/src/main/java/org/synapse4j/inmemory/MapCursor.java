package org.synapse4j.inmemory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.errors.ClosedException;

/**
 * Walks over part of a sorted map, a page at a time. A page is taken under the lock, and remembered by its last key, so that
 * writers never wait for a slow reader. A commit that lands between two pages is seen whole or not at all, because pages are
 * taken in order and a commit is put into the map under the same lock.
 */
final class MapCursor<K, V> implements Cursor<V> {
    private static final int PAGE = 256;

    private final Guard guard;
    private final Supplier<NavigableMap<K, V>> part;
    private final Predicate<V> wanted;
    private final Direction direction;

    private final Deque<V> page = new ArrayDeque<>();
    private @Nullable K lastKey;
    private boolean atEnd;
    private long left;
    private volatile boolean closed;

    /**
     * @param part the part of the map to walk over, as it is at the time of asking; asked under the lock
     * @param wanted which values to deliver
     * @param limit the most values to deliver
     */
    MapCursor(Guard guard, Supplier<NavigableMap<K, V>> part, Predicate<V> wanted, long limit, Direction direction) {
        this.guard = guard;
        this.part = part;
        this.wanted = wanted;
        this.left = limit;
        this.direction = direction;
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new ClosedException("the cursor");
        }
        guard.requireOpen();
        while (left > 0 && page.isEmpty() && !atEnd) {
            guard.alone("read", this::fetch);
        }
        return left > 0 && !page.isEmpty();
    }

    @Override
    public V next() {
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

    private void fetch() {
        NavigableMap<K, V> rest =
                direction == Direction.FORWARDS ? part.get() : part.get().descendingMap();
        if (lastKey != null) {
            rest = rest.tailMap(lastKey, false);
        }
        int seen = 0;
        for (Map.Entry<K, V> entry : rest.entrySet()) {
            if (seen == PAGE) {
                return;
            }
            seen++;
            lastKey = entry.getKey();
            if (wanted.test(entry.getValue())) {
                page.add(entry.getValue());
            }
        }
        atEnd = true;
    }
}
