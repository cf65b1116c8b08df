package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.event.CommandListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.CommandLog;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.mongoembedded.Faults;
import org.synapse4j.mongoembedded.Trigger;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Subject;

/** An embedded server with storages on it, and a look behind them. Thread-safe but for opening storages. */
final class Bench implements AutoCloseable {
    static final StreamId CART = StreamId.of("cart", "1");
    static final StreamId OTHER = StreamId.of("cart", "2");

    /** Longer than anything takes that comes at all. */
    static final Duration LONG = Duration.ofSeconds(27);

    private static final String DATABASE = "bench";
    private static final MongoOptions OPTIONS =
            MongoOptions.defaults().withDeadline(LONG).withGrace(Duration.ofMillis(300));

    private final EmbeddedMongo server = EmbeddedMongo.start();
    private final MongoClient client = MongoClients.create(server.connectionString());
    private final StorageFactory factory;
    private final List<MongoStorage> storages = new ArrayList<>();

    Bench(StorageFactory factory) {
        this.factory = factory;
    }

    /** A test on a bench of its own. */
    static DynamicTest test(String name, StorageFactory factory, ThrowingConsumer<Bench> body) {
        return DynamicTest.dynamicTest(name, () -> {
            try (Bench bench = new Bench(factory)) {
                body.accept(bench);
            }
        });
    }

    /** A storage ready to be used; each is another process in all that it remembers. */
    MongoStorage open() {
        return open(OPTIONS);
    }

    /** A storage whose calls take no longer than this. */
    MongoStorage openWithin(Duration deadline) {
        return open(OPTIONS.withDeadline(deadline));
    }

    /** A storage that fences what has been missing for so long. */
    MongoStorage openWithGrace(Duration grace) {
        return open(OPTIONS.withGrace(grace));
    }

    /** A storage that has not looked at the database yet. */
    MongoStorage unopened() {
        return unopened(OPTIONS);
    }

    private MongoStorage open(MongoOptions options) {
        MongoStorage storage = unopened(options);
        storage.ensureIndexes();
        return storage;
    }

    private MongoStorage unopened(MongoOptions options) {
        MongoStorage storage = factory.on(client, DATABASE, options);
        storages.add(storage);
        return storage;
    }

    /** Another client of the server, of the caller's. */
    MongoClient client() {
        return MongoClients.create(server.connectionString());
    }

    /** Another client of the server, of the caller's, whose commands are listened to. */
    MongoClient client(CommandListener listener) {
        return client("", settings -> settings.addCommandListener(listener));
    }

    /**
     * Another client of the server, of the caller's.
     *
     * @param user {@code name:password@}, or empty
     * @param more what else is set of it
     */
    MongoClient client(String user, Consumer<MongoClientSettings.Builder> more) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(
                        new ConnectionString(server.connectionString().replace("//", "//" + user)));
        more.accept(settings);
        return MongoClients.create(settings.build());
    }

    /** A storage of this client. */
    MongoStorage on(MongoClient other) {
        return factory.on(other, DATABASE, OPTIONS);
    }

    /** A storage of this client whose calls take no longer than this. */
    MongoStorage on(MongoClient other, Duration deadline) {
        return factory.on(other, DATABASE, OPTIONS.withDeadline(deadline));
    }

    AppendResult append(MongoStorage storage, StreamId stream, int events) {
        return storage.streams().append(Commits.of(Commits.add(stream, ExpectedVersion.any(), events)));
    }

    /** An event to each of these streams, in one commit. */
    AppendResult append(MongoStorage storage, List<StreamId> streams) {
        return storage.streams()
                .append(Commits.of(streams.stream()
                        .map(stream -> Commits.add(stream, ExpectedVersion.any(), 1))
                        .toArray(Part[]::new)));
    }

    AppendResult appendUnless(MongoStorage storage, StreamId stream, EventQuery query) {
        return appendUnless(storage, Commits.add(stream, ExpectedVersion.any(), 1), query);
    }

    static AppendResult appendUnless(MongoStorage storage, Part append, EventQuery query) {
        return storage.streams().append(Commits.of(append).when(AppendCondition.unlessAny(query)));
    }

    /** The feed as one reads it who has read nothing before. */
    List<SeenEvent> feed() {
        return feed(factory.on(client, DATABASE, OPTIONS));
    }

    /** Waits until a reader who has read nothing before sees this many events. */
    void awaitFeed(int events) throws InterruptedException {
        awaitFeed(factory.on(client, DATABASE, OPTIONS), events);
    }

    /** Waits until this reader sees this many events. */
    void awaitFeed(MongoStorage reader, int events) throws InterruptedException {
        await(() -> feed(reader).size() >= events, () -> events + " events in the feed");
        assertEquals(events, feed(reader).size(), "events in the feed");
    }

    private static List<SeenEvent> feed(MongoStorage reader) {
        return Subject.drain(reader.feed().orElseThrow().read(FeedRead.forwards())).stream()
                .map(SeenEvent::of)
                .toList();
    }

    /** Starts an append to each of these streams, one after the other; all wait for another thread to write. */
    List<Call<AppendResult>> waiting(MongoStorage storage, List<StreamId> streams) throws InterruptedException {
        List<Call<AppendResult>> appends = new ArrayList<>();
        for (StreamId stream : streams) {
            appends.add(Call.waiting(() -> append(storage, stream, 1)));
        }
        return appends;
    }

    /** Waits until it is so. */
    static void await(BooleanSupplier so, Supplier<String> what) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!so.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(5);
        }
    }

    /** All documents of the log, by slot. */
    List<Document> log() {
        return events().find().sort(Sorts.ascending("_id")).into(new ArrayList<>());
    }

    /** The log has no hole. */
    void requireContiguous() {
        List<Document> log = log();
        for (int i = 0; i < log.size(); i++) {
            assertEquals(i + 1L, log.get(i).getLong("_id"), "slot");
        }
    }

    /** How many voids the log holds. */
    long voids() {
        return events().countDocuments(Filters.eq("void", true));
    }

    MongoCollection<Document> events() {
        return client.getDatabase(DATABASE).getCollection(eventsName());
    }

    private static String eventsName() {
        return OPTIONS.prefix() + "_events";
    }

    /** A void as writers leave it. */
    static Document voidIn(long slot) {
        return new Document("_id", slot).append("void", true).append("at", Instant.now());
    }

    MongoCollection<Document> snapshots() {
        return client.getDatabase(DATABASE).getCollection(OPTIONS.prefix() + "_snapshots");
    }

    MongoCollection<Document> store() {
        return client.getDatabase(DATABASE).getCollection(OPTIONS.prefix() + "_store");
    }

    Trigger nextInsert() {
        return faults().next("insert").on(eventsName());
    }

    /** The next command of this name for the leases. */
    Trigger nextOfLeases(String command) {
        return faults().next(command).on(OPTIONS.prefix() + "_leases");
    }

    /** The k-th look at the log from now. */
    Trigger nthFind(int k) {
        return faults().nth(k, "find").on(eventsName());
    }

    Faults faults() {
        return server.faults();
    }

    CommandLog commands() {
        return server.commands();
    }

    @Override
    public void close() {
        server.faults().clear();
        storages.forEach(MongoStorage::close);
        client.close();
        server.close();
    }
}
