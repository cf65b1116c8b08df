package org.synapse4j.eventstoretests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.jackson.JacksonSerializer;

/** A store refuses what could not be read back, before it is there. */
class ReadableTest {
    interface Shape {}

    @EventType(name = "Drawn")
    record Drawn(Shape shape) {}

    @EventType(name = "Noted")
    record Noted(Map<String, Object> notes) {}

    @Test
    @DisplayName("a registered class that could not be read back stops a store from opening, unless it is let off")
    void byClass() {
        EventTypes types = EventTypes.builder().add(Drawn.class).build();
        SerializationException e = assertThrows(
                SerializationException.class,
                () -> EventStore.builder(types)
                        .serializer(new JacksonSerializer())
                        .open("memory:"));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("property shape of " + Drawn.class.getName()), message);
        assertTrue(message.contains("declare a class"), message);
        EventStore.builder(types)
                .serializer(new JacksonSerializer().trusting(Shape.class))
                .open("memory:")
                .close();
    }

    @Test
    @DisplayName("a value that could not be read back is refused at its append, and nothing of the commit is stored")
    void byValue() {
        try (EventStore store = EventStore.builder(
                        EventTypes.builder().add(Noted.class).build())
                .serializer(new JacksonSerializer())
                .open("memory:")) {
            StreamId stream = StreamId.of("note", "1");
            SerializationException e = assertThrows(
                    SerializationException.class,
                    () -> store.append(
                            stream,
                            ExpectedVersion.any(),
                            new Noted(Map.of("a", List.of(1))),
                            new Noted(Map.of("at", Instant.EPOCH))));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("at notes.at"), message);
            store.append(stream, ExpectedVersion.noStream(), new Noted(Map.of("a", List.of(1))));
            assertEquals(
                    new Noted(Map.of("a", List.of(1))),
                    store.read(stream).iterator().next().payload());
        }
    }
}
