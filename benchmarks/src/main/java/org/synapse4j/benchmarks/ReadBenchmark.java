package org.synapse4j.benchmarks;

import java.util.Collections;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonSerializer;

/** Reads of a whole stream of 1,000 events. */
@State(Scope.Benchmark)
public class ReadBenchmark {
    private static final int EVENTS = 1_000;
    private static final StreamId STREAM = StreamId.of("sale", "1");

    private final StorageStrategy storage = new InMemoryStorage();
    private final EventStore store =
            EventStore.builder(Sale.TYPES).serializer(new JacksonSerializer()).on(storage);

    /** Fills the stream. */
    public ReadBenchmark() {
        store.append(STREAM, ExpectedVersion.noStream(), Collections.nCopies(EVENTS, Sale.SALE));
    }

    /** By the storage SPI, in serialised form. */
    @Benchmark
    public void storage(Blackhole hole) {
        try (Cursor<StoredSerializedEvent> events = storage.streams().read(StreamRead.of(STREAM))) {
            while (events.hasNext()) {
                hole.consume(events.next());
            }
        }
    }

    /** By the event store, each payload as an object. */
    @Benchmark
    public void eventStore(Blackhole hole) {
        try (EventStream events = store.read(STREAM)) {
            for (StoredEvent event : events) {
                hole.consume(event.payload());
            }
        }
    }
}
