package org.synapse4j.core.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Version;
import org.synapse4j.core.aggregate.Order.Annotated;
import org.synapse4j.core.aggregate.Order.Cancelled;
import org.synapse4j.core.aggregate.Order.Failed;
import org.synapse4j.core.aggregate.Order.LineAdded;
import org.synapse4j.core.aggregate.Order.Packed;
import org.synapse4j.core.aggregate.Order.Placed;
import org.synapse4j.core.aggregate.Order.Reminded;
import org.synapse4j.core.aggregate.Order.Restless;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;

/** Aggregates with a root of one's own class, its entities, and its handlers. */
class RootTest {
    private final Aggregate<Order> aggregate = Order.TYPE.create("7");
    private final Order order = aggregate.state();

    @Test
    @DisplayName("a root knows its id before its first event, and changes by what it applies")
    void applies() {
        assertEquals("7", order.events.id());
        order.place("ada", "tea");
        assertEquals("ada", order.customer);
        assertEquals(
                List.of(NewEvent.of(new Placed("ada")), NewEvent.of(new LineAdded("tea"))), aggregate.uncommitted());
        assertSame(order, aggregate.state());
        assertEquals(Version.NONE, aggregate.version());
    }

    @Test
    @DisplayName("an entity that the root's handler makes is given that very event, and each event after it")
    void cascade() {
        order.place("ada", "tea", "mug");
        assertEquals(List.of("tea saw tea", "tea saw mug", "mug saw mug"), order.seen);
    }

    @Test
    @DisplayName(
            "an event goes to the root, then to each member in order, and from each to its own members before the next")
    void order() {
        order.place("ada", "tea", "mug");
        order.seen.clear();
        order.line("tea").note("hot");
        assertEquals(List.of("tea noted", "note: hot", "mug noted", "note: hot"), order.seen);
        order.seen.clear();
        aggregate.apply(new Packed());
        assertEquals(List.of("parcel saw itself packed"), order.seen);
    }

    @Test
    @DisplayName("an entity applies events to the aggregate that it is part of")
    void entityApplies() {
        order.place("ada", "tea");
        order.line("tea").note("hot");
        assertEquals(
                new Order.Noted("tea", "hot"), aggregate.uncommitted().get(2).payload());
    }

    @Test
    @DisplayName("an event that is ignored is stored all the same; one that nobody knows is refused")
    void unknown() {
        aggregate.apply(new Reminded());
        assertEquals(1, aggregate.uncommitted().size());
        assertEquals(
                String.class,
                assertThrows(UnhandledEventException.class, () -> aggregate.apply("what?"))
                        .event());
        aggregate.apply(new Reminded());
        assertEquals(2, aggregate.uncommitted().size());
    }

    @Test
    @DisplayName("a handler that applies an event is refused, and its root with it")
    void impureHandler() {
        MisuseException refused = assertThrows(MisuseException.class, () -> aggregate.apply(new Restless()));
        assertTrue(refused.toString().contains("handlers only change the state"), refused::toString);
        assertThrows(MisuseException.class, () -> aggregate.apply(new Reminded()));
    }

    @Test
    @DisplayName("so is one that does while the aggregate is loaded")
    void impureReplay() {
        assertThrows(MisuseException.class, () -> aggregate.replay(new Restless()));
    }

    @Test
    @DisplayName("a root whose handler threw is half changed: it says so, with the cause, whatever is called")
    void broken() {
        assertThrows(IllegalStateException.class, () -> aggregate.apply(new Failed()));
        MisuseException late = assertThrows(MisuseException.class, aggregate::requireUsable);
        assertInstanceOf(IllegalStateException.class, late.getCause());
        assertEquals(List.of(), aggregate.uncommitted());
        assertThrows(MisuseException.class, () -> order.place("ada"));
    }

    @Test
    @DisplayName("a root that applies events while it is made is refused")
    void appliesInConstructor() {
        AggregateType<String> hasty = AggregateType.root(
                "hasty",
                recorder -> {
                    recorder.apply("too early");
                    return "root";
                },
                EventHandlers.of(String.class).ignores(String.class).build());
        assertThrows(MisuseException.class, () -> hasty.create("1"));
    }

    @Test
    @DisplayName("an event can delete a root; nothing is applied to it afterwards")
    void deleted() {
        order.place("ada");
        aggregate.apply(new Cancelled());
        assertTrue(aggregate.deleted());
        assertThrows(AggregateDeletedException.class, () -> order.place("bob"));
    }

    @Test
    @DisplayName("annotated methods handle events, private ones too, and what they throw comes through")
    void annotated() {
        AggregateType<Annotated> type = AggregateType.root("order", events -> new Annotated(), Annotated.HANDLERS);
        Aggregate<Annotated> made = type.create("1");
        made.apply(new Placed("ada"));
        assertEquals("ada", made.state().customer);
        assertThrows(IllegalArgumentException.class, () -> made.apply(new Failed()));
    }

    static final class TwoParameters {
        @OnEvent
        void on(Placed event, String more) {}
    }

    static final class Returning {
        @OnEvent
        int on(Placed event) {
            return 1;
        }
    }

    static final class Checked {
        @OnEvent
        void on(Placed event) throws IOException {}
    }

    static final class Static {
        @OnEvent
        static void on(Placed event) {}
    }

    static final class Twice {
        @OnEvent
        void on(Placed event) {}

        @OnEvent
        void again(Placed event) {}
    }

    @Test
    @DisplayName(
            "a method that is no handler, and one that the lookup cannot see, are told when the handlers are built")
    void wrongMethods() {
        for (Class<?> wrong :
                List.of(TwoParameters.class, Returning.class, Checked.class, Static.class, Twice.class, Object.class)) {
            assertThrows(
                    DefinitionException.class,
                    () -> EventHandlers.of(wrong).annotated(MethodHandles.lookup()),
                    wrong.getName());
        }
        assertThrows(
                DefinitionException.class,
                () -> EventHandlers.of(Annotated.class).annotated(MethodHandles.publicLookup()));
    }

    @Test
    @DisplayName(
            "a permitted event that nobody handles or ignores is told when the handlers are built; a member's handlers count")
    void complete() {
        EventHandlers.Builder<Order> few = EventHandlers.of(Order.class)
                .members(order -> order.lines.values(), Order.LINES)
                .on(Placed.class, (order, event) -> {});
        DefinitionException refused = assertThrows(DefinitionException.class, () -> few.build(Order.Event.class));
        assertTrue(refused.toString().contains("Packed"), refused::toString);
        assertFalse(refused.toString().contains("LineAdded"), refused::toString);
    }
}
