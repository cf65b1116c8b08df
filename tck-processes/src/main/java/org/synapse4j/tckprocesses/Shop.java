package org.synapse4j.tckprocesses;

import java.util.ArrayList;
import java.util.List;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.core.process.CommandSender;
import org.synapse4j.core.process.ProcessEvent.Advanced;
import org.synapse4j.core.process.ProcessType;
import org.synapse4j.tckprocesses.Orders.Order;

/** A store on the storage under test, for one rule. Thread-safe. */
final class Shop implements AutoCloseable {
    private static final StreamId EVENTS = StreamId.of("shop", "1");

    private final EventStore store;

    Shop(StorageStrategy storage) {
        this.store = EventStore.builder(Orders.TYPES).on(storage);
        store.ensureIndexes();
    }

    EventStore store() {
        return store;
    }

    Position happens(Object event) {
        return store.append(EVENTS, ExpectedVersion.any(), event).position();
    }

    /** A node that has handled nothing yet, and remembers what it sends. */
    Node<Order> node(ProcessType<Order> type) {
        return new Node<>(type, store, command -> {});
    }

    /** A node whose commands go to this sender, too. */
    Node<Order> node(ProcessType<Order> type, CommandSender sender) {
        return new Node<>(type, store, sender);
    }

    /** The streams of a type's instances, in the order in which they were begun. */
    List<StreamId> instances(ProcessType<?> type) {
        return feed(EventQuery.category(type.name())).stream()
                .map(StoredEvent::stream)
                .distinct()
                .toList();
    }

    /** What an instance has handled, oldest first. */
    List<Advanced> steps(StreamId instance) {
        return read(instance).stream()
                .map(StoredEvent::payload)
                .filter(Advanced.class::isInstance)
                .map(Advanced.class::cast)
                .toList();
    }

    /** The states that an instance had, oldest first. */
    List<Order> states(StreamId instance) {
        return read(instance).stream()
                .map(StoredEvent::payload)
                .filter(Order.class::isInstance)
                .map(Order.class::cast)
                .toList();
    }

    List<StoredEvent> read(StreamId stream) {
        return all(store.read(stream));
    }

    List<StoredEvent> feed(EventQuery query) {
        return all(store.feed(FeedRead.forwards().matching(query)));
    }

    @Override
    public void close() {
        store.close();
    }

    private static List<StoredEvent> all(EventStream events) {
        try (events) {
            List<StoredEvent> all = new ArrayList<>();
            events.forEach(all::add);
            return all;
        }
    }
}
