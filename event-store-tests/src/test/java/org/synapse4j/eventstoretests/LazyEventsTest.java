package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.drain;
import static org.synapse4j.eventstoretests.Stores.payloads;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonSerializer;

/** Payloads become objects at most once, and only for who asks. */
class LazyEventsTest {
    private final Counting serializer = new Counting();
    private final EventStore store = EventStore.builder(
                    EventTypes.builder().add(Noted.class).build())
            .serializer(serializer)
            .on(new InMemoryStorage());

    @EventType(name = "Noted")
    record Noted(String text) {}

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    @DisplayName("an event that nobody looks at is not deserialised; one that many threads look at is once")
    void once() throws Exception {
        store.append(CART, any(), new Noted("a"));
        StoredEvent event = drain(store.read(CART)).get(0);
        assertEquals(0, serializer.read.get());
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Object>> all = Stream.<Callable<Object>>generate(() -> () -> {
                        start.await();
                        return event.payload();
                    })
                    .limit(threads)
                    .toList();
            for (Future<Object> one : pool.invokeAll(all)) {
                assertSame(event.payload(), one.get());
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(1, serializer.read.get());
    }

    @Test
    @DisplayName("a copy with other metadata shares the payload, whichever of the two is looked at first")
    void copies() {
        store.append(CART, any(), new Noted("a"));
        StoredEvent event = drain(store.read(CART)).get(0);
        StoredEvent copy = event.with(Map.of("user", "7"));
        assertEquals(List.of(Map.of(), Map.of("user", "7")), List.of(event.metadata(), copy.metadata()));
        assertSame(copy.payload(), event.payload());
        assertEquals(1, serializer.read.get());
        assertEquals(List.of(event.id(), event.position(), 0), List.of(copy.id(), copy.position(), copy.index()));
    }

    @Test
    @DisplayName(
            "an event that is read and appended elsewhere passes through: neither read nor written, the same bytes")
    void passThrough() {
        String spaced = "{ \"text\" : \"a\" , \"unknown\" : 1.500 }";
        InMemoryStorage source = new InMemoryStorage();
        Stores.store(source, Schema.of("Noted", "1"), Payload.json(spaced), "k:v");
        EventStore from = EventStore.builder(
                        EventTypes.builder().add(Noted.class).build())
                .serializer(serializer)
                .on(source);
        StoredEvent original = drain(from.read(CART)).get(0);
        store.append(CART, any(), NewEvent.from(original).with(Map.of("copied", "yes")));
        assertEquals(List.of(0, 0), List.of(serializer.read.get(), serializer.written.get()));
        StoredEvent copy = drain(store.read(CART)).get(0);
        assertEquals(Payload.json(spaced), copy.serialized().event().payload());
        assertEquals(
                List.of(original.id(), original.time(), original.tags(), Map.of("copied", "yes")),
                List.of(copy.id(), copy.time(), copy.tags(), copy.metadata()));
        assertEquals(new Noted("a"), copy.payload());
        from.close();
    }

    @Test
    @DisplayName("an event that goes to several stores is serialised once")
    void severalTargets() {
        NewEvent prepared = store.serialized(NewEvent.of(new Noted("a")).tagged("k:v"));
        assertInstanceOf(OpaqueEvent.class, prepared.payload());
        try (EventStore other = EventStore.builder(
                        EventTypes.builder().add(Noted.class).build())
                .serializer(serializer)
                .on(new InMemoryStorage())) {
            store.append(CART, any(), prepared, prepared);
            other.append(CART, any(), prepared);
            assertEquals(1, serializer.written.get());
            assertEquals(List.of(new Noted("a")), payloads(other.read(CART)));
        }
        Set<Object> read = payloads(store.read(CART)).stream().collect(Collectors.toSet());
        assertEquals(Set.of(new Noted("a")), read);
    }

    /** Counts what it is asked to do. */
    private static final class Counting implements Serializer {
        private final Serializer json = new JacksonSerializer();
        private final AtomicInteger written = new AtomicInteger();
        private final AtomicInteger read = new AtomicInteger();

        @Override
        public List<Representation<?>> writes() {
            return json.writes();
        }

        @Override
        public boolean reads(Representation<?> representation) {
            return json.reads(representation);
        }

        @Override
        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
            written.incrementAndGet();
            return json.serialize(object, representation);
        }

        @Override
        public <T> T deserialize(Payload<?> payload, Class<T> type) {
            read.incrementAndGet();
            return json.deserialize(payload, type);
        }
    }
}
