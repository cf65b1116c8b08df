package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import java.util.function.Function;
import org.synapse4j.api.EventStore;
import org.synapse4j.benchmarks.core.Contender;
import org.synapse4j.benchmarks.core.Purse;
import org.synapse4j.benchmarks.core.Purse.Put;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoperevent.PerEventStorage;

/** Commands in a store per event, each thread on purses of its own: on one until it holds twenty events, then on the next one. */
final class Commands implements AutoCloseable {
    private static final int EVENTS = 20;

    private final EventStore store;
    private final Contender contender;

    private Commands(EventStore store, Contender contender) {
        this.store = store;
        this.contender = contender;
    }

    static Commands on(MongoClient client, String prefix, Function<EventStore, Contender> contender) {
        MongoStorage storage = PerEventStorage.on(
                client, Plain.DATABASE, MongoOptions.defaults().withPrefix(prefix));
        storage.ensureIndexes();
        EventStore store = EventStore.builder(Purse.TYPES).on(storage);
        return new Commands(store, contender.apply(store));
    }

    void carryOut(int thread, int count) {
        contender.carryOut(new Put(thread + "-" + count / EVENTS, 1));
    }

    @Override
    public void close() {
        store.close();
    }
}
