package org.synapse4j.testing;

import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Decider;

/**
 * A scenario of a decider. Immutable.
 *
 * <pre>{@code
 * DeciderScenario.of(carts, types).given(new Added("tea")).when(new CheckOut()).then(new CheckedOut());
 * }</pre>
 *
 * @param <C> the commands
 * @param <S> the states
 */
public final class DeciderScenario<C, S> {
    private final Decider<C, S, ?> decider;
    private final AggregateScenario<S> scenario;

    private DeciderScenario(Decider<C, S, ?> decider, AggregateScenario<S> scenario) {
        this.decider = decider;
        this.scenario = scenario;
    }

    /** A scenario in which nothing has happened yet. */
    public static <C, S, E> DeciderScenario<C, S> of(Decider<C, S, E> decider, EventTypes types) {
        return new DeciderScenario<>(decider, AggregateScenario.of(AggregateType.of("scenario", decider), types));
    }

    /** The same scenario in which these events have happened, and no others. */
    public DeciderScenario<C, S> given(Object... events) {
        return new DeciderScenario<>(decider, scenario.given(events));
    }

    /** The outcome when the decider is given this command. */
    public Outcome<S> when(C command) {
        return scenario.when(decider, command);
    }
}
