package org.synapse4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.core.aggregate.EventHandlers;
import org.synapse4j.core.aggregate.Recorder;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.core.repository.Repository;

/** Scenarios that hold pass, and those that do not say what the difference is. */
class ScenarioTest {
    sealed interface Event permits Lit, Dimmed, PutOut, Unregistered, Odd {}

    @EventType(name = "Lit")
    record Lit() implements Event {}

    @EventType(name = "Dimmed")
    record Dimmed(int to) implements Event {}

    @EventType(name = "PutOut")
    record PutOut() implements Event {}

    record Unregistered() implements Event {}

    /** An event that does not come back as it is: nothing says when two are equal. */
    @EventType(name = "Odd")
    static final class Odd implements Event {
        @Override
        public String toString() {
            return "odd";
        }
    }

    record Dim(int to) {}

    static final Decider<Dim, Integer, Event> LAMP = Decider.of(Dim.class, Event.class, 0)
            .decide(Dim.class, (dim, brightness) -> {
                if (brightness == 0) {
                    throw new IllegalStateException("it is dark");
                }
                return dim.to() == brightness
                        ? List.of()
                        : dim.to() == 0 ? List.of(new Dimmed(0), new PutOut()) : List.of(new Dimmed(dim.to()));
            })
            .evolve(Event.class, (brightness, event) -> brightness)
            .evolve(Lit.class, (brightness, event) -> 100)
            .evolve(Dimmed.class, (brightness, event) -> event.to())
            .build();

    static final class Lamp {
        private final Recorder events;
        private int brightness;

        Lamp(Recorder events) {
            this.events = events;
        }

        void light() {
            events.apply(new Lit());
        }
    }

    static final AggregateType<Lamp> ROOT = AggregateType.root(
            "lamp",
            Lamp::new,
            EventHandlers.of(Lamp.class)
                    .on(Lit.class, (lamp, event) -> lamp.brightness = 100)
                    .build());

    private static final EventTypes TYPES = EventTypes.builder()
            .add(Lit.class, Dimmed.class, PutOut.class, Odd.class)
            .build();

    private final DeciderScenario<Dim, Integer> lamp = DeciderScenario.of(LAMP, TYPES);

    private static String failed(Runnable scenario) {
        return String.valueOf(assertThrows(AssertionError.class, scenario::run).getMessage());
    }

    @Test
    @DisplayName("of a decider: events, nothing, an error, the state")
    void decider() {
        lamp.given(new Lit()).when(new Dim(50)).then(new Dimmed(50)).thenState(50);
        lamp.given(new Lit(), new Dimmed(50)).when(new Dim(50)).thenNothing();
        lamp.when(new Dim(50))
                .thenThrows(IllegalStateException.class, error -> assertEquals("it is dark", error.getMessage()));
    }

    @Test
    @DisplayName("of a root: what its methods lead to")
    void root() {
        AggregateScenario.of(ROOT, TYPES)
                .when(Lamp::light)
                .then(new Lit())
                .thenStateIs(lit -> assertEquals(100, lit.brightness));
    }

    @Test
    @DisplayName("of a bus over a store: what happened in each stream")
    void store() {
        StreamId kitchen = StreamId.of("lamp", "kitchen");
        StoreScenario<CommandBus> house = StoreScenario.of(
                TYPES,
                store -> CommandBus.on(store)
                        .on(Dim.class, Repository.of(store, AggregateType.of("lamp", LAMP)), LAMP, dim -> "kitchen")
                        .build());
        house.given(kitchen, new Lit())
                .given(StreamId.of("lamp", "hall"), new Lit())
                .when(bus -> bus.dispatch(new Dim(0)).value())
                .thenIn(kitchen, new Dimmed(0), new PutOut())
                .thenIn(StreamId.of("lamp", "hall"))
                .thenStateIs(value -> assertEquals(0, value));
        house.when(bus -> bus.dispatch(new Dim(0))).thenThrows(IllegalStateException.class);
    }

    @Test
    @DisplayName("a difference is shown line by line: what is the same, what is missing, what is there instead")
    void difference() {
        assertEquals("""
                What happened is not what was expected (- expected, + happened):
                  - Dimmed[to=1]
                  + Dimmed[to=0]
                  = PutOut[]
                """, failed(() -> lamp.given(new Lit()).when(new Dim(0)).then(new Dimmed(1), new PutOut())));
        assertTrue(failed(() -> lamp.given(new Lit()).when(new Dim(0)).thenNothing())
                .contains("+ PutOut[]"));
        assertTrue(failed(() -> lamp.given(new Lit()).when(new Dim(7)).thenState(8))
                .contains("- 8\n  + 7"));
    }

    @Test
    @DisplayName("an error that was not expected is shown, and is the cause; one that did not come is missed")
    void errors() {
        AssertionError failed =
                assertThrows(AssertionError.class, () -> lamp.when(new Dim(50)).then(new Dimmed(50)));
        assertSame(IllegalStateException.class, causeOf(failed));
        assertTrue(failed(() -> lamp.when(new Dim(50)).thenThrows(ArithmeticException.class))
                .contains("thrown was java.lang.IllegalStateException: it is dark"));
        assertTrue(failed(() -> lamp.given(new Lit()).when(new Dim(7)).thenThrows(ArithmeticException.class))
                .contains("+ Dimmed[to=7]"));
    }

    private static Class<?> causeOf(Throwable error) {
        return error.getCause() == null ? Object.class : error.getCause().getClass();
    }

    @Test
    @DisplayName("an event that is not registered, or does not come back as it is, fails the test wherever it stands")
    void roundTrip() {
        assertThrows(
                UnknownTypeException.class, () -> lamp.given(new Unregistered()).when(new Dim(1)));
        assertThrows(
                UnknownTypeException.class,
                () -> lamp.given(new Lit()).when(new Dim(1)).then(new Unregistered()));
        assertTrue(failed(() -> lamp.given(new Odd()).when(new Dim(1))).contains("does not come back as it is"));
    }
}
