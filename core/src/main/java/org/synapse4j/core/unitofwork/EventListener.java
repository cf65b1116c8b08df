package org.synapse4j.core.unitofwork;

/**
 * Is told each event right after the commit of the unit of work in which it happened, in this process, on the thread that commits. It is
 * told nothing of what others store, or of what was stored when the process ended before it could be: who must not miss one follows the
 * feed. Thread-safe.
 *
 * <p>Not an {@link org.synapse4j.api.AppendListener}, which the store tells within the append, of whoever appends: when this one is told, the unit's
 * aggregates and their caches are up to date.
 */
@FunctionalInterface
public interface EventListener {
    /** An event was stored. What this throws stops nothing and undoes nothing: it is logged, and kept for {@link Worked#problems()}. */
    void on(Happened event) throws Exception;

    /** Its name, for the log. */
    default String name() {
        return getClass().getName();
    }
}
