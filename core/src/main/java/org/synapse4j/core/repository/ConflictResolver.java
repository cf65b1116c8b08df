package org.synapse4j.core.repository;

import java.util.List;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.ConflictingModificationException;

/**
 * Decides what becomes of a change by someone who had seen an aggregate at an earlier version than it was loaded at. Asked in a unit of work
 * before the append, and again at each attempt, with what is there then. Thread-safe.
 *
 * @param <S> the state
 */
@FunctionalInterface
public interface ConflictResolver<S> {
    /**
     * Accepts the change by returning, after having applied more events where both can be merged; rejects it by throwing.
     *
     * @param changed the aggregate with what was applied to it, {@link Aggregate#uncommitted()}
     * @param unseen the events that were stored after the version that had been seen, oldest first
     * @throws ConflictingModificationException if both cannot be
     */
    void resolve(Aggregate<S> changed, List<StoredEvent> unseen);

    /** Accepts every change. */
    static <S> ConflictResolver<S> acceptAll() {
        return (changed, unseen) -> {};
    }
}
