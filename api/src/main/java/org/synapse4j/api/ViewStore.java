package org.synapse4j.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.ViewVersionException;

/**
 * Where one version of a view is kept, as a projection writes it. The event store has one in its own storage, {@link EventStore#views}; who wants his
 * views elsewhere, as in tables of a relational database, implements it: {@code find} and {@code write} of one view at a time are all that
 * has to be atomic. Thread-safe.
 *
 * @param <S> the class of states
 */
public interface ViewStore<S> {
    /**
     * Those of these views that are there, by key, tombstones too.
     *
     * @throws ViewVersionException if one holds another state than those of this version
     */
    Map<String, View<S>> find(Set<String> keys);

    /**
     * Views in an order that is always the same, tombstones too.
     *
     * @param after the key after which it goes on; the empty text for the first ones
     * @param most how many at most, from 1 up; fewer only at the end
     * @throws ViewVersionException if one holds another state than those of this version
     */
    List<View<S>> page(String after, int most);

    /**
     * Stores each of these whose view is there as it was seen, at that position and edition, or absent; what was stored already counts as stored.
     *
     * @param changes of different keys
     * @return the keys of those that were not stored, as something else is there
     * @throws InvalidValueException if a key stands there twice; nothing was stored
     */
    Set<String> write(List<ViewChange<S>> changes);

    /** Removes the tombstones at this position and below it. */
    void prune(Position upTo);
}
