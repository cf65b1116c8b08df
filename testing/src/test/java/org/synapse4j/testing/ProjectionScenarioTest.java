package org.synapse4j.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.subscriptions.projection.Projection;

/** A scenario of a projection says what it says, and fails where it should. */
class ProjectionScenarioTest {
    record Opened() {}

    record Added(int count) {}

    record CheckedOut() {}

    record Total(int count) {}

    private static final EventTypes TYPES = EventTypes.builder()
            .add("Opened", Opened.class)
            .add("Added", Added.class)
            .add("CheckedOut", CheckedOut.class)
            .add("Total", Total.class)
            .build();
    private static final StreamId CART = StreamId.of("cart", "42");
    private static final StreamId OTHER = StreamId.of("cart", "43");

    private static final ProjectionScenario<Total> SCENARIO = ProjectionScenario.of(
            TYPES,
            Projection.named("totals", 1, Total.class)
                    .creates(Opened.class, opened -> new Total(0))
                    .on(Added.class, (total, added) -> new Total(total.count + added.count))
                    .deletes(CheckedOut.class));

    @Test
    @DisplayName("given events, then views, or none")
    void passes() {
        ProjectionScenario<Total> scenario = SCENARIO.given(CART, new Opened(), new Added(2))
                .given(OTHER, new Opened())
                .given(CART, new Added(3));
        scenario.thenView("42", new Total(5));
        scenario.thenViews(Map.of("42", new Total(5), "43", new Total(0)));
        scenario.given(OTHER, new CheckedOut()).thenNoView("43");
        SCENARIO.thenViews(Map.of());
    }

    @Test
    @DisplayName("what is otherwise is shown")
    void fails() {
        ProjectionScenario<Total> scenario = SCENARIO.given(CART, new Opened(), new Added(2));
        shows("Total[count=2]", () -> scenario.thenView("42", new Total(3)));
        shows("Total[count=3]", () -> scenario.thenView("43", new Total(3)));
        shows("Total[count=2]", () -> scenario.thenNoView("42"));
        shows("42=Total[count=2]", () -> scenario.thenViews(Map.of()));
    }

    @Test
    @DisplayName("a projection that is not pure is found")
    void findsImpurity() {
        AtomicInteger count = new AtomicInteger();
        Projection<Total> counting = Projection.named("totals", 1, Total.class)
                .creates(Opened.class, opened -> new Total(count.incrementAndGet()));
        shows(
                "not pure",
                () -> ProjectionScenario.of(TYPES, counting)
                        .given(CART, new Opened())
                        .thenView("42", new Total(1)));
    }

    private static void shows(String part, Runnable scenario) {
        AssertionError error = assertThrows(AssertionError.class, scenario::run);
        assertTrue(String.valueOf(error.getMessage()).contains(part), error.getMessage());
    }
}
