package org.synapse4j.mongofixture;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ClusteredIndexOptions;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CollationStrength;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.TimeSeriesOptions;
import com.mongodb.client.model.ValidationAction;
import com.mongodb.client.model.ValidationLevel;
import com.mongodb.client.model.ValidationOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;

/**
 * Collections and indexes that somebody made before the store was opened: those that cannot keep its promises are refused, others are
 * not. On a real server, since the embedded one has hardly any of them.
 */
public final class PremadeStores {
    private static final String DATABASE = "premade";
    private static final String EVENTS = "synapse_events";
    private static final String SNAPSHOTS = "synapse_snapshots";
    private static final String LEASES = "synapse_leases";
    private static final String STORE = "synapse_store";
    private static final Collation BLIND_TO_CASE = Collation.builder()
            .locale("en")
            .collationStrength(CollationStrength.SECONDARY)
            .build();

    private PremadeStores() {}

    /** The tests, by what they show. Where there is no real server, each is aborted. */
    public static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.concat(
                Stream.of(collections(), indexes(), ownIndexes())
                        .flatMap(List::stream)
                        .map(one -> refused(factory, one)),
                ofTheLayout(factory));
    }

    /** The tests that depend on the layout's documents. */
    public static Stream<DynamicTest> ofTheLayout(StorageFactory factory) {
        return Stream.concat(
                validators().stream().map(one -> refused(factory, one)),
                harmless().stream()
                        .map(one ->
                                DynamicTest.dynamicTest(one.name + " does no harm", () -> doesNoHarm(factory, one))));
    }

    private static DynamicTest refused(StorageFactory factory, Premade one) {
        return DynamicTest.dynamicTest(one.name + " is refused", () -> isRefused(factory, one));
    }

    /**
     * Something that is there before.
     *
     * @param words what the refusal says
     * @param place beside the collection, or in its place, where that is there
     */
    private record Premade(String name, String collection, Place place, String words, Consumer<MongoDatabase> maker) {
        enum Place {
            BESIDE,
            INSTEAD
        }

        static Premade collection(String name, String collection, String words, CreateCollectionOptions options) {
            return new Premade(
                    name + " for " + collection,
                    collection,
                    Place.INSTEAD,
                    words,
                    database -> database.createCollection(collection, options));
        }

        static Premade index(String name, String collection, String words, Bson keys, IndexOptions options) {
            return new Premade(
                    name + " of " + collection,
                    collection,
                    Place.BESIDE,
                    words,
                    database -> database.getCollection(collection).createIndex(keys, options));
        }

        /** An index that has the name of one of the store's own, which is dropped where it is there. */
        static Premade instead(String name, String collection, Bson keys, IndexOptions options) {
            String own = String.valueOf(options.getName());
            return new Premade(
                    name + " as " + own + " of " + collection,
                    collection,
                    Place.BESIDE,
                    "has no index " + own,
                    database -> {
                        if (database.getCollection(collection).listIndexes().into(new ArrayList<>()).stream()
                                .anyMatch(index -> own.equals(index.getString("name")))) {
                            database.getCollection(collection).dropIndex(own);
                        }
                        database.getCollection(collection).createIndex(keys, options);
                    });
        }
    }

    private static List<Premade> collections() {
        List<Premade> all = new ArrayList<>();
        for (String collection : List.of(EVENTS, SNAPSHOTS, LEASES, STORE)) {
            all.add(Premade.collection(
                    "A collation",
                    collection,
                    "has a collation",
                    new CreateCollectionOptions().collation(BLIND_TO_CASE)));
            all.add(Premade.collection(
                    "A capped collection",
                    collection,
                    "is capped",
                    new CreateCollectionOptions().capped(true).sizeInBytes(1_000_000)));
            all.add(Premade.collection(
                    "A time series",
                    collection,
                    "is a timeseries",
                    new CreateCollectionOptions().timeSeriesOptions(new TimeSeriesOptions("at"))));
            all.add(new Premade(
                    "A view for " + collection,
                    collection,
                    Premade.Place.INSTEAD,
                    "is a view",
                    database -> database.createView(collection, "elsewhere", List.of())));
            all.add(Premade.index(
                    "A TTL index",
                    collection,
                    "removes documents by time",
                    ascending("at"),
                    new IndexOptions().expireAfter(1L, TimeUnit.HOURS)));
        }
        all.add(Premade.collection(
                "A cluster that expires",
                EVENTS,
                "removes documents by time",
                new CreateCollectionOptions()
                        .clusteredIndexOptions(new ClusteredIndexOptions(new Document("_id", 1), true))
                        .expireAfter(1, TimeUnit.HOURS)));
        return all;
    }

    private static List<Premade> indexes() {
        IndexOptions unique = new IndexOptions().unique(true);
        IndexOptions sparse = new IndexOptions().unique(true).sparse(true);
        String email = "payload.email";
        return List.of(
                unique("A unique index that is not sparse", EVENTS, "a void", ascending(email), unique),
                unique("A unique index on a time", EVENTS, "a void", ascending("at"), sparse),
                unique(
                        "A unique index that sees tombstones",
                        EVENTS,
                        "a tombstone",
                        ascending(email),
                        new IndexOptions().unique(true).partialFilterExpression(exists("stream"))),
                unique(
                        "A unique index on what is not there",
                        EVENTS,
                        "a void",
                        ascending("x"),
                        new IndexOptions().unique(true).partialFilterExpression(eq(email, null))),
                unique("A unique index on types", EVENTS, "an event", ascending("type"), sparse),
                unique(
                        "A unique index blind to case",
                        EVENTS,
                        "a tombstone",
                        ascending("stream", "version"),
                        new IndexOptions()
                                .name("blind")
                                .unique(true)
                                .sparse(true)
                                .collation(BLIND_TO_CASE)),
                unique("A unique index on types", SNAPSHOTS, "a snapshot", ascending("type"), sparse),
                unique("A unique index on positions", LEASES, "a lease", ascending("position"), sparse),
                unique("A unique index", STORE, "what the store knows", ascending("x"), unique));
    }

    private static Premade unique(String name, String collection, String refused, Bson keys, IndexOptions options) {
        return Premade.index(name, collection, "would refuse " + refused, keys, options);
    }

    private static List<Premade> ownIndexes() {
        Bson versions = ascending("stream", "version");
        return List.of(
                Premade.instead(
                        "An index blind to case",
                        EVENTS,
                        versions,
                        own("stream_version").sparse(true).collation(BLIND_TO_CASE)),
                Premade.instead(
                        "A partial index",
                        EVENTS,
                        versions,
                        own("stream_version").partialFilterExpression(gte("version", 2))),
                Premade.instead("An index that is not sparse", EVENTS, versions, own("stream_version")),
                Premade.instead(
                        "An index that expires",
                        EVENTS,
                        ascending("commitId"),
                        own("commitId").sparse(true).expireAfter(1L, TimeUnit.HOURS)),
                Premade.instead("An index on less", EVENTS, ascending("commit.id"), own("commitId")),
                Premade.instead(
                        "An index blind to case",
                        SNAPSHOTS,
                        versions,
                        own("stream_version").collation(BLIND_TO_CASE)),
                Premade.instead(
                        "An index that is not unique", SNAPSHOTS, versions, new IndexOptions().name("stream_version")));
    }

    private static IndexOptions own(String name) {
        return new IndexOptions().name(name).unique(true);
    }

    private static List<Premade> validators() {
        return List.of(
                validator("that wants a payload", exists("payload"), new ValidationOptions()),
                validator(
                        "that wants a type",
                        Document.parse("{$jsonSchema: {required: ['type']}}"),
                        new ValidationOptions().validationLevel(ValidationLevel.MODERATE)),
                validator(
                        "that wants small versions",
                        Document.parse("{$jsonSchema: {properties: {version: {bsonType: 'int'}}}}"),
                        new ValidationOptions()),
                validator("that knows no tombstones", or(exists("void"), exists("payload")), new ValidationOptions()));
    }

    private static Premade validator(String name, Bson validator, ValidationOptions options) {
        return Premade.collection(
                "A validator " + name,
                EVENTS,
                "has a validator that refuses",
                new CreateCollectionOptions().validationOptions(options.validator(validator)));
    }

    private static List<Premade> harmless() {
        IndexOptions sparse = new IndexOptions().unique(true).sparse(true);
        Bson wantsPayload = exists("payload");
        return List.of(
                validator(
                        "that only warns",
                        wantsPayload,
                        new ValidationOptions().validationAction(ValidationAction.WARN)),
                validator("that is off", wantsPayload, new ValidationOptions().validationLevel(ValidationLevel.OFF)),
                validator("of payloads", not(lt("payload.amount", 0)), new ValidationOptions()),
                Premade.collection(
                        "The collation of bytes",
                        EVENTS,
                        "",
                        new CreateCollectionOptions()
                                .collation(Collation.builder().locale("simple").build())),
                Premade.index("An index on times", EVENTS, "", ascending("at"), new IndexOptions()),
                Premade.index("A sparse unique index on a payload", EVENTS, "", ascending("payload.email"), sparse),
                Premade.index(
                        "A partial unique index on a payload",
                        EVENTS,
                        "",
                        ascending("payload.email"),
                        new IndexOptions()
                                .unique(true)
                                .partialFilterExpression(and(eq("type", "Registered"), exists("payload.email")))),
                Premade.index(
                        "A unique index with the slot",
                        EVENTS,
                        "",
                        ascending("at", "_id"),
                        new IndexOptions().unique(true)),
                Premade.index("A unique index on a state", SNAPSHOTS, "", ascending("payload.email"), sparse));
    }

    private static void isRefused(StorageFactory factory, Premade premade) {
        inDatabase(factory, (database, storages) -> {
            premade.maker.accept(database);
            try (MongoStorage storage = storages.get()) {
                isSaid(premade, assertThrows(ConfigurationException.class, storage::ensureIndexes));
            }
            List<Document> written = STORE.equals(premade.collection) && premade.place() == Premade.Place.INSTEAD
                    ? List.of()
                    : database.getCollection(STORE).find().into(new ArrayList<>());
            assertEquals(List.of(), written, "documents of a store that was refused");
        });
        inDatabase(factory, (database, storages) -> {
            try (MongoStorage storage = storages.get()) {
                storage.ensureIndexes();
            }
            List<Document> store = database.getCollection(STORE).find().into(new ArrayList<>());
            if (premade.place() == Premade.Place.INSTEAD) {
                database.getCollection(premade.collection).drop();
            }
            premade.maker.accept(database);
            if (premade.place() == Premade.Place.INSTEAD && STORE.equals(premade.collection)) {
                String place = premade.words.equals("is a view") ? "elsewhere" : STORE;
                store.forEach(document -> document.append("at", Instant.now()));
                database.getCollection(place).insertMany(store);
            }
            try (MongoStorage storage = storages.get()) {
                isSaid(
                        premade,
                        assertThrows(
                                ConfigurationException.class,
                                () -> storage.streams().head(CART)));
            }
        });
    }

    private static void isSaid(Premade premade, ConfigurationException refused) {
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(premade.words), message);
        assertTrue(message.contains(premade.collection), message);
        assertTrue(message.contains(DATABASE), message);
    }

    private static void doesNoHarm(StorageFactory factory, Premade premade) {
        inDatabase(factory, (database, storages) -> {
            premade.maker.accept(database);
            try (MongoStorage one = storages.get();
                    MongoStorage another = storages.get();
                    MongoStorage requiring = storages.get()) {
                EveryCall.make(one, another, requiring);
            }
        });
    }

    /** Gives an empty database, and storages in it. */
    private static void inDatabase(StorageFactory factory, BiConsumer<MongoDatabase, Supplier<MongoStorage>> body) {
        try (MongoClient client = MongoClients.create(RealMongo.singleOrAbort().connectionString(DATABASE))) {
            MongoDatabase database = client.getDatabase(DATABASE);
            database.drop();
            try {
                body.accept(database, () -> factory.on(client, DATABASE, MongoOptions.defaults()));
            } finally {
                database.drop();
            }
        }
    }
}
