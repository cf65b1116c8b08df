package org.synapse4j.eventstoretests;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.inmemory.InMemoryStorage;

/** Storages that hold what others wrote, years ago. */
final class Stores {
    static final StreamId CART = StreamId.of("cart", "42");

    private Stores() {}

    /** Puts an event into a storage as it was once serialised. */
    static void store(StorageStrategy storage, Schema schema, Payload<?> payload, String... tags) {
        store(storage, CART, schema, payload, tags);
    }

    /** Puts an event into a stream as it was once serialised. */
    static void store(StorageStrategy storage, StreamId stream, Schema schema, Payload<?> payload, String... tags) {
        storage.streams().append(commit(stream, List.of(old(schema, payload, tags))));
    }

    /** A commit of events in JSON to a stream, all of one type. */
    static SerializedCommit old(StreamId stream, List<String> jsons) {
        Schema schema = Schema.of("Old", "1");
        return commit(
                stream,
                jsons.stream().map(json -> old(schema, Payload.json(json))).toList());
    }

    private static SerializedEvent old(Schema schema, Payload<?> payload, String... tags) {
        return new SerializedEvent(
                EventId.fresh(),
                schema.type(),
                schema.revision(),
                Set.copyOf(List.of(tags).stream().map(Tag::of).toList()),
                payload,
                Map.of("by", "old code"),
                Instant.parse("2019-03-01T12:00:00Z"));
    }

    private static SerializedCommit commit(StreamId stream, List<SerializedEvent> events) {
        return SerializedCommit.of(
                CommitId.fresh(),
                stream,
                ExpectedVersion.any(),
                events.stream()
                        .map(event -> NewSerializedEvent.of(stream, event))
                        .toList());
    }

    /** All that a stream delivers; closes it. */
    static List<StoredEvent> drain(EventStream events) {
        try (events) {
            List<StoredEvent> all = new ArrayList<>();
            events.forEach(all::add);
            return all;
        }
    }

    /** The payloads of all that a stream delivers; closes it. */
    static List<Object> payloads(EventStream events) {
        return drain(events).stream().map(StoredEvent::payload).toList();
    }

    /** An in-memory storage that likes some representations better than others. */
    static StorageStrategy preferring(Representation<?>... preferred) {
        return new ForwardingStorage(new InMemoryStorage()) {
            @Override
            public List<Representation<?>> prefers() {
                return List.of(preferred);
            }
        };
    }

    /** This storage, whose streams are read as if they held something else. */
    static StorageStrategy reading(StorageStrategy storage, UnaryOperator<SerializedEvent> instead) {
        return new ForwardingStorage(storage) {
            @Override
            public Cursor<StoredSerializedEvent> read(StreamRead read) {
                Cursor<StoredSerializedEvent> events = super.read(read);
                return new Cursor<>() {
                    @Override
                    public boolean hasNext() {
                        return events.hasNext();
                    }

                    @Override
                    public StoredSerializedEvent next() {
                        StoredSerializedEvent next = events.next();
                        return new StoredSerializedEvent(next.place(), next.commitId(), instead.apply(next.event()));
                    }

                    @Override
                    public void close() {
                        events.close();
                    }
                };
            }
        };
    }
}
