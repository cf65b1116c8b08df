package org.synapse4j.core.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.core.aggregate.Carts.Add;
import org.synapse4j.core.aggregate.Carts.Added;
import org.synapse4j.core.aggregate.Carts.CheckOut;
import org.synapse4j.core.aggregate.Carts.CheckedOut;
import org.synapse4j.core.aggregate.Carts.Dropped;
import org.synapse4j.core.aggregate.Carts.State;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;

/** What is true of an aggregate whichever way it is written; here it is a decider's. */
class AggregateTest {
    private static final AggregateType<State> CART = AggregateType.of("cart", Carts.DECIDER);

    private final Aggregate<State> cart = CART.create("42");

    @Test
    @DisplayName("a new aggregate has its stream, no version, the initial state, and no events")
    void fresh() {
        assertEquals(StreamId.of("cart", "42"), cart.stream());
        assertEquals("42", cart.id());
        assertEquals(Version.NONE, cart.version());
        assertEquals(State.EMPTY, cart.state());
        assertEquals(List.of(), cart.uncommitted());
        assertFalse(cart.changed());
    }

    @Test
    @DisplayName("after three events it is still at no version; stored, it is at version 3 and has none left")
    void threeEvents() {
        cart.apply(new Added("tea"), new Added("mug"));
        cart.apply(new CheckedOut());
        assertEquals(Version.NONE, cart.version());
        assertEquals(3, cart.uncommitted().size());
        cart.storedUpTo(Version.of(3));
        assertEquals(Version.of(3), cart.version());
        assertFalse(cart.changed());
        assertTrue(cart.state().closed());
    }

    @Test
    @DisplayName("load, store, change, store: the version goes on from what was loaded")
    void goesOn() {
        cart.replay(new Added("tea"));
        cart.storedUpTo(Version.of(1));
        cart.storedUpTo(cart.version());
        assertEquals(Version.of(1), cart.version());
        cart.apply(new CheckedOut());
        assertEquals(Version.of(1), cart.version());
        assertEquals(List.of(NewEvent.of(new CheckedOut())), cart.uncommitted());
    }

    @Test
    @DisplayName("a command is decided on the state that earlier ones made")
    void handle() {
        cart.handle(Carts.DECIDER, new Add("tea"));
        assertEquals(List.of(new CheckedOut()), cart.handle(Carts.DECIDER, new CheckOut()));
        assertEquals(List.of(), cart.handle(Carts.DECIDER, new CheckOut()));
        assertEquals(2, cart.uncommitted().size());
    }

    @Test
    @DisplayName("a decision that is null, or holds null, changes nothing")
    @SuppressWarnings("NullAway") // gives nulls on purpose
    void nulls() {
        Decider<Object, State, Object> broken = Decider.of(Object.class, Object.class, State.EMPTY)
                .decide(String.class, (command, state) -> null)
                .decide(Integer.class, (command, state) -> Arrays.asList(new Added("tea"), null))
                .evolve(Object.class, (state, event) -> null)
                .build();
        assertThrows(MisuseException.class, () -> cart.handle(broken, "null"));
        assertThrows(InvalidValueException.class, () -> cart.handle(broken, 1));
        assertThrows(NullPointerException.class, () -> cart.handle(broken, null));
        assertThrows(NullPointerException.class, () -> cart.apply((List<?>) null));
        assertThrows(
                MisuseException.class,
                () -> AggregateType.of("cart", broken).create("42").apply("a"));
        assertEquals(State.EMPTY, cart.state());
        assertFalse(cart.changed());
    }

    @Test
    @DisplayName("of several events of which one is refused, none happened where states are values")
    void allOrNone() {
        assertThrows(UnhandledEventException.class, () -> cart.apply(new Added("tea"), "not of a cart"));
        assertEquals(State.EMPTY, cart.state());
        assertFalse(cart.changed());
        cart.apply(new Added("tea"));
        assertEquals(1, cart.uncommitted().size());
    }

    @Test
    @DisplayName("an event keeps the tags and metadata that it was applied with; functions are given its payload")
    void wholeEvents() {
        NewEvent whole = NewEvent.of(new Added("tea")).tagged("item:tea").with(Map.of("user", "ada"));
        cart.apply(whole);
        assertEquals(List.of(whole), cart.uncommitted());
        assertEquals(List.of("tea"), cart.state().items());
    }

    @Test
    @DisplayName(
            "a listener is told the events that happened before it came, and those after; the same objects that are stored")
    void listeners() {
        List<NewEvent> told = new ArrayList<>();
        cart.apply(new Added("tea"));
        cart.onApplied(told::add);
        cart.apply(new CheckedOut());
        assertEquals(cart.uncommitted(), told);
        cart.storedUpTo(Version.of(2));
        cart.apply(new Added("mug"));
        assertEquals(2, told.size());
    }

    @Test
    @DisplayName("after the event that deletes it, nothing is applied or decided any more")
    void deletion() {
        cart.apply(new Added("tea"), new Dropped());
        assertTrue(cart.deleted());
        assertEquals(
                cart.stream(),
                assertThrows(AggregateDeletedException.class, () -> cart.apply(new Added("mug"))).stream());
        assertThrows(AggregateDeletedException.class, () -> cart.handle(Carts.DECIDER, new Add("mug")));
        cart.apply();
        assertEquals(2, cart.uncommitted().size());
    }

    @Test
    @DisplayName("nothing is replayed into an aggregate with events that are not stored yet")
    void replayLate() {
        cart.apply(new Added("tea"));
        assertThrows(MisuseException.class, () -> cart.replay(new Added("mug")));
    }

    @Test
    @DisplayName("a state that was kept goes on at its version; a root cannot be kept")
    void kept() {
        Aggregate<State> later = CART.from("42", Version.of(7), new State(List.of("tea"), false, false));
        later.handle(Carts.DECIDER, new CheckOut());
        assertEquals(Version.of(7), later.version());
        AggregateType<Object> root = AggregateType.root(
                "root", recorder -> new Object(), EventHandlers.of(Object.class).build());
        assertThrows(MisuseException.class, () -> root.from("42", Version.of(7), new Object()));
        assertInstanceOf(InvalidValueException.class, assertThrows(RuntimeException.class, () -> CART.create(" ")));
        assertThrows(InvalidValueException.class, () -> AggregateType.of("a/b", Carts.DECIDER));
    }
}
