package org.synapse4j.eventstoretests;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Checkpoints;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.spi.ConditionalAppend;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamAppend;
import org.synapse4j.api.spi.StreamStorage;
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
        storage.streams().append(CommitId.fresh(), append(stream, List.of(old(schema, payload, tags))));
    }

    /** An append of events in JSON to a stream, all of one type. */
    static StreamAppend old(StreamId stream, List<String> jsons) {
        Schema schema = Schema.of("Old", "1");
        return append(
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

    private static StreamAppend append(StreamId stream, List<SerializedEvent> events) {
        return new StreamAppend(
                stream,
                ExpectedVersion.any(),
                events.stream()
                        .map(event -> new NewSerializedEvent(event, false, false))
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
        InMemoryStorage storage = new InMemoryStorage();
        return wrapped(storage, List.of(preferred), storage.streams());
    }

    /** This storage, whose streams are read as if they held something else. */
    static StorageStrategy reading(StorageStrategy storage, UnaryOperator<SerializedEvent> instead) {
        StreamStorage streams = storage.streams();
        return wrapped(storage, storage.prefers(), new StreamStorage() {
            @Override
            public AppendResult append(CommitId commit, StreamAppend append) {
                return streams.append(commit, append);
            }

            @Override
            public Cursor<StoredSerializedEvent> read(StreamRead read) {
                Cursor<StoredSerializedEvent> events = streams.read(read);
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

            @Override
            public StreamHead head(StreamId stream) {
                return streams.head(stream);
            }
        });
    }

    private static StorageStrategy wrapped(
            StorageStrategy storage, List<Representation<?>> preferred, StreamStorage streams) {
        return new StorageStrategy() {
            @Override
            public String name() {
                return "picky";
            }

            @Override
            public StorageLimits limits() {
                return storage.limits();
            }

            @Override
            public List<Representation<?>> prefers() {
                return preferred;
            }

            @Override
            public StreamStorage streams() {
                return streams;
            }

            @Override
            public Optional<FeedStorage> feed() {
                return storage.feed();
            }

            @Override
            public Optional<ConditionalAppend> conditionalAppend() {
                return storage.conditionalAppend();
            }

            @Override
            public Optional<SnapshotStorage> snapshots() {
                return storage.snapshots();
            }

            @Override
            public Optional<Checkpoints> checkpoints() {
                return storage.checkpoints();
            }

            @Override
            public void close() {
                storage.close();
            }
        };
    }
}
