package org.synapse4j.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.EventQuery.all;
import static org.synapse4j.api.EventQuery.category;
import static org.synapse4j.api.EventQuery.streams;
import static org.synapse4j.api.EventQuery.tagged;
import static org.synapse4j.api.EventQuery.types;
import static org.synapse4j.api.Refusal.refused;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which events a query matches, alone and joined. */
@SuppressWarnings("NullAway") // gives nulls on purpose
class EventQueryTest {
    private record Event(String category, String type, Set<Tag> tags) {
        boolean in(EventQuery query) {
            return query.matches(StreamId.of(category, "1"), TypeName.of(type), tags);
        }
    }

    private static final Event TEA = new Event("cart", "ItemAdded", Set.of(Tag.of("item:tea"), Tag.of("by:ann")));
    private static final Event SEAT = new Event("seat", "SeatTaken", Set.of(Tag.of("seat:12A")));
    private static final Event BARE = new Event("cart", "CartCreated", Set.of());

    private static String matches(EventQuery query) {
        return (TEA.in(query) ? "T" : "-") + (SEAT.in(query) ? "S" : "-") + (BARE.in(query) ? "B" : "-");
    }

    @Test
    @DisplayName(
            "a query matches by stream and by category (any of them), by type (any of them), by tags (all of them)")
    void one() {
        assertEquals("TSB", matches(all()));
        assertEquals("T-B", matches(category("cart")));
        assertEquals("TSB", matches(category("cart", "seat")));
        assertEquals("-SB", matches(types("SeatTaken", "CartCreated")));
        assertEquals("T-B", matches(streams(StreamId.of("cart", "1"))));
        assertEquals("TSB", matches(streams(StreamId.of("cart", "1"), StreamId.of("seat", "1"))));
        assertEquals("---", matches(streams(StreamId.of("cart", "2"))));
        assertEquals("T--", matches(tagged("item:tea")));
        assertEquals("T--", matches(tagged("item:tea", "by:ann")));
        assertEquals("---", matches(tagged("item:tea", "seat:12A")));
        assertEquals("---", matches(new EventQuery(List.of())));
    }

    @Test
    @DisplayName("or matches what either matches, and matches what both match")
    void joined() {
        assertEquals("TS-", matches(tagged("item:tea").or(tagged("seat:12A"))));
        assertEquals("--B", matches(category("cart").and(types("CartCreated", "SeatTaken"))));
        assertEquals("---", matches(category("cart").and(category("seat"))));
        assertEquals("---", matches(types("ItemAdded").and(types("CartCreated"))));
        assertEquals("T--", matches(tagged("item:tea").and(tagged("by:ann"))));
        assertEquals("T--", matches(all().and(tagged("item:tea"))));
        assertEquals("---", matches(all().and(new EventQuery(List.of()))));
        assertEquals("T-B", matches(all().and(category("cart")).and(category("cart", "seat"))));
        assertEquals("T--", matches(streams(StreamId.of("cart", "1")).and(tagged("item:tea"))));
        assertEquals("---", matches(streams(StreamId.of("cart", "1")).and(streams(StreamId.of("seat", "1")))));
        assertEquals("---", matches(streams(StreamId.of("cart", "1")).and(category("seat"))));
    }

    @Test
    @DisplayName("and distributes over or")
    void distributed() {
        List<EventQuery> queries = List.of(
                all(), category("cart"), category("seat"), types("ItemAdded"), tagged("by:ann"), tagged("seat:12A"));
        for (EventQuery a : queries) {
            for (EventQuery b : queries) {
                for (EventQuery c : queries) {
                    assertEquals(matches(a.and(b.or(c))), matches(a.and(b).or(a.and(c))), a + " " + b + " " + c);
                }
            }
        }
    }

    @Test
    @DisplayName("a query without a name would match everything by accident, and is refused")
    void nothingNamed() {
        refused("streams", "name none", () -> streams());
        refused("categories", "name none", () -> category());
        refused("types", "name none", () -> types());
        refused("tags", "name none", () -> tagged());
    }

    @Test
    @DisplayName("null elements and malformed names are refused, saying where they stand")
    void bad() {
        refused("types[1]", "is null", () -> types("a", null));
        refused("categories[0]", "is null", () -> category((String) null));
        refused("tag", "'tea' has no ':'", () -> tagged("tea"));
        refused("criteria[0]", "is null", () -> new EventQuery(Arrays.asList((EventQuery.Criterion) null)));
        refused("stream category", "is blank", () -> category(" "));
        refused("stream category", "holds a '/'", () -> category("cart/42"));
    }

    @Test
    @DisplayName("a query is a value, and cannot be changed from outside")
    void value() {
        Set<String> categories = new HashSet<>(Set.of("cart"));
        EventQuery.Criterion criterion = EventQuery.Criterion.of(categories, Set.of(), Set.of());
        categories.add("seat");
        assertEquals(category("cart"), new EventQuery(List.of(criterion)));
        assertThrows(
                UnsupportedOperationException.class,
                () -> criterion.categories().add("x"));
        assertFalse(all().equals(category("cart")));
        assertTrue(tagged("a:1", "b:2").equals(tagged("b:2", "a:1")));
    }
}
