package org.synapse4j.core.aggregate;

/** How an aggregate of a type begins and changes: what both ways of writing one have in common. Thread-safe. */
interface Evolution<S> {
    S initial(Recorder recorder);

    /** The state after this event; the same object where states are not values. */
    S evolve(S state, Object event);

    boolean deleted(S state);

    /** Whether states are values, which an event never changes. */
    boolean values();
}
