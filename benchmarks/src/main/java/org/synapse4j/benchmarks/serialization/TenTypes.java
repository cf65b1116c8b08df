package org.synapse4j.benchmarks.serialization;

import java.util.ArrayList;
import java.util.List;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonSerializer;
import org.synapse4j.jackson.JsonTree;

/** A stream of 1,000 orders of nine types, and an upcaster of a tenth that is registered too but not there. */
final class TenTypes {
    private static final StreamId STREAM = StreamId.of("order", "1");
    private static final int EVENTS = 1_000;

    private final StorageStrategy storage = new InMemoryStorage();
    private final EventStore plain = store();
    private final EventStore upcasting = store(JsonTree.change(
            Schema.of("OrderRenamed", "1"),
            Schema.of("OrderRenamed", "2"),
            order -> order.put("name", order.required("title").asText())));

    /** An event of an order. */
    sealed interface Event {
        /** The order. */
        Order order();
    }

    /** One of the types. */
    record Placed(Order order) implements Event {}

    /** One of the types. */
    record Paid(Order order) implements Event {}

    /** One of the types. */
    record Packed(Order order) implements Event {}

    /** One of the types. */
    record Sent(Order order) implements Event {}

    /** One of the types. */
    record Delayed(Order order) implements Event {}

    /** One of the types. */
    record Arrived(Order order) implements Event {}

    /** One of the types. */
    record Returned(Order order) implements Event {}

    /** One of the types. */
    record Refunded(Order order) implements Event {}

    /** One of the types. */
    record Closed(Order order) implements Event {}

    /** The type that has an upcaster. */
    record Renamed(String name) {}

    TenTypes() {
        Order order = Order.sample();
        List<Event> nine = List.of(
                new Placed(order),
                new Paid(order),
                new Packed(order),
                new Sent(order),
                new Delayed(order),
                new Arrived(order),
                new Returned(order),
                new Refunded(order),
                new Closed(order));
        List<Object> events = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            events.add(nine.get(i % nine.size()));
        }
        plain.append(STREAM, ExpectedVersion.noStream(), events);
    }

    /** Reads all, and looks at no payload. */
    int untouched() {
        int count = 0;
        try (EventStream events = plain.read(STREAM)) {
            while (events.hasNext()) {
                events.next();
                count++;
            }
        }
        return count;
    }

    /** Reads all, and looks at every payload. */
    int lookedAt() {
        return lookedAt(plain);
    }

    /** The same, with the upcaster. */
    int upcast() {
        return lookedAt(upcasting);
    }

    private static int lookedAt(EventStore store) {
        int items = 0;
        try (EventStream events = store.read(STREAM)) {
            for (StoredEvent event : events) {
                items += event.payload(Event.class).order().items();
            }
        }
        return items;
    }

    private EventStore store(Upcaster<?>... upcasters) {
        EventTypes.Builder types = EventTypes.builder();
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            types.add("Order" + type.getSimpleName(), type);
        }
        return EventStore.builder(types.add("OrderRenamed", "2", Renamed.class).build())
                .serializer(new JacksonSerializer())
                .upcasters(upcasters)
                .on(storage);
    }
}
