package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.drain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonSerializer;

/** An exception of any kind from somebody's own serialiser, converter or upcaster reaches a caller as the typed error with its place. */
class FailingPartsTest {
    private static final Schema OLD = Schema.of("Noted", "1");
    private static final Schema NOW = Schema.of("Noted", "2");
    private static final Representation<String> FOREIGN = Representation.text("foreign");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventTypes types = EventTypes.builder().add(Noted.class).build();

    @EventType(name = "Noted", revision = "2")
    record Noted(String text) {}

    static List<Supplier<Throwable>> failures() {
        return List.of(() -> new IllegalStateException("secret"), () -> new StackOverflowError("secret"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("a serialiser that fails when writing: nothing is stored")
    void writing(Supplier<Throwable> failure) {
        try (EventStore store =
                EventStore.builder(types).serializer(new Failing(failure, true)).on(storage)) {
            SerializationException e =
                    assertThrows(SerializationException.class, () -> store.append(CART, any(), new Noted("a")));
            assertSays(e, failure);
            assertThrows(
                    SerializationException.class, () -> store.snapshots().save(CART, Version.of(1), new Noted("a")));
            assertEquals(List.of(), drain(store.read(CART)));
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("a serialiser that fails when reading: its event's payload; a snapshot is absent")
    void reading(Supplier<Throwable> failure) {
        try (EventStore store = EventStore.builder(types)
                .serializer(new Failing(failure, false))
                .on(storage)) {
            store.append(CART, any(), new Noted("a"));
            store.snapshots().save(CART, Version.of(1), new Noted("a"));
            assertUnreadable(drain(store.read(CART)).get(0), failure);
            assertEquals(Optional.empty(), store.snapshots().latest(CART, Noted.class));
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("an upcaster that fails, also one that splits while the stream is read: its event's payload")
    void upcasting(Supplier<Throwable> failure) {
        Stores.store(storage, OLD, Payload.json("{}"));
        for (Upcaster<?> upcaster : List.of(
                Upcaster.change(OLD, NOW, Representation.JSON, event -> {
                    throw thrown(failure);
                }),
                Upcaster.split(OLD, Set.of(NOW), Representation.JSON, (event, context) -> {
                    throw thrown(failure);
                }))) {
            EventStore store = EventStore.builder(types)
                    .serializer(new JacksonSerializer())
                    .upcasters(upcaster)
                    .on(storage);
            assertUnreadable(drain(store.read(CART)).get(0), failure);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("a converter that fails, in both directions")
    void converting(Supplier<Throwable> failure) {
        Stores.store(storage, NOW, new Payload<>(FOREIGN, "x"));
        EventStore store = EventStore.builder(types)
                .serializer(new JacksonSerializer())
                .converters(
                        new FailingConverter(failure, Representation.JSON, FOREIGN),
                        new FailingConverter(failure, FOREIGN, Representation.JSON))
                .on(storage);
        assertUnreadable(drain(store.read(CART)).get(0), failure);
        EventStore writing = EventStore.builder(types)
                .serializer(new JacksonSerializer())
                .converters(new FailingConverter(failure, Representation.JSON, FOREIGN))
                .on(Stores.preferring(FOREIGN));
        assertSays(
                assertThrows(SerializationException.class, () -> writing.append(CART, any(), new Noted("a"))), failure);
    }

    private static void assertUnreadable(StoredEvent event, Supplier<Throwable> failure) {
        SerializationException e = assertThrows(SerializationException.class, event::payload);
        assertEquals(Optional.of(event.serialized().place()), e.place());
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("The Noted at version 1 of stream cart/42"), e.getMessage());
        assertSays(e, failure);
    }

    private static void assertSays(SerializationException e, Supplier<Throwable> failure) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(failure.get().getClass().getName()), message);
        assertFalse(message.contains("secret"), message);
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertSame(failure.get().getClass(), root.getClass());
    }

    /** The failure to throw, if it is no Error, which is thrown here. */
    private static RuntimeException thrown(Supplier<Throwable> failure) {
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    /** Throws in one of the two directions. */
    private record Failing(Supplier<Throwable> failure, boolean writing) implements Serializer {
        private static final JacksonSerializer RIGHT = new JacksonSerializer();

        @Override
        public List<Representation<?>> writes() {
            return RIGHT.writes();
        }

        @Override
        public boolean reads(Representation<?> representation) {
            return representation.equals(Representation.JSON);
        }

        @Override
        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
            if (writing) {
                throw thrown(failure);
            }
            return RIGHT.serialize(object, representation);
        }

        @Override
        public <T> T deserialize(Payload<?> payload, Class<T> type) {
            throw thrown(failure);
        }
    }

    private record FailingConverter(Supplier<Throwable> failure, Representation<String> from, Representation<String> to)
            implements Converter<String, String> {
        @Override
        public String convert(String value) {
            throw thrown(failure);
        }
    }
}
