package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.Document;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.mongotestservers.Standalone;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/**
 * A server that is no member of a replica set shows writes before they are in its journal, and a crash takes them back: nobody is told
 * of them before, and those who ask servers that take nothing back pay nothing for that.
 */
public final class JournalWaits {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Of what must fail because the journal is stalled. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final int UNAUTHORIZED = 13;
    private static final String BARRIER = "findAndModify";
    private static final EventQuery TAGGED = EventQuery.tagged("seat:1");
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Standalone server;
    private final StorageFactory factory;
    private final String database = "journal" + DATABASES.incrementAndGet();
    private final List<MongoClient> clients = new ArrayList<>();

    private JournalWaits(Standalone server, StorageFactory factory) {
        this.server = server;
        this.factory = factory;
    }

    /** The tests, by what they show; where there is no mongod to start, they are aborted. */
    public static Stream<DynamicTest> of(StorageFactory factory) {
        Standalone server = RealMongo.standaloneOrAbort();
        return Stream.of(
                        test(server, factory, "Nobody is told what is not in the journal", JournalWaits::stalled),
                        test(server, factory, "Nobody is told of a removal that is not in it", JournalWaits::removal),
                        test(
                                server,
                                factory,
                                "A server that was started again since it was read is read again",
                                JournalWaits::restarted),
                        test(
                                server,
                                factory,
                                "Who may not write is given what is recorded as settled",
                                JournalWaits::mayNotWrite),
                        test(server, factory, "What is known to be in it is not waited for", JournalWaits::known),
                        DynamicTest.dynamicTest("A replica set is not waited for", () -> replicaSet(factory)),
                        DynamicTest.dynamicTest("The embedded server is not waited for", () -> embedded(factory)))
                .onClose(server::close);
    }

    private static DynamicTest test(
            Standalone server, StorageFactory factory, String name, ThrowingConsumer<JournalWaits> body) {
        return DynamicTest.dynamicTest(name, () -> {
            JournalWaits test = new JournalWaits(server, factory);
            try {
                body.accept(test);
            } finally {
                server.resumeJournal();
                test.clients.forEach(MongoClient::close);
            }
        });
    }

    private void stalled() throws InterruptedException {
        MongoStorage writer = open("writer");
        Position before = append(writer, tagged()).position();
        MongoStorage reader = open("reader", SHORT);
        assertEquals(1, stream(reader).size());
        assertEquals(1, feed(reader).size());
        SerializedCommit late = tagged();
        server.stallJournal();
        Call<AppendResult> append = Call.of(() -> append(writer, late));
        Bench.await(() -> documents() == 2, () -> "a write that is not in the journal");

        isNotTold(() -> stream(reader));
        isNotTold(() -> feed(reader));
        isNotTold(() -> reader.feed().orElseThrow().end());
        isNotTold(() -> reader.streams().head(CART));
        isNotTold(() -> Subject.drain(reader.listing().orElseThrow().list()));
        isNotTold(() -> append(reader, Commits.of(Commits.add(CART, ExpectedVersion.exactly(1), 1))));
        isNotTold(() -> append(reader, late));
        isNotTold(() -> reader.streams().find(late.id()));
        isNotTold(() -> Bench.appendUnless(reader, Commits.add(OTHER, ExpectedVersion.any(), 0), TAGGED));
        isNotTold(() -> reader.deletion().orElseThrow().truncate(CART, Version.of(2)));
        assertFalse(append.isDone());

        server.resumeJournal();
        AppendResult stored = append.result();
        assertTrue(stored.position().compareTo(before) > 0);
        assertEquals(stored, append(reader, late));
        assertEquals(Optional.of(stored), reader.streams().find(late.id()));
        assertEquals(2, stream(reader).size());
        assertEquals(stored.position(), feed(reader).get(1).position());
    }

