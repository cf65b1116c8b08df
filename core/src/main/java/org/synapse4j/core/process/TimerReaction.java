package org.synapse4j.core.process;

/**
 * What a process does when a timer is due: the state after it. As a {@link Reaction} in all else.
 *
 * @param <S> the states, which are values
 */
@FunctionalInterface
public interface TimerReaction<S> {
    S react(S state, Step step);
}
