package org.synapse4j.core.aggregate;

import java.util.ArrayList;
import java.util.List;

/** A cart as a decider. */
final class Carts {
    sealed interface Command permits Add, CheckOut {}

    record Add(String item) implements Command {}

    record CheckOut() implements Command {}

    sealed interface Event permits Added, CheckedOut, Removed {}

    record Added(String item) implements Event {}

    record CheckedOut() implements Event {}

    sealed interface Removed extends Event permits Emptied, Dropped {}

    record Emptied() implements Removed {}

    record Dropped() implements Removed {}

    record State(List<String> items, boolean closed, boolean dropped) {
        static final State EMPTY = new State(List.of(), false, false);

        State with(Added added) {
            List<String> more = new ArrayList<>(items);
            more.add(added.item());
            return new State(List.copyOf(more), closed, dropped);
        }
    }

    static final class EmptyCart extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static final Decider<Command, State, Event> DECIDER = decisions()
            .evolve(Added.class, State::with)
            .evolve(CheckedOut.class, (cart, event) -> new State(cart.items(), true, false))
            .evolve(Removed.class, (cart, event) -> State.EMPTY)
            .evolve(Dropped.class, (cart, event) -> new State(List.of(), false, true))
            .deletedWhen(State::dropped)
            .build();

    private Carts() {}

    static Decider.Builder<Command, State, Event> decisions() {
        return Decider.of(Command.class, Event.class, State.EMPTY)
                .decide(Add.class, (add, cart) -> List.of(new Added(add.item())))
                .decide(CheckOut.class, (checkOut, cart) -> {
                    if (cart.items().isEmpty()) {
                        throw new EmptyCart();
                    }
                    return cart.closed() ? List.of() : List.of(new CheckedOut());
                });
    }
}
