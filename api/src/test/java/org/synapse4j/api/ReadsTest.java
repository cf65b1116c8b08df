package org.synapse4j.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.Refusal.refused;
import static org.synapse4j.api.Refusal.refusedNull;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The values that a read, a version, a position and the bounds of snapshots may have. */
@SuppressWarnings("NullAway") // gives nulls on purpose
class ReadsTest {
    private static final StreamId CART = StreamId.of("cart", "42");

    @Test
    @DisplayName("versions and positions are at least 0, and have an order")
    void numbers() {
        refused("version", "is -1; the least allowed is 0", () -> Version.of(-1));
        refused("position", "is -1; the least allowed is 0", () -> Position.of(-1));
        refused("version", "is -1", () -> Version.NONE.plus(-1));
        assertEquals(Version.FIRST, Version.NONE.next());
        assertEquals(Version.of(5), Version.of(2).plus(3));
        assertTrue(Version.of(2).compareTo(Version.MAX) < 0);
        assertTrue(Position.START.compareTo(Position.of(1)) < 0);
        assertEquals("7 8", Version.of(7) + " " + Position.of(8));
    }

    @Test
    @DisplayName("a version has no successor above the highest")
    void overflow() {
        refused("version", "has no place that many above it", Version.MAX::next);
        refused(
                "version",
                "has no place that many above it",
                () -> Version.of(5).plus(Long.MAX_VALUE));
    }

    @Test
    @DisplayName("a stream read refuses negative versions, a negative limit, and from above to")
    void streamRead() {
        StreamRead all = StreamRead.of(CART);
        assertEquals(new StreamRead(CART, Version.FIRST, Version.MAX, Long.MAX_VALUE, Direction.FORWARDS), all);
        assertEquals(
                new StreamRead(CART, Version.of(3), Version.of(3), 0, Direction.BACKWARDS),
                all.from(Version.of(3)).upTo(Version.of(3)).limit(0).backwards());
        assertEquals(all.from(Version.of(4)), all.after(Version.of(3)));
        refused("version", "no place", () -> all.after(Version.MAX));
        refused("limit", "is -1; the least allowed is 0", () -> all.limit(-1));
        refused(
                "from",
                "is 4 and above to, which is 3",
                () -> all.upTo(Version.of(3)).from(Version.of(4)));
        refusedNull("stream", () -> StreamRead.of(null));
        refusedNull("from", () -> new StreamRead(CART, null, Version.MAX, 1, Direction.FORWARDS));
        refusedNull("to", () -> new StreamRead(CART, Version.FIRST, null, 1, Direction.FORWARDS));
        refusedNull("direction", () -> new StreamRead(CART, Version.FIRST, Version.MAX, 1, null));
    }

    @Test
    @DisplayName("a feed read refuses a negative limit, and after above before")
    void feedRead() {
        EventQuery carts = EventQuery.category("cart");
        assertEquals(
                new FeedRead(Position.of(3), Position.of(3), carts, 0, Direction.BACKWARDS),
                FeedRead.backwards()
                        .after(Position.of(3))
                        .before(Position.of(3))
                        .matching(carts)
                        .limit(0));
        FeedRead all = FeedRead.forwards();
        assertEquals(
                new FeedRead(Position.START, Position.MAX, EventQuery.all(), Long.MAX_VALUE, Direction.FORWARDS), all);
        assertEquals(all.after(Position.of(3)), all.from(Position.of(4)));
        assertEquals(all, all.from(Position.START));
        assertEquals(all.before(Position.of(5)), all.upTo(Position.of(4)));
        refused("limit", "is -1", () -> all.limit(-1));
        refused(
                "after",
                "is 4 and above before, which is 3",
                () -> all.before(Position.of(3)).after(Position.of(4)));
        refusedNull("after", () -> all.after(null));
        refusedNull("before", () -> all.before(null));
        refusedNull("query", () -> all.matching(null));
    }

    @Test
    @DisplayName("bounds of snapshots are inclusive, and no lower one is above its upper one")
    void snapshotBounds() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        SnapshotBounds bounds =
                SnapshotBounds.all().versions(Version.of(2), Version.of(4)).times(noon, noon.plusSeconds(10));
        assertTrue(bounds.include(Version.of(2), noon));
        assertTrue(bounds.include(Version.of(4), noon.plusSeconds(10)));
        assertFalse(bounds.include(Version.of(1), noon));
        assertFalse(bounds.include(Version.of(5), noon));
        assertFalse(bounds.include(Version.of(3), noon.minusNanos(1)));
        assertFalse(bounds.include(Version.of(3), noon.plusSeconds(10).plusNanos(1)));
        assertTrue(SnapshotBounds.all().include(Version.MAX, Instant.MIN));
        refused("from", "is 2 and above to, which is 1", () -> bounds.versions(Version.of(2), Version.of(1)));
        refused("not before", "later than not after", () -> bounds.times(noon.plusNanos(1), noon));
        refusedNull("not after", () -> bounds.times(noon, null));
    }

    @Test
    @DisplayName("a stream that exists has a version")
    void streamHead() {
        refused(
                "stream head",
                "of cart/42 exists at version 0",
                () -> StreamHead.at(CART, Version.NONE, Position.START));
        refused(
                "stream head",
                "of cart/42 at version 0 has position 7",
                () -> StreamHead.deleted(CART, Version.NONE, Position.of(7)));
        assertEquals(StreamHead.deleted(CART, Version.NONE, Position.START), StreamHead.absent(CART));
        refusedNull("stream", () -> StreamHead.absent(null));
    }

    @Test
    @DisplayName("an append's condition says query and position, and refuses neither being there")
    void appendCondition() {
        AppendCondition condition = AppendCondition.unlessAny(EventQuery.tagged("seat:12A"));
        assertEquals(Position.START, condition.after());
        assertEquals(Position.of(9), condition.after(Position.of(9)).after());
        String text = condition.after(Position.of(9)).toString();
        assertTrue(text.contains("seat:12A") && text.endsWith("after position 9"), text);
        refusedNull("query", () -> AppendCondition.unlessAny(null));
        refusedNull("after", () -> condition.after(null));
    }

    @Test
    @DisplayName("a snapshot and the place of an event have all their parts")
    void parts() {
        refusedNull("position", () -> new EventPlace(CART, Version.FIRST, null));
        refusedNull("version", () -> new EventPlace(CART, null, Position.START));
        refusedNull("state", () -> new Snapshot<>(CART, Version.FIRST, null, Instant.EPOCH));
        assertEquals(
                Optional.of("s"),
                Optional.of(new Snapshot<>(CART, Version.FIRST, "s", Instant.EPOCH))
                        .map(Snapshot::state));
    }
}
