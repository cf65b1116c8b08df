package org.synapse4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.errors.ViewVersionException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.UpcastPart;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.subscriptions.NotPassedException;
import org.synapse4j.subscriptions.projection.BuildStatus;
import org.synapse4j.subscriptions.projection.Building;
import org.synapse4j.subscriptions.projection.Projection;
import org.synapse4j.subscriptions.projection.Projections;
import org.synapse4j.subscriptions.projection.Views;

/** Views, as an application's test looks at them. */
@Timeout(20)
class ProjectionTest {
    record Opened() {}

    record Added(int count) {}

    record CheckedOut() {}

    record Total(int count) {}

    record Doubled(int count) {}

    record Unregistered() {}

    private static final StreamId CART = StreamId.of("cart", "42");
    private static final StreamId OTHER = StreamId.of("cart", "43");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Projection<Total> TOTALS = Projection.named("totals", 1, Total.class)
            .creates(Opened.class, opened -> new Total(0))
            .on(Added.class, (total, added) -> new Total(total.count + added.count))
            .deletes(CheckedOut.class);

    /** The second version; its state is another one. */
    private static final Projection<Doubled> DOUBLED = Projection.named("totals", 2, Doubled.class)
            .creates(Opened.class, opened -> new Doubled(0))
            .on(Added.class, (total, added) -> new Doubled(total.count + 2 * added.count))
            .deletes(CheckedOut.class);

    private static EventTypes types() {
        return EventTypes.builder()
                .add("Opened", Opened.class)
                .add("Added", Added.class)
                .add("CheckedOut", CheckedOut.class)
                .add("Total", Total.class)
                .add("Doubled", Doubled.class)
                .build();
    }

    private final TestStore test = TestStore.open(types());
    private final Projections projections = Projections.of(test.store(), test.subscriptions());

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @DisplayName("events create, change and delete views; what concerns no view changes nothing")
    void makesViews() {
        Views<Total> views = projections.build(TOTALS).views();
        append(CART, new Added(9), new Opened(), new Added(2), new Added(3));
        append(OTHER, new Opened());
        test.drain();
        assertEquals(Optional.of(new Total(5)), views.get("42"));
        assertEquals(Map.of("42", new Total(5), "43", new Total(0)), views.get(Set.of("42", "43", "44")));
        append(OTHER, new CheckedOut(), new Added(4));
        test.drain();
        assertEquals(Optional.empty(), views.get("43"));
        assertEquals(List.of("42"), views.page("", 10).stream().map(View::key).toList());
        append(OTHER, new Opened(), new Added(1));
        test.drain();
        assertEquals(Optional.of(new Total(1)), views.get("43"));
        assertEquals(List.of("43"), views.page("42", 10).stream().map(View::key).toList());
    }

    @Test
    @DisplayName(
            "events that are delivered again change nothing, deletions among them, and tombstones go once the checkpoint has passed")
    void bearsRedelivery() {
        projections.build(TOTALS);
        append(CART, new Opened(), new Added(2));
        append(OTHER, new Opened(), new CheckedOut());
        append(CART, new Added(3));
        test.drain();
        List<View<Total>> before = stored();
        assertEquals(1, before.size(), "tombstones go once the checkpoint has passed");
        for (long position = 0; position < 5; position++) {
            test.deliverAgain(Position.of(position)).drain();
            assertEquals(before, stored());
        }
    }

    @Test
    @DisplayName("what upcasters make of one event is folded together, whatever is cut, delivered again or read")
    void foldsSplitEventsTogether() {
        Schema now = Schema.of("Added", "2");
        Upcaster<String> split = Upcaster.split(
                Schema.of("Added", "1"),
                Set.of(now),
                Representation.JSON,
                (input, context) -> List.of(
                        new UpcastPart<>(now, "{\"count\":1}", Map.of()),
                        new UpcastPart<>(now, input.payload(), Map.of())));
        EventTypes types = EventTypes.builder()
                .add("Opened", Opened.class)
                .add("Added", "2", Added.class)
                .add("CheckedOut", CheckedOut.class)
                .add("Total", Total.class)
                .build();
        try (TestStore store = TestStore.open(EventStore.builder(types).upcasters(split))) {
            Building<Total> building =
                    Projections.of(store.store(), store.subscriptions()).build(TOTALS);
            OpaqueEvent stored = new OpaqueEvent(Schema.of("Added", "1"), Payload.json("{\"count\":10}"));
            store.store().append(CART, any(), new Opened(), stored);
            store.drain();
            assertEquals(Optional.of(new Total(11)), building.views().get("42"));
            store.deliverAgain(Position.of(1)).drain();
            assertEquals(Optional.of(new Total(11)), building.views().get("42"));
            for (int i = 0; i < 6_000; i++) {
                store.store().append(CART, any(), stored);
            }
            store.drain();
            assertEquals(Optional.of(new Total(11 * 6_001)), building.views().get("42"));
        }
    }

    @Test
    @DisplayName("who has written reads what he wrote, or is told by a type")
    void readsItsWrites() throws InterruptedException {
        Building<Total> building = projections.build(TOTALS);
        append(CART, new Opened());
        Position mine = append(CART, new Added(7));
        assertEquals(
                Optional.of(new Total(7)), building.views().after(mine, SECOND).get("42"));
        assertThrows(NotPassedException.class, () -> building.views().after(Position.of(99), SECOND));
        building.close();
        Position later = append(CART, new Added(1));
        Views<Total> elsewhere =
                Projections.of(test.store(), test.subscriptions()).views(TOTALS);
        assertEquals(Optional.of(new Total(7)), elsewhere.after(mine, SECOND).get("42"));
        assertThrows(NotPassedException.class, () -> elsewhere.after(later, Duration.ofMillis(10)));
    }

