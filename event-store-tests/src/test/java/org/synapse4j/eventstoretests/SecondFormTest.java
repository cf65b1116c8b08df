package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.payloads;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Version;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.jackson.JsonTree;

/** A payload that MongoDB holds as native BSON is read as that by serialisers that can, and as JSON text by all others. */
class SecondFormTest {
    private static final Schema OLD = Schema.of("Noted", "1");

    private final EventTypes types =
            EventTypes.builder().add(Noted.class, Summed.class).build();
    private final AtomicInteger texts = new AtomicInteger();
    private final Watched watched = new Watched(Set.of(Representation.JSON, Representation.BSON_BYTES));

    @EventType(name = "Noted", revision = "2")
    record Noted(String text) {}

    @EventType(name = "Summed")
    record Summed(long value) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.synapse4j.eventstoretests.EveryStorage#mongo")
    @DisplayName("an event and a snapshot become objects without their JSON text being made:")
    void bson(EveryStorage.Kind kind) {
        try (EventStore store = store(kind, watched)) {
            store.append(CART, any(), new Noted("é"));
            store.snapshots().save(CART, Version.of(1), new Summed(Long.MAX_VALUE));
            assertEquals(List.of(new Noted("é")), payloads(store.read(CART)));
            assertEquals(0, texts.get());
            assertEquals(
                    Optional.of(new Summed(Long.MAX_VALUE)),
                    store.snapshots().latest(CART, Summed.class).map(found -> found.state()));
            assertEquals(List.of(Representation.BSON_BYTES, Representation.BSON_BYTES), watched.given());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.synapse4j.eventstoretests.EveryStorage#mongo")
    @DisplayName("a serialiser that reads JSON only is given JSON, though another one reads BSON:")
    void text(EveryStorage.Kind kind) {
        Watched textOnly = new Watched(Set.of(Representation.JSON));
        try (EventStore store = store(kind, textOnly)) {
            store.append(CART, any(), new Noted("é"));
            assertEquals(List.of(new Noted("é")), payloads(store.read(CART)));
            assertEquals(List.of(Representation.JSON), textOnly.given());
            assertEquals(List.of(), watched.given());
            assertEquals(1, texts.get());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.synapse4j.eventstoretests.EveryStorage#mongo")
    @DisplayName("what is stored raw, and what an upcaster changed, is given as text and as a tree:")
    void neither(EveryStorage.Kind kind) {
        StorageStrategy storage = kind.open();
        Schema now = Schema.of("Noted", "2");
        Stores.store(storage, now, Payload.json("{\"text\":\"raw\",\"more\":123456789012345678901234567890}"));
        Stores.store(storage, OLD, Payload.json("{\"note\":\"old\"}"));
        Watched both = new Watched(Set.of(Representation.JSON, Representation.BSON_BYTES, JsonTree.REPRESENTATION));
        try (EventStore store = EventStore.builder(types)
                .serializer(both)
                .upcasters(JsonTree.change(OLD, now, note -> note.set("text", note.remove("note"))))
                .on(storage)) {
            assertEquals(List.of(new Noted("raw"), new Noted("old")), payloads(store.read(CART)));
            assertEquals(List.of(Representation.JSON, JsonTree.REPRESENTATION), both.given());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.synapse4j.eventstoretests.EveryStorage#mongo")
    @DisplayName("a payload whose type only got another name, or that goes on to another store, is the same:")
    void passedOn(EveryStorage.Kind kind) {
        StorageStrategy storage = kind.open();
        Stores.store(storage, OLD, Payload.json("{\"text\":\"a\"}"));
        try (EventStore store = EventStore.builder(types)
                        .serializer(watched)
                        .upcasters(Upcaster.rename(OLD, Schema.of("Noted", "2")))
                        .on(storage);
                EventStore other = store(kind, watched)) {
            other.append(
                    CART, any(), NewEvent.from(Stores.drain(store.read(CART)).get(0)));
            assertEquals(payloads(store.read(CART)), payloads(other.read(CART)));
            assertEquals(List.of(Representation.BSON_BYTES, Representation.BSON_BYTES), watched.given());
        }
    }

    /** A store that counts texts where they can be asked for: the payloads that a storage gives, with nothing changed but that. */
    private EventStore store(EveryStorage.Kind kind, Serializer first) {
        return EventStore.builder(types)
                .serializer(first)
                .reads(watched)
                .on(Stores.reading(kind.open(), this::counted));
    }

    private SerializedEvent counted(SerializedEvent event) {
        Payload<?> payload = event.payload();
        return event.withPayload(Payload.deferred(Representation.JSON, () -> {
                    texts.incrementAndGet();
                    return payload.in(Representation.JSON);
                })
                .alsoIn(payload.preferably(Representation.BSON_BYTES::equals)));
    }
}