    private void removal() throws InterruptedException {
        MongoStorage writer = open("writer");
        append(writer, tagged());
        MongoStorage reader = open("reader", SHORT);
        assertEquals(1, feed(reader).size());
        server.stallJournal();
        Call<Boolean> deletion = Call.of(() -> {
            writer.deletion().orElseThrow().truncate(CART, Version.of(2));
            return true;
        });
        Bench.await(
                () -> events(BsonDocument.class).countDocuments(Filters.exists("tombstone")) == 1,
                () -> "a removal that is not in the journal");

        isNotTold(() -> stream(reader));
        isNotTold(() -> reader.streams().head(CART));
        isNotTold(() -> Bench.appendUnless(reader, Commits.add(OTHER, ExpectedVersion.any(), 0), TAGGED));

        server.resumeJournal();
        assertTrue(deletion.result());
        assertEquals(List.of(), stream(reader));
    }

    /**
     * The server is killed and started again between a read and the barrier behind it, which then succeeds. What was read is gone, but
     * where the server had it in its journal by chance: then once more.
     */
    private void restarted() {
        append(open("writer"), tagged());
        AtomicBoolean killsWhenRead = new AtomicBoolean();
        MongoStorage reader = open("reader", new CommandListener() {
            @Override
            public void commandSucceeded(CommandSucceededEvent event) {
                if (event.getCommandName().equals("find") && killsWhenRead.compareAndSet(true, false)) {
                    server.kill();
                    server.restart();
                }
            }
        });
        boolean lost = false;
        for (int round = 0; round < 20 && !lost; round++) {
            int before = stream(reader).size();
            server.stallJournal();
            long slot = insertUnjournaled();
            killsWhenRead.set(true);
            List<StoredSerializedEvent> read = stream(reader);
            lost = events(BsonDocument.class).countDocuments(Filters.eq("_id", slot)) == 0;
            assertEquals(lost ? before : before + 1, read.size(), "events read");
        }
        assertTrue(lost, "The server had each of 20 events in its journal at once");
    }

    private void mayNotWrite() {
        MongoStorage writer = open("writer");
        append(writer, tagged());
        MongoStorage other = open("other");
        assertEquals(1, feed(other).size());
        failCommand(
                "alwaysOn",
                new Document("failCommands", List.of(BARRIER, "insert", "update"))
                        .append("errorCode", UNAUTHORIZED)
                        .append("appName", "reader"));
        try {
            MongoStorage reader = factory.on(client("reader", Stream.empty()), database, MongoOptions.defaults());
            append(writer, tagged());
            assertEquals(1, stream(reader).size());
            assertEquals(1, feed(reader).size());
            assertEquals(Version.of(1), reader.streams().head(CART).version());
            assertEquals(
                    List.of(Version.of(1)),
                    Subject.drain(reader.listing().orElseThrow().list()).stream()
                            .map(StreamHead::version)
                            .toList());
            Position end = other.feed().orElseThrow().end();
            assertEquals(2, stream(reader).size());
            assertEquals(2, feed(reader).size());
            assertEquals(end, reader.feed().orElseThrow().end());
        } finally {
            failCommand("off", new Document());
        }
    }

    private void known() {
        Counter counter = new Counter();
        MongoStorage own = open("own", counter);
        MongoStorage other = open("other");
        append(other, tagged());
        assertEquals(1, stream(own).size());
        counter.clear();
        assertEquals(1, stream(own).size());
        append(own, tagged());
        assertEquals(2, stream(own).size());
        assertEquals(2, feed(own).size());
        assertEquals(0, counter.of(BARRIER), "barriers for what was read before, or written here");
        append(other, tagged());
        append(other, tagged());
        assertEquals(4, feed(own).size());
        assertEquals(4, stream(own).size());
        assertEquals(Version.of(4), own.streams().head(CART).version());
        assertEquals(1, counter.of(BARRIER), "barriers for what is new");
        assertEquals(4, stream(open("third")).size());
    }

    private static void replicaSet(StorageFactory factory) {
        RealMongo mongo = RealMongo.singleOrAbort();
        paysNothing(factory, mongo.connectionString("journal"));
    }

    private static void embedded(StorageFactory factory) {
        try (EmbeddedMongo mongo = EmbeddedMongo.start()) {
            paysNothing(factory, mongo.connectionString());
        }
    }