    @Test
    @DisplayName(
            "a new version is built beside the one that is read; readers of the new release move once, those of the old one do not; and back by hand")
    void buildsBeside() {
        Building<Total> old = projections.build(TOTALS);
        append(CART, new Opened(), new Added(2));
        test.drain();
        Building<Doubled> next = projections.build(DOUBLED);
        assertEquals(new ViewName("totals", 1), next.views().view());
        assertThrows(ViewVersionException.class, () -> next.views().get("42"));
        assertEquals(Optional.of(new Total(2)), old.views().get("42"));
        test.drain();
        assertEquals(new ViewName("totals", 2), next.views().view());
        assertEquals(Optional.of(new Doubled(4)), next.views().get("42"));
        append(CART, new Added(1));
        test.drain();
        assertEquals(Optional.of(new Total(3)), old.views().get("42"));
        assertEquals(Optional.of(new Doubled(6)), next.views().get("42"));
        projections.activate("totals", 1);
        append(CART, new Added(1));
        test.drain();
        assertEquals(new ViewName("totals", 1), next.views().view(), "what is set by hand stays");
        projections.activate("totals", 2);
        assertThrows(ConfigurationException.class, () -> projections.activate("totals", 3));
        assertThrows(ConfigurationException.class, () -> projections.drop("totals", 2));
        assertThrows(ConfigurationException.class, () -> projections.drop("totals", 1));
        old.close();
        projections.drop("totals", 1);
        assertEquals(
                List.of(),
                test.store().views(new ViewName("totals", 1), Total.class).page("", 10));
        assertThrows(ConfigurationException.class, () -> projections.activate("totals", 1));
        assertEquals(
                List.of(new ViewName("totals", 2)),
                projections.builds("totals").stream().map(BuildStatus::view).toList());
    }

    @Test
    @DisplayName("how far each version is, is told, and which one is read")
    void tellsProgress() {
        projections.build(TOTALS);
        Position last = append(CART, new Opened(), new Added(2));
        BuildStatus before = projections.builds("totals").get(0);
        assertEquals(Optional.empty(), before.passed());
        assertTrue(before.active());
        test.drain();
        BuildStatus after = projections.builds("totals").get(0);
        assertEquals(Optional.of(last), after.passed());
        assertEquals(Optional.of(Duration.ZERO), after.left());
        projections.build(DOUBLED);
        assertFalse(projections.builds("totals").get(1).active());
    }

    @Test
    @DisplayName("a stream is forgotten by the views it was in, and one that is built anew is equal")
    void forgets() {
        Projection<Total> byParity = Projection.named("parity", 1, Total.class)
                .keyedBy(event -> event.payload() instanceof Added added ? "" + added.count() % 2 : null)
                .creates(Added.class, added -> new Total(added.count))
                .on(Added.class, (total, added) -> new Total(total.count + added.count));
        Building<Total> building = projections.build(byParity);
        append(CART, new Added(1), new Added(2), new Added(4));
        append(OTHER, new Added(11));
        test.drain();
        assertEquals(
                Map.of("0", new Total(6), "1", new Total(12)), building.views().get(Set.of("0", "1")));
        building.views().forget(CART);
        test.store().delete(CART);
        assertEquals(Map.of("1", new Total(11)), building.views().get(Set.of("0", "1")));
        append(OTHER, new Added(3), new Added(8));
        test.drain();
        Map<String, Total> live = building.views().get(Set.of("0", "1"));
        assertEquals(Map.of("0", new Total(8), "1", new Total(14)), live);
        building.close();
        projections.builds("parity");
        Projection<Total> again = Projection.named("parity", 2, Total.class)
                .keyedBy(event -> byParity.key(event).orElse(null))
                .creates(Added.class, added -> new Total(added.count))
                .on(Added.class, (total, added) -> new Total(total.count + added.count));
        Building<Total> rebuilt = projections.build(again);
        test.drain();
        assertEquals(live, rebuilt.views().get(Set.of("0", "1")));
    }

    @Test
    @DisplayName("what is wrong with a projection is told by a type, when it is put together or built")
    void refuses() {
        assertThrows(InvalidValueException.class, () -> Projection.named("a b", 1, Total.class));
        assertThrows(InvalidValueException.class, () -> Projection.named("a", 0, Total.class));
        assertThrows(InvalidValueException.class, () -> TOTALS.creates(Opened.class, opened -> new Total(1)));
        assertThrows(InvalidValueException.class, () -> TOTALS.deletes(Added.class));
        assertThrows(InvalidValueException.class, () -> TOTALS.on(CheckedOut.class, (total, out) -> total));
        assertThrows(UnknownTypeException.class, () -> projections.build(TOTALS.deletes(Unregistered.class)));
        assertThrows(
                UnknownTypeException.class,
                () -> projections.build(
                        Projection.named("a", 1, Unregistered.class).deletes(Opened.class)));
        projections.build(TOTALS);
        assertThrows(ConfigurationException.class, () -> projections.build(TOTALS));
    }

    private Position append(StreamId stream, Object... events) {
        return test.store().append(stream, any(), events).position();
    }

    private List<View<Total>> stored() {
        EventStore store = test.store();
        return store.views(new ViewName("totals", 1), Total.class).page("", 100);
    }
}
