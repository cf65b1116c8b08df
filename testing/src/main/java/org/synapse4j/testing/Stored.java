package org.synapse4j.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.inmemory.InMemoryStorage;

/** Events as they are after they were stored and read. */
final class Stored {
    private static final StreamId STREAM = StreamId.of("scenario", "stored");

    private Stored() {}

    static EventStore open(EventTypes types) {
        return EventStore.builder(types).on(new InMemoryStorage());
    }

    /** Lets events have happened, each of which must come back as it is. */
    static void given(EventStore store, StreamId stream, List<?> events) {
        unchanged(store, stream, events);
    }

    /** The payloads of these events, which come back as they are. */
    static List<Object> unchanged(EventTypes types, List<?> events) {
        try (EventStore store = open(types)) {
            return unchanged(store, STREAM, events);
        }
    }

    private static List<Object> unchanged(EventStore store, StreamId stream, List<?> events) {
        Version before = store.head(stream).version();
        store.append(stream, ExpectedVersion.any(), events);
        List<Object> payloads = new ArrayList<>();
        try (EventStream read = store.read(StreamRead.of(stream).after(before))) {
            read.forEach(event -> payloads.add(event.payload()));
        }
        List<Object> said = events.stream().map(Stored::payload).toList();
        if (!said.equals(payloads)) {
            throw new AssertionError(
                    "What is stored does not come back as it is; give its class an equals, or its serialiser"
                            + " a hint:\n" + Difference.of(said, payloads));
        }
        return payloads;
    }

    static Object payload(Object event) {
        return event instanceof NewEvent whole ? whole.payload() : Objects.requireNonNull(event, "event");
    }
}
