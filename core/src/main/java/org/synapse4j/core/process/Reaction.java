package org.synapse4j.core.process;

/**
 * What a process does with an event: the state after it. It has no effect but by the step: it may be run again, for an event whose outcome was
 * not stored.
 *
 * @param <S> the states, which are values
 * @param <E> the events
 */
@FunctionalInterface
public interface Reaction<S, E> {
    S react(S state, E event, Step step);
}
