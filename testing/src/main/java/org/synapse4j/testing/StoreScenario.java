package org.synapse4j.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;

/**
 * A scenario of what works with a whole store: a bus of commands, units of work over several aggregates, a boundary. Immutable.
 *
 * <pre>{@code
 * StoreScenario.of(types, store -> bus(store))
 *         .given(ada, new Opened("Ada"), new Deposited(10))
 *         .given(bob, new Opened("Bob"))
 *         .when(bus -> bus.dispatch(new Transfer("ada", "bob", 4)))
 *         .thenIn(ada, new Withdrawn(4))
 *         .thenIn(bob, new Deposited(4));
 * }</pre>
 *
 * @param <T> what works with the store
 */
public final class StoreScenario<T> {
    private final EventTypes types;
    private final Function<? super EventStore, ? extends T> made;
    private final List<StreamEvent> given;

    private StoreScenario(EventTypes types, Function<? super EventStore, ? extends T> made, List<StreamEvent> given) {
        this.types = Objects.requireNonNull(types, "event types");
        this.made = Objects.requireNonNull(made, "function");
        this.given = List.copyOf(given);
    }

    /**
     * A scenario in which nothing has happened yet.
     *
     * @param made makes what works with the store, after what is given has happened
     */
    public static <T> StoreScenario<T> of(EventTypes types, Function<? super EventStore, ? extends T> made) {
        return new StoreScenario<>(types, made, List.of());
    }

    /** The same scenario in which these events have happened, too, after those that were given before. */
    public StoreScenario<T> given(StreamId stream, Object... events) {
        List<StreamEvent> all = new ArrayList<>(given);
        Arrays.asList(events).forEach(event -> all.add(new StreamEvent(stream, event)));
        return new StoreScenario<>(types, made, all);
    }

    /** The outcome when this is done; its value is the state of the outcome. */
    public <R extends @Nullable Object> Outcome<R> when(Function<? super T, ? extends R> doing) {
        try (EventStore store = Stored.open(types)) {
            given.forEach(event -> Stored.given(store, event.stream(), List.of(event.event())));
            Recorded recorded = Recorded.of(store);
            T working = made.apply(store);
            return recorded.outcome(types, () -> doing.apply(working));
        }
    }
}
