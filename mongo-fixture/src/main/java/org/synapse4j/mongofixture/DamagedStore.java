package org.synapse4j.mongofixture;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;

/** A store into whose collections other hands reach, on whatever server. For one thread. */
final class DamagedStore implements AutoCloseable {
    private static final MongoOptions OPTIONS =
            MongoOptions.defaults().withDeadline(Duration.ofSeconds(5)).withGrace(Duration.ofMillis(50));

    private final StorageFactory factory;
    private final MongoClient client;
    private final String database = "damaged_" + UUID.randomUUID().toString().replace('-', '_');
    private final List<MongoStorage> storages = new ArrayList<>();

    private DamagedStore(StorageFactory factory, String connectionString) {
        this.factory = factory;
        this.client = MongoClients.create(connectionString);
        open();
    }

    /** A server that tests make stores on; each test has a store of its own there. */
    interface Server extends AutoCloseable {
        DamagedStore store(StorageFactory factory);

        @Override
        void close();

        static Server embedded() {
            EmbeddedMongo server = EmbeddedMongo.start();
            return new Server() {
                @Override
                public DamagedStore store(StorageFactory factory) {
                    return new DamagedStore(factory, server.connectionString());
                }

                @Override
                public void close() {
                    server.close();
                }
            };
        }

        /** The real one that is there; if none is, the test is aborted. */
        static Server real() {
            RealMongo server = RealMongo.singleOrAbort();
            return new Server() {
                @Override
                public DamagedStore store(StorageFactory factory) {
                    return new DamagedStore(factory, server.connectionString("damaged"));
                }

                @Override
                public void close() {
                    // It is shared.
                }
            };
        }
    }

    /** A storage that has seen nothing yet. */
    MongoStorage open() {
        MongoStorage storage = unopened();
        storage.ensureIndexes();
        return storage;
    }

    /** A storage that has not looked at the database yet. */
    MongoStorage unopened() {
        MongoStorage storage = factory.on(client, database, OPTIONS);
        storages.add(storage);
        return storage;
    }

    /** So many events in a commit, by one storage. */
    AppendResult append(StreamId stream, int events) {
        return storages.get(0).streams().append(Commits.of(Commits.add(stream, ExpectedVersion.any(), events)));
    }

    /** A commit, by that storage. */
    AppendResult append(Part... parts) {
        return storages.get(0).streams().append(Commits.of(parts));
    }

    boolean isPerCommit() {
        return storages.get(0).name().equals("mongo-per-commit");
    }

    MongoCollection<Document> collection(String name) {
        return client.getDatabase(database).getCollection(OPTIONS.prefix() + "_" + name);
    }

    /** All documents of the log, by slot. */
    List<Document> log() {
        return collection("events").find().sort(Sorts.ascending("_id")).into(new ArrayList<>());
    }

    /** Changes the document in this slot, its key perhaps. */
    void damage(long slot, Consumer<Document> change) {
        damage("events", slot, change);
    }

    /** Changes the document of this key in this collection; of no key, whichever is found first. */
    void damage(String collection, @Nullable Object key, Consumer<Document> change) {
        Document found = Objects.requireNonNull(
                collection(collection).findOneAndDelete(key == null ? Filters.empty() : Filters.eq("_id", key)));
        change.accept(found);
        collection(collection).insertOne(found);
    }

    /** Changes the event at this version of a stream. */
    void damageEvent(StreamId stream, long version, Consumer<Document> change) {
        Document holder = Objects.requireNonNull(collection("events")
                .find(Filters.and(Filters.eq("stream", stream.toString()), Filters.lte("version", version)))
                .sort(Sorts.descending("version"))
                .first());
        int index = (int) (version - holder.getLong("version"));
        damage(
                holder.getLong("_id"),
                document -> change.accept(
                        isPerCommit()
                                ? document.getList("events", Document.class).get(index)
                                : document));
    }

    @Override
    public void close() {
        storages.forEach(MongoStorage::close);
        client.getDatabase(database).drop();
        client.close();
    }
}
