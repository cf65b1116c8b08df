package org.synapse4j.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.Retry;
import org.synapse4j.core.unitofwork.UnitsOfWork;

/**
 * A scenario of one aggregate, of a decider or with a root. Immutable.
 *
 * <pre>{@code
 * AggregateScenario.of(Order.TYPE, types)
 *         .given(new Placed("ada"))
 *         .when(order -> order.add("tea"))
 *         .then(new LineAdded("tea"));
 * }</pre>
 *
 * @param <S> the state, or the root
 */
public final class AggregateScenario<S> {
    private static final String ID = "scenario";

    private final AggregateType<S> type;
    private final EventTypes types;
    private final List<Object> given;

    private AggregateScenario(AggregateType<S> type, EventTypes types, List<Object> given) {
        this.type = Objects.requireNonNull(type, "type");
        this.types = Objects.requireNonNull(types, "event types");
        this.given = List.copyOf(given);
    }

    /** A scenario in which nothing has happened yet. */
    public static <S> AggregateScenario<S> of(AggregateType<S> type, EventTypes types) {
        return new AggregateScenario<>(type, types, List.of());
    }

    /** The same scenario in which these events have happened, and no others. */
    public AggregateScenario<S> given(Object... events) {
        return new AggregateScenario<>(type, types, Arrays.asList(events));
    }

    /** The outcome when this is done with the state, or root. */
    public Outcome<S> when(Consumer<? super S> doing) {
        return whenApplied(aggregate -> doing.accept(aggregate.state()));
    }

    /** The outcome when a decider is given this command. */
    public <C> Outcome<S> when(Decider<C, S, ?> decider, C command) {
        return whenApplied(aggregate -> aggregate.handle(decider, command));
    }

    private Outcome<S> whenApplied(Consumer<Aggregate<S>> doing) {
        StreamId stream = type.stream(ID);
        try (EventStore store = Stored.open(types)) {
            Stored.given(store, stream, given);
            Recorded recorded = Recorded.of(store);
            Repository<S> repository = Repository.of(store, type);
            return recorded.outcome(
                    types,
                    () -> UnitsOfWork.on(store)
                            .retry(Retry.never())
                            .build()
                            .<S>run(work -> {
                                Aggregate<S> aggregate = work.loadOrAdd(repository, ID);
                                doing.accept(aggregate);
                                return aggregate.state();
                            })
                            .value());
        }
    }
}
