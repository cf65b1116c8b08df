package org.synapse4j.eventstoretests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.drain;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonCborSerializer;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.jackson.JsonTree;

/** A string of 100 MB in a payload is refused in bounded time, by whoever looks at it; the stream stays readable. */
class HugePayloadTest {
    private static final int HUGE = 100_000_000;
    private static final Payload<String> PLACEHOLDER = Payload.json("\"huge\"");
    private static final Schema OLD = Schema.of("Noted", "1");
    private static final Schema NOW = Schema.of("Noted", "2");

    @EventType(name = "Noted", revision = "2")
    record Noted(String text) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("payloads")
    @DisplayName("a string of 100 MB is an error with its place, and no other event's; it is short, and shows nothing:")
    void string(Schema schema, Supplier<Payload<?>> huge) {
        InMemoryStorage storage = new InMemoryStorage();
        Stores.store(storage, NOW, Payload.json("{\"text\":\"a\"}"));
        Stores.store(storage, schema, PLACEHOLDER);
        Stores.store(storage, NOW, Payload.json("{\"text\":\"b\"}"));
        try (EventStore store = EventStore.builder(
                        EventTypes.builder().add(Noted.class).build())
                .serializer(new JacksonSerializer())
                .reads(new JacksonCborSerializer())
                .upcasters(JsonTree.change(OLD, NOW, note -> note.put("more", 1)))
                .on(handingOut(storage, huge.get()))) {
            List<StoredEvent> events = drain(store.read(CART));
            StoredEvent bad = events.get(1);
            SerializationException e = assertTimeout(
                    Duration.ofSeconds(20), () -> assertThrows(SerializationException.class, bad::payload));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith("The Noted at version 2 of stream cart/42, position 2 "), message);
            assertTrue(message.length() < 1_000 && !message.contains("xxx"), message);
            assertEquals(Optional.of(bad.serialized().place()), e.place());
            assertEquals(new Noted("a"), events.get(0).payload());
            assertEquals(new Noted("b"), events.get(2).payload());
        }
    }

    static Stream<Arguments> payloads() {
        return Stream.of(
                of("JSON", NOW, HugePayloadTest::json),
                of("JSON that an upcaster works on", OLD, HugePayloadTest::json),
                of(
                        "JSON in UTF-8",
                        NOW,
                        () -> new Payload<>(
                                Representation.JSON_BYTES,
                                Bytes.of(json().value().getBytes(UTF_8)))),
                of("CBOR", NOW, () -> cbor(HUGE)),
                of("CBOR that an upcaster works on", OLD, () -> cbor(HUGE)),
                of("CBOR that says it is that long, and is not", NOW, () -> cbor(10)));
    }

    private static Arguments of(String name, Schema schema, Supplier<Payload<?>> huge) {
        return arguments(named(name, schema), huge);
    }

    private static Payload<String> json() {
        return Payload.json("{\"text\":\"" + "x".repeat(HUGE) + "\"}");
    }

    /** A map of one text, which says that it is of 100 MB, and has this many. */
    private static Payload<?> cbor(int characters) {
        ByteBuffer bytes = ByteBuffer.allocate(characters + 11);
        bytes.put((byte) 0xa1)
                .put((byte) 0x64)
                .put("text".getBytes(UTF_8))
                .put((byte) 0x7a)
                .putInt(HUGE);
        while (bytes.hasRemaining()) {
            bytes.put((byte) 'x');
        }
        return new Payload<>(JacksonCborSerializer.CBOR, Bytes.of(bytes.array()));
    }

    /** The storage, as if it held what storages refuse to take: who writes there by other means keeps no limits. */
    private static StorageStrategy handingOut(InMemoryStorage storage, Payload<?> huge) {
        return Stores.reading(storage, event -> event.payload().equals(PLACEHOLDER) ? event.withPayload(huge) : event);
    }
}
