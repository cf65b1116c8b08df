package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.WrongLayoutException;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.ServerRefusedException;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/** Refusals when a storage is made, or at its first call. */
final class Openings {
    private static final int UNAUTHORIZED = 13;
    private static final int DUPLICATE = 11000;

    /** Nobody listens there: it is refused before a server is asked. */
    private static final String NOWHERE = "mongodb://localhost:1/";

    private Openings() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                DynamicTest.dynamicTest(
                        "A database that acknowledges nothing is refused", () -> unacknowledged(factory)),
                DynamicTest.dynamicTest("A name that no database can have is refused", () -> impossible(factory)),
                DynamicTest.dynamicTest("A database of the server's own is refused", () -> ofTheServer(factory)),
                test("Another layout is refused", factory, Openings::wrongLayout),
                test("A store that was not made is refused", factory, Openings::missingIndexes),
                test("Documents that an index forbids are no outage", factory, Openings::forbidden),
                test("An index that is required and missing is named", factory, Openings::droppedIndex),
                test("An index with other options is refused", factory, Openings::otherIndex),
                test("Who may not look at what is there opens without", factory, Openings::notTold));
    }

    private static void unacknowledged(StorageFactory factory) {
        try (MongoClient client = MongoClients.create(NOWHERE + "?w=0")) {
            ConfigurationException refused = assertThrows(
                    ConfigurationException.class, () -> factory.on(client, "shop", MongoOptions.defaults()));
            assertEquals(List.of("w=majority"), List.copyOf(refused.available()));
        }
    }

    private static void impossible(StorageFactory factory) {
        try (MongoClient client = MongoClients.create(NOWHERE)) {
            for (String name : List.of("", "a b", "a/b")) {
                assertThrows(
                        InvalidValueException.class, () -> factory.on(client, name, MongoOptions.defaults()), name);
            }
        }
    }

    private static void ofTheServer(StorageFactory factory) {
        try (MongoClient client = MongoClients.create(NOWHERE)) {
            for (String name : List.of("admin", "local", "config", "Config")) {
                assertThrows(
                        ConfigurationException.class, () -> factory.on(client, name, MongoOptions.defaults()), name);
            }
        }
    }

    private static void wrongLayout(Bench bench) {
        bench.open();
        bench.store().updateOne(Filters.eq("_id", "layout"), Updates.set("layout", "per-planet"));
        MongoStorage later = bench.unopened();
        assertThrows(WrongLayoutException.class, () -> later.streams().head(CART));
        WrongLayoutException refused = assertThrows(WrongLayoutException.class, later::ensureIndexes);
        assertTrue(String.valueOf(refused.getMessage()).contains("per-planet"), refused::getMessage);
    }

    private static void missingIndexes(Bench bench) {
        MongoStorage storage = bench.unopened();
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> bench.append(storage, CART, 1));
        assertTrue(String.valueOf(refused.getMessage()).contains("ensureIndexes"), refused::getMessage);
        assertEquals(List.of(), bench.log());
    }

    private static void forbidden(Bench bench) {
        MongoStorage storage = bench.openWithin(Duration.ofSeconds(2));
        bench.faults().next("createIndexes").fail(DUPLICATE);
        ServerRefusedException refused = assertThrows(ServerRefusedException.class, storage::ensureIndexes);
        assertEquals(DUPLICATE, refused.code());
    }

    private static void droppedIndex(Bench bench) {
        bench.open();
        bench.unopened().streams().head(CART);
        List<MongoCollection<Document>> collections = List.of(bench.events(), bench.events(), bench.snapshots());
        List<String> names = List.of("stream_version", "commitId", "stream_version");
        for (int i = 0; i < names.size(); i++) {
            collections.get(i).dropIndex(names.get(i));
            isNamed(bench, collections.get(i), names.get(i));
            collections.get(i).createIndex(Indexes.ascending("stream"), new IndexOptions().name(names.get(i)));
            isNamed(bench, collections.get(i), names.get(i));
            collections.get(i).dropIndex(names.get(i));
            bench.open();
        }
    }

    private static void isNamed(Bench bench, MongoCollection<Document> collection, String index) {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class, () -> bench.unopened().streams().head(CART));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("Collection " + collection.getNamespace().getCollectionName()), message);
        assertTrue(message.contains("has no index " + index), message);
    }

    private static void otherIndex(Bench bench) {
        bench.events().createIndex(Indexes.ascending("stream"), new IndexOptions().name("stream_version"));
        ConfigurationException refused = assertThrows(
                ConfigurationException.class, () -> bench.unopened().ensureIndexes());
        assertTrue(String.valueOf(refused.getMessage()).contains("stream_version"), refused::getMessage);
    }

    /** A custom role may lack the rights to list collections and indexes. */
    private static void notTold(Bench bench) {
        Fault collections = bench.faults().next("listCollections").times(2).fail(UNAUTHORIZED);
        Fault indexes = bench.faults().next("listIndexes").times(4).fail(UNAUTHORIZED);
        MongoStorage making = bench.open();
        indexes.cancel();
        assertEquals(1, bench.append(making, CART, 1).version().value());
        assertEquals(1, bench.unopened().streams().head(CART).version().value());
        assertEquals(6, collections.fired() + indexes.fired());
    }
}
