package org.synapse4j.inmemory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Direction;
import org.synapse4j.api.spi.support.PagingCursor;

/**
 * Pages of a sorted map. A page is taken under the guard, and remembered by its last key, so that writers never wait for a slow
 * reader. A commit that lands between two pages is seen whole or not at all, because pages are taken in order and a commit is put
 * into the map under the same guard.
 */
final class MapPages<K, V> implements PagingCursor.Source<V> {
    private static final int PAGE = 256;

    private final Supplier<NavigableMap<K, V>> part;
    private final Predicate<V> wanted;
    private final Direction direction;
    private @Nullable K lastKey;

    /**
     * @param part the part of the map to walk over, as it is at the time of asking
     * @param wanted which values to deliver
     */
    MapPages(Supplier<NavigableMap<K, V>> part, Predicate<V> wanted, Direction direction) {
        this.part = part;
        this.wanted = wanted;
        this.direction = direction;
    }

    @Override
    public boolean fetch(Queue<V> page, long most) {
        NavigableMap<K, V> rest =
                direction == Direction.FORWARDS ? part.get() : part.get().descendingMap();
        if (lastKey != null) {
            rest = rest.tailMap(lastKey, false);
        }
        int seen = 0;
        for (Map.Entry<K, V> entry : rest.entrySet()) {
            if (seen == PAGE || page.size() == most) {
                return true;
            }
            seen++;
            lastKey = entry.getKey();
            if (wanted.test(entry.getValue())) {
                page.add(entry.getValue());
            }
        }
        return false;
    }

    /** The last key that was looked at; null before the first. */
    @Nullable
    K lastKey() {
        return lastKey;
    }
}
