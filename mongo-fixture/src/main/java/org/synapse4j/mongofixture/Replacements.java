package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.Document;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.StoreReplacedException;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Subject;

/** A store that is dropped, made anew or restored to an earlier point while a storage object goes on: the object notices, once. */
final class Replacements {
    private static final List<String> COLLECTIONS = List.of("events", "snapshots", "leases", "store");

    /** Longer than readers of the feed go on before they look. */
    private static final long NOW_AND_THEN_MILLIS = 1_100;

    /** Each by a storage object of its own. */
    private static final Map<String, Consumer<MongoStorage>> NOTICING = new LinkedHashMap<>();

    static {
        NOTICING.put(
                "a conditional append",
                storage -> storage.streams()
                        .append(Commits.of(Commits.add(OTHER, ExpectedVersion.any(), 1))
                                .when(AppendCondition.unlessAny(EventQuery.category("seat")))));
        NOTICING.put(
                "a read of a stream", storage -> Subject.drain(storage.streams().read(StreamRead.of(CART))));
        NOTICING.put(
                "a read of a stream backwards",
                storage ->
                        Subject.drain(storage.streams().read(StreamRead.of(CART).backwards())));
        NOTICING.put(
                "an append to a stream that is shorter",
                storage -> storage.streams().append(Commits.of(Commits.add(CART, ExpectedVersion.exactly(1), 1))));
        NOTICING.put(
                "a look at the end of the feed",
                storage -> storage.feed().orElseThrow().end());
    }

    private Replacements() {}

    static void dropped(DamagedStore store) {
        Map<String, MongoStorage> objects = objects(store);
        pause();
        COLLECTIONS.forEach(name -> store.collection(name).drop());
        objects.forEach((by, storage) -> {
            Consumer<MongoStorage> call = call(by);
            assertThrows(StoreReplacedException.class, () -> call.accept(storage), by);
            assertThrows(ConfigurationException.class, () -> call.accept(storage), by);
        });
        for (MongoStorage storage : objects.values()) {
            storage.ensureIndexes();
            long before = storage.streams().head(CART).version().value();
            assertEquals(before + 1, append(storage).version().value());
        }
        assertSound(store, objects.size());
    }

    static void restored(DamagedStore store) {
        append(store.open());
        Map<String, List<Document>> copy = new LinkedHashMap<>();
        COLLECTIONS.forEach(name -> copy.put(name, store.collection(name).find().into(new ArrayList<>())));
        Map<String, MongoStorage> objects = objects(store);
        pause();
        copy.forEach((name, documents) -> {
            MongoCollection<Document> collection = store.collection(name);
            collection.deleteMany(new Document());
            if (!documents.isEmpty()) {
                collection.insertMany(documents);
            }
        });
        objects.forEach(
                (by, storage) -> assertThrows(StoreReplacedException.class, () -> call(by).accept(storage), by));
        for (MongoStorage storage : objects.values()) {
            long before = storage.streams().head(CART).version().value();
            assertEquals(before + 1, append(storage).version().value());
            storage.feed().orElseThrow().end();
        }
        assertSound(store, 1 + objects.size());
        objects.forEach((by, storage) -> assertEquals(
                1 + objects.size(),
                Subject.drain(storage.feed().orElseThrow().read(FeedRead.forwards()))
                        .size(),
                by));
    }

    /** The new store is longer than the old one: only its identity tells. */
    static void madeAnew(DamagedStore store) {
        MongoStorage writer = store.open();
        MongoStorage reader = store.open();
        append(writer);
        Subject.drain(reader.feed().orElseThrow().read(FeedRead.forwards()));
        pause();
        COLLECTIONS.forEach(name -> store.collection(name).drop());
        MongoStorage other = store.open();
        for (int i = 0; i < 4; i++) {
            other.streams().append(Commits.of(Commits.add(OTHER, ExpectedVersion.any(), 1)));
        }
        assertThrows(StoreReplacedException.class, () -> append(writer));
        assertEquals(1, append(writer).version().value());
        assertThrows(
                StoreReplacedException.class, () -> reader.feed().orElseThrow().end());
        assertSound(store, 5);
    }

    /** Each has seen three events of a stream and the end of the feed. */
    private static Map<String, MongoStorage> objects(DamagedStore store) {
        MongoStorage writer = store.open();
        for (int i = 0; i < 3; i++) {
            append(writer);
        }
        Map<String, MongoStorage> objects = new LinkedHashMap<>();
        for (String by : NOTICING.keySet()) {
            MongoStorage storage = store.open();
            append(storage);
            storage.feed().orElseThrow().end();
            objects.put(by, storage);
        }
        return objects;
    }

    private static AppendResult append(MongoStorage storage) {
        return storage.streams().append(Commits.of(Commits.add(CART, ExpectedVersion.any(), 1)));
    }

    private static Consumer<MongoStorage> call(String by) {
        return Objects.requireNonNull(NOTICING.get(by));
    }

    private static void pause() {
        try {
            Thread.sleep(NOW_AND_THEN_MILLIS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void assertSound(DamagedStore store, int events) {
        assertEquals(
                events,
                Subject.drain(store.open().feed().orElseThrow().read(FeedRead.forwards()))
                        .size());
        assertEquals(List.of(), Verifications.kinds(store.open()));
    }
}
