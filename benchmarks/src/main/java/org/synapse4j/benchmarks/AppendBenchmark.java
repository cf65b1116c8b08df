package org.synapse4j.benchmarks;

import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonSerializer;

/** Appends of one event, each thread to a stream of its own. */
public class AppendBenchmark {
    /** A new storage each time, so that memory does not fill up. */
    @State(Scope.Benchmark)
    public static class Storage {
        private StorageStrategy storage = new InMemoryStorage();
        private EventStore store = on(storage);

        /** Opens an empty one. */
        @Setup(Level.Iteration)
        public void open() {
            storage = new InMemoryStorage();
            store = on(storage);
        }

        /** Lets it go. */
        @TearDown(Level.Iteration)
        public void close() {
            store.close();
        }

        private static EventStore on(StorageStrategy storage) {
            return EventStore.builder(Sale.TYPES)
                    .serializer(new JacksonSerializer())
                    .on(storage);
        }
    }

    /** The stream of a thread. */
    @State(Scope.Thread)
    public static class Own {
        private final StreamId stream = StreamId.of("sale", UUID.randomUUID().toString());
    }

    /** By the storage SPI, in serialised form. */
    @Benchmark
    public AppendResult storage(Storage of, Own own) {
        return of.storage.streams().append(Sale.serialized(own.stream));
    }

    /** By the event store, as an object that becomes JSON. */
    @Benchmark
    public AppendResult eventStore(Storage of, Own own) {
        return of.store.append(own.stream, ExpectedVersion.any(), Sale.SALE);
    }
}
