package org.synapse4j.core.unitofwork;

/**
 * Transactions of another resource, a database of views for instance, around units of work: one for each outermost unit. They are not
 * atomic with the append: it is done first, and a commit that fails afterwards undoes nothing of it. Thread-safe.
 *
 * @param <T> what stands for a transaction
 */
public interface Transactions<T> {
    /** Begins one when a unit begins. */
    T begin();

    /** Commits it, after the events were stored and published. */
    void commit(T transaction);

    /** Rolls it back, when the unit is. */
    void rollback(T transaction);
}
