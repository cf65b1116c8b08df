package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.drain;
import static org.synapse4j.eventstoretests.Stores.payloads;

import java.math.BigDecimal;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonCborSerializer;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.jackson.JsonTree;
import org.synapse4j.mongocommon.BsonForm;

/** Several serialisers and representations in one store. */
class MixedSerializersTest {
    private static final Representation<Bytes> BACKWARDS = Representation.binary("backwards");

    private final JacksonSerializer json = new JacksonSerializer();
    private final JacksonCborSerializer cbor = new JacksonCborSerializer();
    private final EventTypes types = EventTypes.builder().add(Priced.class).build();

    @EventType(name = "Priced", revision = "2")
    @SuppressWarnings("ArrayRecordComponent") // bytes are what JSON has no form for
    record Priced(BigDecimal price, byte[] picture, String currency) {
        Priced(String price) {
            this(new BigDecimal(price), new byte[] {1, -1}, "EUR");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Priced that
                    && price.equals(that.price)
                    && java.util.Arrays.equals(picture, that.picture)
                    && currency.equals(that.currency);
        }

        @Override
        public int hashCode() {
            return price.hashCode();
        }
    }

    @Test
    @DisplayName("a store changes its serialiser without a migration: each event says its representation")
    void change() {
        InMemoryStorage storage = new InMemoryStorage();
        store(storage, json).append(CART, any(), new Priced("1.50"));
        EventStore now = store(storage, cbor, json);
        now.append(CART, any(), new Priced("2.00"));
        store(storage, json, cbor).append(CART, any(), new Priced("3.0"));
        List<StoredEvent> events = drain(now.read(CART));
        assertEquals(
                List.of("json", "cbor", "json"),
                events.stream()
                        .map(event -> event.serialized()
                                .event()
                                .payload()
                                .representation()
                                .name())
                        .toList());
        assertEquals(
                List.of(new Priced("1.50"), new Priced("2.00"), new Priced("3.0")),
                events.stream().map(StoredEvent::payload).toList());
    }

    @Test
    @DisplayName("JSON is read by the CBOR serialiser too, over the tree; what nobody reads is an error with its place")
    void unreadable() {
        InMemoryStorage storage = new InMemoryStorage();
        store(storage, json).append(CART, any(), new Priced("1.50"));
        assertEquals(List.of(new Priced("1.50")), payloads(store(storage, cbor).read(CART)));
        Stores.store(storage, Schema.of("Priced", "2"), new Payload<>(Representation.XML, "<secret/>"));
        SerializationException e = assertThrows(
                SerializationException.class,
                () -> payloads(store(storage, json, cbor).read(CART)));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("The Priced at version 2 of stream cart/42, position "), message);
        assertTrue(message.contains("is stored as xml, which " + JacksonSerializer.class.getName()), message);
    }

    @Test
    @DisplayName("one upcaster of trees serves events in JSON and in CBOR")
    void upcasting() {
        Schema old = Schema.of("Priced", "1");
        Upcaster<?> upcaster = JsonTree.change(old, Schema.of("Priced", "2"), tree -> tree.put("currency", "EUR"));
        InMemoryStorage storage = new InMemoryStorage();
        Stores.store(storage, old, Payload.json("{\"price\":1.50,\"picture\":\"Af8=\"}"));
        Stores.store(
                storage,
                old,
                cbor.serialize(new Old(new BigDecimal("1.50"), new byte[] {1, -1}), JacksonCborSerializer.CBOR));
        for (Serializer[] readers : new Serializer[][] {{json}, {cbor}, {json, cbor}, {cbor, json}}) {
            EventStore store = EventStore.builder(types)
                    .serializer(readers[0])
                    .reads(readers)
                    .upcasters(upcaster)
                    .on(storage);
            assertEquals(List.of(new Priced("1.50"), new Priced("1.50")), payloads(store.read(CART)));
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Old(BigDecimal price, byte[] picture) {}

    @Test
    @DisplayName("a storage gets the first representation it prefers that is written or that lossless converters reach")
    void preferences() {
        Representation<?> nowhere = Representation.text("nowhere");
        assertEquals("json", stored(json));
        assertEquals("json-utf8", stored(json, Representation.JSON_BYTES, Representation.JSON));
        assertEquals("json", stored(json, nowhere, Representation.JSON, Representation.JSON_BYTES));
        assertEquals("backwards", stored(json, BACKWARDS));
        assertEquals("json", stored(json, nowhere));
        assertEquals("cbor", stored(cbor, Representation.JSON, BACKWARDS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.synapse4j.eventstoretests.EveryStorage#all")
    @DisplayName(
            "a serialiser of documents is stored as JSON, natively where the storage can, and reads what others wrote:")
    void documents(EveryStorage.Kind kind) {
        EventTypes documents =
                EventTypes.builder().add("Noted", BsonDocument.class).build();
        try (EventStore store =
                EventStore.builder(documents).serializer(new Documents()).on(kind.open())) {
            BsonDocument note = new BsonDocument("text", new BsonString("a")).append("n", new BsonInt32(1));
            store.append(CART, any(), note);
            assertThrows(
                    SerializationException.class,
                    () -> store.append(CART, any(), new BsonDocument("at", new BsonDateTime(0))));
            StoredEvent event = drain(store.read(CART)).get(0);
            assertEquals(note, event.payload());
            assertEquals(
                    Payload.json("{\"text\":\"a\",\"n\":1}"),
                    event.serialized().event().payload());
        }
    }

    private String stored(Serializer serializer, Representation<?>... preferred) {
        StorageStrategy storage = Stores.preferring(preferred);
        EventStore store = EventStore.builder(types)
                .serializer(serializer)
                .converters(
                        new Turn(Representation.JSON_BYTES, BACKWARDS), new Turn(BACKWARDS, Representation.JSON_BYTES))
                .on(storage);
        store.append(CART, any(), new Priced("1.50"));
        StoredEvent event = drain(store.read(CART)).get(0);
        assertEquals(new Priced("1.50"), event.payload());
        return event.serialized().event().payload().representation().name();
    }

    private EventStore store(StorageStrategy storage, Serializer writes, Serializer... reads) {
        return EventStore.builder(types).serializer(writes).reads(reads).on(storage);
    }

    /** Writes documents as they are. */
    private static final class Documents implements Serializer {
        @Override
        public List<Representation<?>> writes() {
            return List.of(BsonForm.REPRESENTATION);
        }

        @Override
        public boolean reads(Representation<?> representation) {
            return representation.equals(BsonForm.REPRESENTATION);
        }

        @Override
        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
            return new Payload<>(representation, representation.type().cast(object));
        }

        @Override
        public <T> T deserialize(Payload<?> payload, Class<T> type) {
            return type.cast(payload.in(BsonForm.REPRESENTATION));
        }
    }

    /** Bytes from back to front. */
    private record Turn(Representation<Bytes> from, Representation<Bytes> to) implements Converter<Bytes, Bytes> {
        @Override
        public Bytes convert(Bytes value) {
            byte[] bytes = value.toArray();
            byte[] turned = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                turned[bytes.length - 1 - i] = bytes[i];
            }
            return Bytes.of(turned);
        }
    }
}
