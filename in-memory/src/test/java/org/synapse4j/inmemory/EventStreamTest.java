package org.synapse4j.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.inmemory.Shop.CART;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.inmemory.Shop.CartCreated;
import org.synapse4j.inmemory.Shop.ItemAdded;
import org.synapse4j.jackson.JacksonSerializer;

/** Reading by way of an event store: lazily, once, and past what cannot be read. */
class EventStreamTest {
    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventStore store = Shop.open(storage);

    @AfterEach
    void close() {
        store.close();
    }

    /** Counts how often it deserialises. */
    private record Counting(Serializer serializer, AtomicInteger read) implements Serializer {
        @Override
        public List<Representation<?>> writes() {
            return serializer.writes();
        }

        @Override
        public boolean reads(Representation<?> representation) {
            return serializer.reads(representation);
        }

        @Override
        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
            return serializer.serialize(object, representation);
        }

        @Override
        public <T> T deserialize(Payload<?> payload, Class<T> type) {
            read.incrementAndGet();
            return serializer.deserialize(payload, type);
        }
    }

    @Test
    @DisplayName("a payload is deserialised when it is asked for, not before, and once, whichever threads ask")
    void lazy() throws Exception {
        AtomicInteger read = new AtomicInteger();
        EventStore counted = EventStore.builder(Shop.TYPES)
                .serializer(new Counting(new JacksonSerializer(), read))
                .on(storage);
        counted.append(CART, any(), add(100).toArray());
        List<StoredEvent> events = new ArrayList<>();
        try (EventStream stream = counted.read(CART)) {
            stream.forEach(events::add);
        }
        assertEquals(0, read.get());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<List<Object>>> seen = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                seen.add(threads.submit(() -> {
                    start.await();
                    return events.stream().map(StoredEvent::payload).toList();
                }));
            }
            start.countDown();
            for (Future<List<Object>> one : seen) {
                for (int i = 0; i < events.size(); i++) {
                    assertSame(events.get(i).payload(), one.get().get(i));
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(100, read.get());
    }

    @Test
    @DisplayName("a type that nobody registered is an error of its payload only, with type, version and stream")
    void unknownType() {
        store.append(CART, any(), new CartCreated("42"), new ItemAdded("tea", 2), new CartCreated("43"));
        EventStore smaller = EventStore.builder(Shop.types().build()).on(storage);
        try (EventStream events = smaller.read(CART)) {
            assertEquals(new CartCreated("42"), events.next().payload());
            StoredEvent unknown = events.next();
            assertEquals(TypeName.of("ItemAdded"), unknown.type());
            UnknownTypeException e = assertThrows(UnknownTypeException.class, unknown::payload);
            assertEquals("ItemAdded", e.type());
            assertTrue(
                    String.valueOf(e.getMessage()).contains("for ItemAdded (version 2 of stream cart/42, position 2)"),
                    e.getMessage());
            assertEquals(new CartCreated("43"), events.next().payload(CartCreated.class));
        }
    }

    @Test
    @DisplayName("a payload that cannot be read is an error of its event only, with type, version and stream")
    void unreadable() {
        appendRaw(Payload.json("{\"item\":\"hunter2\",\"quantity\":\"hunter2\"}"));
        appendRaw(new Payload<>(Representation.BYTES, Bytes.of((byte) 1)));
        store.append(CART, any(), new ItemAdded("tea", 2));
        try (EventStream events = store.read(CART)) {
            SerializationException malformed = assertThrows(SerializationException.class, events.next()::payload);
            String message = String.valueOf(malformed.getMessage());
            assertTrue(message.startsWith("The ItemAdded at version 1 of stream cart/42, position 1 cannot"), message);
            assertTrue(message.contains("quantity") && !message.contains("hunter2"), message);
            SerializationException other = assertThrows(SerializationException.class, events.next()::payload);
            assertTrue(
                    String.valueOf(other.getMessage())
                            .contains("version 2 of stream cart/42, position 2 is stored as bytes"),
                    other.getMessage());
            assertEquals(new ItemAdded("tea", 2), events.next().payload());
        }
    }

    @Test
    @DisplayName("a payload asked for as another class is a typed error that names both")
    void otherClass() {
        store.append(CART, any(), new ItemAdded("tea", 2));
        try (EventStream events = store.read(CART)) {
            StoredEvent event = events.next();
            SerializationException e =
                    assertThrows(SerializationException.class, () -> event.payload(CartCreated.class));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .contains("version 1 of cart/42 is a org.synapse4j.inmemory.Shop$ItemAdded"),
                    e.getMessage());
        }
    }

    @Test
    @DisplayName("peek shows the next event and does not take it; passed says the last one taken")
    void peek() {
        store.append(CART, any(), new CartCreated("42"), new ItemAdded("tea", 2));
        try (EventStream events = store.read(CART)) {
            assertEquals(Optional.empty(), events.passed());
            StoredEvent first = events.peek();
            assertSame(first, events.peek());
            assertTrue(events.hasNext());
            assertEquals(Optional.empty(), events.passed());
            assertSame(first, events.next());
            assertEquals(Optional.of(Version.of(1)), events.passed().map(EventPlace::version));
            assertNotSame(first, events.next());
            assertFalse(events.hasNext());
            assertThrows(NoSuchElementException.class, events::peek);
            assertThrows(NoSuchElementException.class, events::next);
            assertEquals(Optional.of(Version.of(2)), events.passed().map(EventPlace::version));
        }
    }

    @Test
    @DisplayName("a loop that stopped early is gone on with by the next one")
    void twice() {
        store.append(CART, any(), add(5).toArray());
        List<Long> seen = new ArrayList<>();
        try (EventStream events = store.read(CART)) {
            for (StoredEvent event : events) {
                seen.add(event.version().value());
                if (seen.size() == 2) {
                    break;
                }
            }
            for (StoredEvent event : events) {
                seen.add(event.version().value());
            }
            assertFalse(events.iterator().hasNext());
        }
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), seen);
    }

    @Test
    @DisplayName("bounds, limit and direction are as asked for")
    void bounds() {
        store.append(CART, any(), add(5).toArray());
        try (EventStream events = store.read(StreamRead.of(CART)
                .from(Version.of(2))
                .upTo(Version.of(4))
                .limit(2)
                .backwards())) {
            assertEquals(Version.of(4), events.next().version());
            assertEquals(Version.of(3), events.next().version());
            assertFalse(events.hasNext());
        }
    }

    @Test
    @DisplayName("a closed stream refuses every call, also what it had peeked; closing again does nothing")
    void closed() {
        store.append(CART, any(), add(3).toArray());
        EventStream events = store.read(CART);
        StoredEvent taken = events.next();
        events.peek();
        events.close();
        events.close();
        assertThrows(ClosedException.class, events::hasNext);
        assertThrows(ClosedException.class, events::next);
        assertThrows(ClosedException.class, events::peek);
        assertThrows(ClosedException.class, () -> events.iterator().hasNext());
        assertEquals(new ItemAdded("tea", 0), taken.payload());
        assertEquals(Optional.of(Version.of(1)), events.passed().map(EventPlace::version));
    }

    private static List<Object> add(int count) {
        List<Object> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new ItemAdded("tea", i));
        }
        return events;
    }

    private void appendRaw(Payload<?> payload) {
        SerializedEvent event = new SerializedEvent(
                EventId.fresh(), TypeName.of("ItemAdded"), Revision.FIRST, Set.of(), payload, Map.of(), Instant.EPOCH);
        storage.streams()
                .append(SerializedCommit.of(
                        CommitId.fresh(), CART, any(), List.of(NewSerializedEvent.of(CART, event))));
    }
}