    private static void paysNothing(StorageFactory factory, String uri) {
        Counter counter = new Counter();
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .addCommandListener(counter);
        try (MongoClient client = MongoClients.create(settings.build());
                MongoStorage other = factory.on(client, "journal", MongoOptions.defaults());
                MongoStorage reader = factory.on(client, "journal", MongoOptions.defaults())) {
            Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));
            Assumptions.assumeTrue(hello.containsKey("setName") || hello.containsKey("synapse4jEmbedded"));
            client.getDatabase("journal").drop();
            other.ensureIndexes();
            counter.clear();
            for (int i = 1; i <= 3; i++) {
                append(other, tagged());
                assertEquals(i, stream(reader).size());
                assertEquals(i, feed(reader).size());
                assertEquals(Version.of(i), reader.streams().head(CART).version());
            }
            assertEquals(0, counter.of(BARRIER), "barriers");
            assertTrue(counter.of("hello") <= 2, () -> "each storage asks once: " + counter.of("hello"));
            client.getDatabase("journal").drop();
        }
    }

    private static void isNotTold(Executable call) {
        assertThrows(TransientException.class, call);
    }

    private static SerializedCommit tagged() {
        return Commits.of(Commits.add(CART, ExpectedVersion.any(), Sample.event("SeatTaken", "{\"n\":1}", "seat:1")));
    }

    private static AppendResult append(MongoStorage storage, SerializedCommit commit) {
        return storage.streams().append(commit);
    }

    private static List<StoredSerializedEvent> stream(MongoStorage storage) {
        return Subject.drain(storage.streams().read(StreamRead.of(CART)));
    }

    private static List<StoredSerializedEvent> feed(MongoStorage storage) {
        return Subject.drain(storage.feed().orElseThrow().read(FeedRead.forwards()));
    }

    /** A copy of the last event, in the next slot and version; a commit of its own. The write asks for no journal. */
    private long insertUnjournaled() {
        BsonDocument event = Objects.requireNonNull(
                events(BsonDocument.class).find().sort(Sorts.descending("_id")).first());
        long slot = event.getInt64("_id").getValue() + 1;
        BsonInt64 version = new BsonInt64(event.getInt64("version").getValue() + 1);
        BsonBinary id = new BsonBinary(UUID.randomUUID());
        event.put("_id", new BsonInt64(slot));
        event.put("version", version);
        event.computeIfPresent("last", (field, last) -> version);
        event.put(
                "commit",
                new BsonDocument("id", id).append("first", new BsonInt64(slot)).append("size", new BsonInt32(1)));
        event.put("commitId", id);
        events(BsonDocument.class).insertOne(event);
        return slot;
    }

    private long documents() {
        return events(BsonDocument.class).countDocuments();
    }

    private <T> MongoCollection<T> events(Class<T> type) {
        return client("test", Stream.empty()).getDatabase(database).getCollection("synapse_events", type);
    }

    private void failCommand(String mode, Document data) {
        client("test", Stream.empty())
                .getDatabase("admin")
                .runCommand(new Document("configureFailPoint", "failCommand")
                        .append("mode", mode)
                        .append("data", data));
    }

    /** Another process in all that it remembers. */
    private MongoStorage open(String name, CommandListener... listeners) {
        return open(name, DEADLINE, listeners);
    }

    private MongoStorage open(String name, Duration deadline, CommandListener... listeners) {
        MongoStorage storage = factory.on(
                client(name, Stream.of(listeners)),
                database,
                MongoOptions.defaults().withDeadline(deadline));
        storage.ensureIndexes();
        return storage;
    }

    /** A client whose name the server is told. */
    private MongoClient client(String name, Stream<CommandListener> listeners) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applicationName(name)
                .applyConnectionString(new ConnectionString(server.connectionString(database)))
                .applyToServerSettings(monitor -> monitor.minHeartbeatFrequency(20, TimeUnit.MILLISECONDS));
        listeners.forEach(settings::addCommandListener);
        MongoClient client = MongoClients.create(settings.build());
        clients.add(client);
        return client;
    }

    /** Counts commands by name. */
    private static final class Counter implements CommandListener {
        private final Map<String, Integer> started = new ConcurrentHashMap<>();

        @Override
        public void commandStarted(CommandStartedEvent event) {
            started.merge(event.getCommandName(), 1, Integer::sum);
        }

        int of(String command) {
            return started.getOrDefault(command, 0);
        }

        void clear() {
            started.clear();
        }
    }
}
