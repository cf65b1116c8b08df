package org.synapse4j.core.aggregate;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;
import org.synapse4j.core.internal.ByClass;

/**
 * An aggregate in three pure functions: what it is at first, what a command makes happen, what an event changes. States are values: no
 * function changes one. Implement it, by a {@code switch} for instance, or put it together from a function per class with {@link #of};
 * either is to be thread-safe, as functions without a state of their own are.
 *
 * <pre>{@code
 * Decider<CartCommand, Cart, CartEvent> carts = Decider.of(CartCommand.class, CartEvent.class, Cart.EMPTY)
 *         .decide(Add.class, (add, cart) -> List.of(new Added(add.item(), add.quantity())))
 *         .decide(CheckOut.class, (checkOut, cart) -> cart.checkOut())
 *         .evolve(Added.class, Cart::with)
 *         .evolve(CheckedOut.class, (cart, event) -> cart.closed())
 *         .build();
 * }</pre>
 *
 * @param <C> the commands
 * @param <S> the states
 * @param <E> the events
 */
public interface Decider<C, S, E> {
    /** The state before the first event. */
    S initial();

    /** The events that this command leads to in this state; none where nothing happens. A command that is not allowed is refused by throwing. */
    List<? extends E> decide(C command, S state);

    /** The state after this event. */
    S evolve(S state, E event);

    /** Whether the aggregate is deleted in this state: it is not found any more then, and nothing can be applied to it. */
    default boolean deleted(S state) {
        return false;
    }

    /** A decider to be put together from a function for each class of commands and of events. */
    static <C, S, E> Builder<C, S, E> of(Class<C> commands, Class<E> events, S initial) {
        return new Builder<>(commands, events, initial);
    }

    /**
     * Puts a decider together. A class without a function of its own takes that of the most specific class above it. For one thread.
     *
     * @param <C> the commands
     * @param <S> the states
     * @param <E> the events
     */
    final class Builder<C, S, E> {
        private final Class<C> commands;
        private final Class<E> events;
        private final S initial;
        private final ByClass.Builder<BiFunction<C, S, List<? extends E>>> decisions = ByClass.named("decide");
        private final ByClass.Builder<BiFunction<S, E, S>> evolutions = ByClass.named("evolve");
        private Predicate<? super S> deleted = state -> false;

        private Builder(Class<C> commands, Class<E> events, S initial) {
            this.commands = Objects.requireNonNull(commands, "commands");
            this.events = Objects.requireNonNull(events, "events");
            this.initial = Objects.requireNonNull(initial, "initial state");
        }

        /**
         * What happens when a command of this class meets a state.
         *
         * @throws DefinitionException if the class has a function already
         */
        public <K extends C> Builder<C, S, E> decide(
                Class<K> command, BiFunction<? super K, ? super S, ? extends List<? extends E>> function) {
            Objects.requireNonNull(function, "function");
            decisions.put(command, (given, state) -> function.apply(command.cast(given), state));
            return this;
        }

        /**
         * The state after an event of this class.
         *
         * @throws DefinitionException if the class has a function already
         */
        public <K extends E> Builder<C, S, E> evolve(
                Class<K> event, BiFunction<? super S, ? super K, ? extends S> function) {
            Objects.requireNonNull(function, "function");
            evolutions.put(event, (state, given) -> function.apply(state, event.cast(given)));
            return this;
        }

        /** In which states the aggregate is deleted; in none, where this is not said. */
        public Builder<C, S, E> deletedWhen(Predicate<? super S> predicate) {
            deleted = Objects.requireNonNull(predicate, "predicate");
            return this;
        }

        /**
         * The decider. It throws {@link MisuseException} for a command that has no function, or whose function returns null, and
         * {@link UnhandledEventException} for such an event; where both hierarchies are sealed, no class of them is without.
         *
         * @throws DefinitionException if a class that a sealed hierarchy permits has no function, or if two apply to one class
         */
        public Decider<C, S, E> build() {
            ByClass<BiFunction<C, S, List<? extends E>>> decide = decisions.build();
            ByClass<BiFunction<S, E, S>> evolve = evolutions.build();
            requireComplete("decide", commands, decide);
            requireComplete("evolve", events, evolve);
            return new ByFunctions<>(events, initial, decide, evolve, deleted);
        }

        private static void requireComplete(String what, Class<?> sealedType, ByClass<?> functions) {
            List<Class<?>> missing = functions.missing(sealedType);
            if (!missing.isEmpty()) {
                throw new DefinitionException(what + ": of " + sealedType.getName() + ", no function for "
                        + missing.stream().map(Class::getName).toList());
            }
        }

        private record ByFunctions<C, S, E>(
                Class<E> events,
                S initial,
                ByClass<BiFunction<C, S, List<? extends E>>> decisions,
                ByClass<BiFunction<S, E, S>> evolutions,
                Predicate<? super S> deletion)
                implements Decider<C, S, E> {
            @Override
            public List<? extends E> decide(C command, S state) {
                return decisions
                        .find(command.getClass())
                        .orElseThrow(() -> new MisuseException(
                                "The decider of " + events.getName() + " has no function for the command "
                                        + command.getClass().getName()))
                        .apply(command, state);
            }

            @Override
            public S evolve(S state, E event) {
                return evolutions
                        .find(event.getClass())
                        .orElseThrow(() ->
                                new UnhandledEventException(event.getClass(), "the decider of " + events.getName()))
                        .apply(state, event);
            }

            @Override
            public boolean deleted(S state) {
                return deletion.test(state);
            }
        }
    }
}
