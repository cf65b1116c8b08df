package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.eventstoretests.Stores.CART;
import static org.synapse4j.eventstoretests.Stores.drain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStoreBuilder;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonSerializer;

/** An event that its storage could not read fails alone, when it is looked at, whatever else the store does with events. */
class UnreadableEventsTest {
    @EventType(name = "Noted")
    record Noted(String text) {}

    static Stream<String> types() {
        return Stream.of("Noted", "Unregistered", "Dropped", "Renamed");
    }

    @ParameterizedTest
    @MethodSource("types")
    @DisplayName("the payload fails, with its place; the others are read, and it cannot be copied")
    void failsAlone(String type) {
        for (UnknownTypes unknown : UnknownTypes.values()) {
            try (EventStore store = builder(unknown).on(damaged(type))) {
                store.append(CART, any(), new Noted("a"), new Noted("odd"), new Noted("c"));
                List<StoredEvent> events = drain(store.read(CART));
                assertEquals(List.of(1L, 2L, 3L), versions(events));
                StoredEvent odd = events.get(1);
                SerializationException unreadable = assertThrows(SerializationException.class, odd::payload);
                assertEquals(Optional.of(odd.serialized().place()), unreadable.place());
                assertEquals(new Noted("c"), events.get(2).payload());
                assertThrows(
                        SerializationException.class,
                        () -> store.append(StreamId.of("cart", "copy"), any(), NewEvent.from(odd)));
            }
        }
    }

    private static List<Long> versions(List<StoredEvent> events) {
        return events.stream().map(event -> event.version().value()).toList();
    }

    private static EventStoreBuilder builder(UnknownTypes unknown) {
        return EventStore.builder(EventTypes.builder().add(Noted.class).build())
                .serializer(new JacksonSerializer())
                .unknownTypes(unknown)
                .upcasters(
                        Upcaster.drop(Schema.of("Dropped", "1")),
                        Upcaster.rename(Schema.of("Renamed", "1"), Schema.of("Noted", "1")));
    }

    /** A storage that cannot read the event that says "odd". */
    private static StorageStrategy damaged(String type) {
        return Stores.reading(
                new InMemoryStorage(), event -> event.payload().toString().contains("odd") ? odd(event, type) : event);
    }

    private static SerializedEvent odd(SerializedEvent event, String type) {
        return new SerializedEvent(
                event.id(),
                TypeName.of(type),
                event.revision(),
                event.tags(),
                Payload.unreadable(new SerializationException("a field is missing", null)),
                event.metadata(),
                event.time());
    }
}
