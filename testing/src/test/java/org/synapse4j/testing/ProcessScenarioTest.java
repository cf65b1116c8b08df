package org.synapse4j.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.process.ProcessEvent;
import org.synapse4j.core.process.ProcessType;

/** Scenarios of a lamp that puts itself out. */
class ProcessScenarioTest {
    @EventType(name = "Lit")
    record Lit(String lamp) {}

    @EventType(name = "Touched")
    record Touched(String lamp) {}

    @EventType(name = "Broken")
    record Broken(String lamp) {}

    @EventType(name = "PutOut")
    record PutOut(String lamp) {}

    @EventType(name = "Blink")
    record Blink(int times) {}

    @EventType(name = "Lamp")
    record Lamp(String name, int touched) {}

    record Unregistered() {}

    private static final EventTypes TYPES = EventTypes.builder()
            .addAll(ProcessEvent.class)
            .add(Lit.class, Touched.class, Broken.class, PutOut.class, Blink.class, Lamp.class)
            .build();

    private static final ProcessType<Lamp> LAMP = ProcessType.named("lamp", new Lamp("", 0))
            .starts(Lit.class, "lamp", Lit::lamp, (lamp, lit, step) -> {
                step.timer("warn", Duration.ofMinutes(9));
                step.timer("out", Duration.ofMinutes(10));
                return new Lamp(lit.lamp(), 0);
            })
            .on(Touched.class, "lamp", Touched::lamp, (lamp, touched, step) -> {
                step.cancel("warn");
                step.timer("out", Duration.ofMinutes(10));
                return new Lamp(lamp.name(), lamp.touched() + 1);
            })
            .on(Broken.class, "lamp", Broken::lamp, (lamp, broken, step) -> {
                if (lamp.touched() == 0) {
                    throw new IllegalStateException("who was it?");
                }
                step.send(new Unregistered());
                return lamp;
            })
            .onTimer("warn", (lamp, step) -> {
                step.send(new Blink(1));
                return lamp;
            })
            .onTimer("out", (lamp, step) -> {
                step.send(new PutOut(lamp.name()));
                step.end();
                return lamp;
            })
            .build();

    private static final ProcessScenario<Lamp> SCENARIO = ProcessScenario.of(LAMP, TYPES);

    @Test
    @DisplayName("what an event led to: commands, state and timers")
    void events() {
        SCENARIO.when(new Lit("a"))
                .thenSendsNothing()
                .thenState(new Lamp("a", 0))
                .thenWaitsFor("warn", "out")
                .thenGoesOn();
        SCENARIO.given(new Lit("a"))
                .when(new Touched("a"))
                .thenState(new Lamp("a", 1))
                .thenWaitsFor("out");
        SCENARIO.when(new Touched("a")).thenSendsNothing().thenNone();
    }

    @Test
    @DisplayName("what time led to: each timer at its time, in order")
    void time() {
        SCENARIO.given(new Lit("a"))
                .elapsed(Duration.ofHours(1))
                .thenSends(new Blink(1), new PutOut("a"))
                .thenEnded()
                .thenWaitsFor();
        SCENARIO.given(new Lit("a"))
                .elapsed(Duration.ofMinutes(9).minusNanos(1))
                .thenSendsNothing()
                .thenGoesOn();
        SCENARIO.given(new Lit("a"))
                .givenElapsed(Duration.ofMinutes(9))
                .elapsed(Duration.ofMinutes(1))
                .thenSends(new PutOut("a"));
        SCENARIO.given(new Lit("a"))
                .givenElapsed(Duration.ofMinutes(8))
                .given(new Touched("a"))
                .elapsed(Duration.ofMinutes(9))
                .thenSendsNothing()
                .thenGoesOn();
    }

    @Test
    @DisplayName("what a function throws; a command that is not registered fails the test")
    void thrown() {
        SCENARIO.given(new Lit("a")).when(new Broken("a")).thenThrows(IllegalStateException.class);
        SCENARIO.given(new Lit("a"), new Touched("a")).when(new Broken("a")).thenThrows(UnknownTypeException.class);
    }

    @Test
    @DisplayName("what does not hold says what the difference is")
    void differences() {
        fails(
                "  - Blink[times=2]",
                () -> SCENARIO.given(new Lit("a"))
                        .elapsed(Duration.ofMinutes(9))
                        .thenSends(new Blink(2)));
        fails("  + Lamp[name=a, touched=0]", () -> SCENARIO.when(new Lit("a")).thenState(new Lamp("a", 1)));
        fails("has not ended", () -> SCENARIO.when(new Lit("a")).thenEnded());
        fails("no instance", () -> SCENARIO.when(new Touched("a")).thenGoesOn());
        fails("an instance", () -> SCENARIO.when(new Lit("a")).thenNone());
        fails("[x]", () -> SCENARIO.when(new Lit("a")).thenWaitsFor("x"));
        fails("thrown was null", () -> SCENARIO.when(new Lit("a")).thenThrows(IllegalStateException.class));
        fails(
                "thrown instead",
                () -> SCENARIO.given(new Lit("a")).when(new Broken("a")).thenSendsNothing());
    }

    private static void fails(String message, Executable scenario) {
        String said =
                String.valueOf(assertThrows(AssertionError.class, scenario).getMessage());
        assertTrue(said.contains(message), said);
    }
}
