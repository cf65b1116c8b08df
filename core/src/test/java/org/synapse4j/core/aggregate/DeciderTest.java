package org.synapse4j.core.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.core.aggregate.Carts.Add;
import org.synapse4j.core.aggregate.Carts.Added;
import org.synapse4j.core.aggregate.Carts.CheckOut;
import org.synapse4j.core.aggregate.Carts.CheckedOut;
import org.synapse4j.core.aggregate.Carts.Dropped;
import org.synapse4j.core.aggregate.Carts.Emptied;
import org.synapse4j.core.aggregate.Carts.EmptyCart;
import org.synapse4j.core.aggregate.Carts.Removed;
import org.synapse4j.core.aggregate.Carts.State;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;

/** Deciders, and what is found out when one is put together. */
class DeciderTest {
    @Test
    @DisplayName("a decider decides and evolves by the class of what it is given")
    void byClass() {
        State tea = Carts.DECIDER.evolve(Carts.DECIDER.initial(), new Added("tea"));
        assertEquals(List.of(new Added("mug")), Carts.DECIDER.decide(new Add("mug"), tea));
        assertEquals(List.of(new CheckedOut()), Carts.DECIDER.decide(new CheckOut(), tea));
        assertThrows(EmptyCart.class, () -> Carts.DECIDER.decide(new CheckOut(), State.EMPTY));
    }

    @Test
    @DisplayName("an event takes the function of its class, else of the sealed type above it")
    void mostSpecific() {
        State tea = Carts.DECIDER.evolve(State.EMPTY, new Added("tea"));
        assertEquals(State.EMPTY, Carts.DECIDER.evolve(tea, new Emptied()));
        assertFalse(Carts.DECIDER.deleted(Carts.DECIDER.evolve(tea, new Emptied())));
        assertTrue(Carts.DECIDER.deleted(Carts.DECIDER.evolve(tea, new Dropped())));
    }

    @Test
    @DisplayName("a permitted event without a function is told when the decider is built, by name")
    void forgottenEvent() {
        DefinitionException refused = assertThrows(
                DefinitionException.class,
                () -> Carts.decisions()
                        .evolve(Added.class, State::with)
                        .evolve(CheckedOut.class, (cart, event) -> cart)
                        .evolve(Emptied.class, (cart, event) -> cart)
                        .build());
        assertEquals(
                "evolve: of " + Carts.Event.class.getName() + ", no function for [" + Dropped.class.getName() + "]",
                refused.getMessage());
    }

    @Test
    @DisplayName("a permitted command without a function is told when the decider is built")
    void forgottenCommand() {
        DefinitionException refused = assertThrows(
                DefinitionException.class,
                () -> Decider.of(Carts.Command.class, Carts.Event.class, State.EMPTY)
                        .decide(Add.class, (add, cart) -> List.of())
                        .build());
        assertEquals(
                "decide: of " + Carts.Command.class.getName() + ", no function for [" + CheckOut.class.getName() + "]",
                refused.getMessage());
    }

    @Test
    @DisplayName("two functions for one class are refused at once")
    void twice() {
        Decider.Builder<Carts.Command, State, Carts.Event> builder =
                Carts.decisions().evolve(Removed.class, (cart, event) -> cart);
        assertThrows(DefinitionException.class, () -> builder.evolve(Removed.class, (cart, event) -> cart));
        assertThrows(DefinitionException.class, () -> builder.decide(Add.class, (add, cart) -> List.of()));
    }

    sealed interface Left permits Both {}

    sealed interface Right permits Both {}

    record Both() implements Left, Right {}

    @Test
    @DisplayName("a class of two types, each with a function, needs one of its own")
    void ambiguous() {
        Decider.Builder<Object, String, Object> builder = Decider.of(Object.class, Object.class, "")
                .evolve(Left.class, (state, event) -> "left")
                .evolve(Right.class, (state, event) -> "right");
        Decider<Object, String, Object> open = builder.build();
        assertThrows(DefinitionException.class, () -> open.evolve("", new Both()));
        Decider<Object, String, Object> own =
                builder.evolve(Both.class, (state, event) -> "both").build();
        assertEquals("both", own.evolve("", new Both()));
    }

    @Test
    @DisplayName("where the types are not sealed, what has no function is refused when it comes")
    void open() {
        Decider<Object, String, Object> open = Decider.of(Object.class, Object.class, "")
                .evolve(String.class, (state, event) -> event)
                .decide(String.class, (command, state) -> List.of(command))
                .build();
        assertEquals("a", open.evolve("", "a"));
        assertEquals(
                Integer.class,
                assertThrows(UnhandledEventException.class, () -> open.evolve("", 1))
                        .event());
        assertThrows(MisuseException.class, () -> open.decide(1, ""));
    }
}
