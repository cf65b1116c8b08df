package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.drain;
import static org.synapse4j.eventstoretests.Stores.payloads;
import static org.synapse4j.eventstoretests.Stores.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.serialization.UpcastPart;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JsonTree;

/** Events of other times, read through an event store on every storage. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.synapse4j.eventstoretests.EveryStorage#all")
class UpcastingTest {
    private static final Schema PUT = Schema.of("ItemPut", "1");
    private static final Schema ADDED_1 = Schema.of("ItemAdded", "1");
    private static final Schema ADDED_2 = Schema.of("ItemAdded", "2");
    private static final Schema ADDED_3 = Schema.of("ItemAdded", "3");
    private static final Schema CHANGED = Schema.of("CartChanged", "1");
    private static final Schema REMOVED = Schema.of("ItemRemoved", "1");
    private static final Schema VIEWED = Schema.of("CartViewed", "1");

    private final StorageStrategy storage;
    private final EventStore store;

    UpcastingTest(EveryStorage.Kind kind) {
        storage = kind.open();
        store = open(UPCASTERS);
    }

    @EventType(name = "ItemAdded", revision = "3")
    record ItemAdded(String item, int quantity, BigDecimal price, String currency) {}

    @EventType(name = "ItemRemoved")
    record ItemRemoved(String item) {}

    @EventType(name = "CartState", revision = "2")
    record CartState(int items, String currency) {}

    private static final Upcaster<?>[] UPCASTERS = {
        JsonTree.change(ADDED_2, ADDED_3, item -> item.put("currency", "EUR")),
        Upcaster.drop(VIEWED),
        Upcaster.split(CHANGED, Set.of(ADDED_2, REMOVED), JsonTree.REPRESENTATION, (event, context) -> {
            List<UpcastPart<JsonNode>> parts = new ArrayList<>();
            event.payload().get("removed").forEach(item -> parts.add(event.part(REMOVED, item)));
            event.payload().get("added").forEach(item -> parts.add(event.part(ADDED_2, item)));
            return parts;
        }),
        JsonTree.change(ADDED_1, ADDED_2, item -> item.put("quantity", 1)),
        Upcaster.rename(PUT, ADDED_1),
        JsonTree.change(Schema.of("CartState", "1"), Schema.of("CartState", "2"), state -> state.put("currency", "EUR"))
    };

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    @DisplayName("an event of the first revision and an older name is read as today's, its price to the last zero")
    void chain() {
        put("tea");
        StoredEvent event = drain(store.read(CART)).get(0);
        assertEquals(
                List.of("ItemAdded", "3"),
                List.of(event.type().value(), event.revision().value()));
        assertEquals(new ItemAdded("tea", 1, new BigDecimal("2.50"), "EUR"), event.payload());
        assertEquals("ItemPut", event.serialized().event().type().value());
    }

    @Test
    @DisplayName("one event becomes several with the same place and ids, each with its index")
    void split() {
        changed("[{\"item\":\"milk\"}]", "[{\"item\":\"tea\",\"quantity\":2,\"price\":1.0}]");
        List<StoredEvent> events = drain(store.read(CART));
        assertEquals(
                List.of(new ItemRemoved("milk"), new ItemAdded("tea", 2, new BigDecimal("1.0"), "EUR")),
                events.stream().map(StoredEvent::payload).toList());
        assertEquals(List.of(0, 1), events.stream().map(StoredEvent::index).toList());
        assertEquals(1, events.stream().map(StoredEvent::version).distinct().count());
        assertEquals(1, events.stream().map(StoredEvent::position).distinct().count());
        assertEquals(1, events.stream().map(StoredEvent::id).distinct().count());
    }

    @Test
    @DisplayName(
            "a stream has passed an event when its last part is taken, and a dropped one when the next is looked for")
    void passed() {
        changed("[{\"item\":\"a\"},{\"item\":\"b\"}]", "[]");
        store(storage, VIEWED, Payload.json("not even JSON"));
        put("tea");
        store(storage, VIEWED, Payload.json("{}"));
        try (EventStream events = store.read(CART)) {
            assertEquals(Optional.empty(), version(events));
            events.next();
            assertEquals(Optional.empty(), version(events));
            events.next();
            assertEquals(Optional.of(1L), version(events));
            assertEquals("tea", events.peek().payload(ItemAdded.class).item());
            assertEquals(Optional.of(2L), version(events));
            events.next();
            assertEquals(Optional.of(3L), version(events));
            assertFalse(events.hasNext());
            assertEquals(Optional.of(4L), version(events));
        }
    }

    @Test
    @DisplayName("a limit counts stored events, and a backward read delivers the parts of each in their order")
    void limits() {
        put("tea");
        changed("[{\"item\":\"a\"},{\"item\":\"b\"}]", "[]");
        store(storage, VIEWED, Payload.json("{}"));
        assertEquals(
                List.of(new ItemRemoved("a"), new ItemRemoved("b")),
                payloads(store.read(StreamRead.of(CART).backwards().limit(2))));
    }

    @Test
    @DisplayName("a query names today's types: it finds what is stored under other names, and only what it names")
    void queries() {
        put("tea");
        changed("[{\"item\":\"milk\"}]", "[{\"item\":\"rye\",\"quantity\":2,\"price\":1}]");
        store.append(CART, any(), new ItemRemoved("tea"));
        assertEquals(List.of("tea", "rye"), items("ItemAdded"));
        assertEquals(List.of("milk", "tea"), items("ItemRemoved"));
        assertThrows(UnknownTypeException.class, () -> items("ItemPut"));
        assertThrows(UnknownTypeException.class, () -> items("CartChanged"));
        assertEquals(4, drain(store.feed()).size());
    }

    @Test
    @DisplayName("a condition names today's types too")
    void conditions() {
        put("tea");
        AppendCondition noneAdded = AppendCondition.unlessAny(EventQuery.types("ItemAdded"));
        assertThrows(
                ConditionConflictException.class,
                () -> store.append(CART, any(), List.of(new ItemRemoved("tea")), noneAdded));
        store.append(CART, any(), List.of(new ItemRemoved("tea")), noneAdded.after(Position.of(position())));
    }

    @Test
    @DisplayName(
            "what an upcaster cannot read is delivered, fails when it is looked at, and names its place; others are read")
    void unreadable() {
        store(storage, CHANGED, Payload.json("{\"removed\":[secret"));
        store(storage, ADDED_2, Payload.json("[\"secret\"]"));
        store(storage, CHANGED, Payload.json("[".repeat(100_000)));
        put("tea");
        List<StoredEvent> events = drain(store.read(CART));
        for (int i = 0; i < 3; i++) {
            StoredEvent bad = events.get(i);
            SerializationException e = assertThrows(SerializationException.class, bad::payload);
            String message = String.valueOf(e.getMessage());
            assertTrue(
                    message.startsWith(
                            "The " + bad.type() + " at version " + (i + 1) + " of stream cart/42, position "),
                    message);
            assertFalse(message.contains("secret"), message);
            assertEquals(Optional.of(bad.serialized().place()), e.place());
        }
        assertEquals("tea", events.get(3).payload(ItemAdded.class).item());
        assertEquals(
                4,
                drain(store.feed(FeedRead.forwards().matching(EventQuery.types("ItemAdded"))))
                        .size());
    }

    @Test
    @DisplayName("a revision that no upcaster leads on from, and a type that nobody registered, say so, or stay opaque")
    void unknown() {
        Schema newer = Schema.of("ItemAdded", "9");
        Schema foreign = Schema.of("Foreign", "1");
        store(storage, newer, Payload.json("{\"item\":\"x\"}"));
        store(storage, foreign, Payload.json("{\"y\":1.50}"));
        put("tea");
        List<StoredEvent> events = drain(store.read(CART));
        UnknownTypeException revision =
                assertThrows(UnknownTypeException.class, () -> events.get(0).payload());
        String message = String.valueOf(revision.getMessage());
        assertTrue(message.contains("from ItemAdded revision 9 (version 1 of stream cart/42, position "), message);
        assertEquals(Optional.of(events.get(0).serialized().place()), revision.place());
        UnknownTypeException type =
                assertThrows(UnknownTypeException.class, () -> events.get(1).payload());
        assertEquals("Foreign", type.type());
        assertEquals("tea", events.get(2).payload(ItemAdded.class).item());

        EventStore tolerant = EventStore.builder(types())
                .unknownTypes(UnknownTypes.OPAQUE)
                .upcasters(UPCASTERS)
                .on(storage);
        List<Object> read = payloads(tolerant.read(CART));
        assertEquals(new OpaqueEvent(newer, Payload.json("{\"item\":\"x\"}")), read.get(0));
        assertEquals(new OpaqueEvent(foreign, Payload.json("{\"y\":1.50}")), read.get(1));
        tolerant.append(CART, any(), read.get(1));
        StoredEvent again = drain(tolerant.read(CART)).get(3);
        assertEquals(foreign.type(), again.serialized().event().type());
        assertEquals(Payload.json("{\"y\":1.50}"), again.serialized().event().payload());
    }

    @Test
    @DisplayName("a copy to another store is what is read today, in a form that is stored there")
    void copy() {
        put("tea");
        changed("[{\"item\":\"milk\"}]", "[{\"item\":\"rye\",\"quantity\":2,\"price\":1}]");
        try (EventStore target = EventStore.builder(types()).on(new InMemoryStorage())) {
            target.append(
                    CART,
                    any(),
                    drain(store.read(CART)).stream().map(NewEvent::from).toList());
            List<StoredEvent> copied = drain(target.read(CART));
            assertEquals(
                    payloads(store.read(CART)),
                    copied.stream().map(StoredEvent::payload).toList());
            assertEquals(
                    Payload.json("{\"item\":\"tea\",\"price\":2.50,\"quantity\":1,\"currency\":\"EUR\"}"),
                    copied.get(0).serialized().event().payload());
            assertEquals(Map.of("by", "old code"), copied.get(0).metadata());
        }
    }

    @Test
    @DisplayName("upcasters share notes along a stream, and not with another stream")
    void notes() {
        Upcaster<?> noting = Upcaster.split(ADDED_1, Set.of(ADDED_3), JsonTree.REPRESENTATION, (event, context) -> {
            var item = JsonTree.object(event.payload());
            if (item.has("currency")) {
                context.put("currency", item.get("currency").asText());
            }
            item.put("currency", context.get("currency", String.class).orElse("none"));
            return List.of(event.part(ADDED_3, item).with(Map.of("upcast", "yes")));
        });
        EventStore noted = open(noting);
        String item = "{\"item\":\"x\",\"quantity\":1,\"price\":1";
        store(storage, ADDED_1, Payload.json(item + "}"));
        store(storage, ADDED_1, Payload.json(item + ",\"currency\":\"USD\"}"));
        store(storage, org.synapse4j.api.StreamId.of("cart", "43"), ADDED_1, Payload.json(item + "}"));
        store(storage, ADDED_1, Payload.json(item + "}"));
        List<StoredEvent> events = drain(noted.feed());
        assertEquals(
                List.of("none", "USD", "none", "USD"),
                events.stream()
                        .map(event -> event.payload(ItemAdded.class).currency())
                        .toList());
        assertEquals(Map.of("upcast", "yes"), events.get(0).metadata());
    }

    @Test
    @DisplayName("a snapshot is led on like an event, and counts as absent where that does not work")
    void snapshots() {
        keep("CartState", "1", "{\"items\":3}");
        assertEquals(
                Optional.of(new CartState(3, "EUR")),
                store.snapshots().latest(CART, CartState.class).map(found -> found.state()));
        keep("CartState", "1", "[]");
        assertEquals(Optional.empty(), store.snapshots().latest(CART, CartState.class));
        keep("CartViewed", "1", "{}");
        assertEquals(Optional.empty(), store.snapshots().latest(CART, CartState.class));
        keep("CartChanged", "1", "{");
        assertEquals(Optional.empty(), store.snapshots().latest(CART, CartState.class));
    }

    @Test
    @DisplayName("a chain that cannot be is refused when the store is built")
    void refused() {
        var builder = EventStore.builder(types()).upcasters(Upcaster.rename(ADDED_1, ADDED_2));
        builder.upcasters(Upcaster.rename(ADDED_2, ADDED_1));
        assertThrows(InvalidValueException.class, () -> builder.on(storage));
        assertThrows(InvalidValueException.class, () -> builder.open("memory:"));
    }

    private EventStore open(Upcaster<?>... upcasters) {
        return EventStore.builder(types()).upcasters(upcasters).on(storage);
    }

    private static EventTypes types() {
        return EventTypes.builder()
                .add(ItemAdded.class, ItemRemoved.class, CartState.class)
                .build();
    }

    private void put(String item) {
        Stores.store(storage, PUT, Payload.json("{\"item\":\"" + item + "\",\"price\":2.50}"));
    }

    private void changed(String removed, String added) {
        Stores.store(storage, CHANGED, Payload.json("{\"removed\":" + removed + ",\"added\":" + added + "}"));
    }

    private void keep(String type, String revision, String json) {
        Schema schema = Schema.of(type, revision);
        storage.snapshots()
                .orElseThrow()
                .save(new SerializedSnapshot(
                        CART,
                        Version.FIRST,
                        schema.type(),
                        schema.revision(),
                        Payload.json(json),
                        Map.of(),
                        Instant.EPOCH));
    }

    private List<String> items(String type) {
        return payloads(store.feed(FeedRead.forwards().matching(EventQuery.types(type)))).stream()
                .map(payload -> payload instanceof ItemAdded added ? added.item() : ((ItemRemoved) payload).item())
                .toList();
    }

    private long position() {
        return store.end().value();
    }

    private static Optional<Long> version(EventStream events) {
        return events.passed().map(EventPlace::version).map(Version::value);
    }
}
