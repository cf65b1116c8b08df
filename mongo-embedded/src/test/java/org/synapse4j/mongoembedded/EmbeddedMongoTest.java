package org.synapse4j.mongoembedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddedMongoTest {
    private static final int THREADS = 8;

    private final EmbeddedMongo server = EmbeddedMongo.start();
    private final MongoClient client = MongoClients.create(MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(server.connectionString()))
            .writeConcern(WriteConcern.MAJORITY.withJournal(true))
            .readConcern(ReadConcern.MAJORITY)
            .build());
    private final MongoCollection<Document> events = client.getDatabase("test").getCollection("events");

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /** A store asks no journal of a server that has none. */
    @Test
    void theGreetingSaysThatItIsTheEmbeddedServer() {
        Document hello = client.getDatabase("test").runCommand(new Document("hello", 1));
        assertTrue(hello.getBoolean("synapse4jEmbedded"), "which no other server says");
    }

    @Test
    void killKeepsTheDataAndThePort() {
        events.insertOne(Mended.id(1));
        String before = server.connectionString();
        server.kill();
        MongoException failure = assertThrows(MongoException.class, () -> events.insertOne(Mended.id(2)));
        assertTrue(failure.getMessage() != null);
        server.restart();
        assertEquals(before, server.connectionString());
        assertEquals(1, events.countDocuments());
        events.insertOne(Mended.id(2));
    }

    @Test
    void closeGivesUpThePort() throws IOException {
        int port = new ServerAddress(server.connectionString().substring("mongodb://".length())).getPort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        server.close();
        server.close();
        try (Socket socket = new Socket()) {
            assertThrows(IOException.class, () -> socket.connect(address, 1000));
        }
    }

    @Test
    void closeIsForGood() {
        server.close();
        assertThrows(IllegalStateException.class, server::restart);
        server.kill();
    }

    @Test
    void severalServersAreIndependent() {
        try (EmbeddedMongo second = EmbeddedMongo.start();
                MongoClient other = MongoClients.create(second.connectionString())) {
            events.insertOne(Mended.id(1));
            assertEquals(0, other.getDatabase("test").getCollection("events").countDocuments());
        }
    }

    @Test
    void theLogCountsRoundTrips() {
        events.insertMany(List.of(Mended.id(1), Mended.id(2)));
        events.find().first();
        assertEquals(
                List.of(new CommandLog.Seen("insert", "events", 2), new CommandLog.Seen("find", "events", 0)),
                server.commands().seen());
        assertEquals(1, server.commands().count("INSERT"));
        assertEquals(2, server.commands().count());
        server.commands().clear();
        assertEquals(0, server.commands().count());
        assertEquals(List.of(), server.commands().seen());
    }

    @Test
    void aLargeInsertIsOneMessage() {
        Mended.insert(client.getDatabase("test"), 5000);
        assertEquals(
                List.of(new CommandLog.Seen("insert", "events", 5000)),
                server.commands().seen());
    }

    @Test
    void documentsComeBackAsTheyWere() {
        BsonDocument all = BsonDocument.parse("""
                {"_id": 1, "int": 2147483647, "long": {"$numberLong": "-9223372036854775808"}, "minus": -0.0,
                 "decimal": {"$numberDecimal": "1.2300"}, "nan": {"$numberDecimal": "NaN"}, "null": null, "yes": true,
                 "text": "a\\u0000\\ud83d\\ude00", "date": {"$date": "2026-11-21T00:00:00.123Z"}, "list": [1, null, [], {}],
                 "id": {"$oid": "0123456789abcdef01234567"}, "nested": {"a.b": 1, "": {"c": 2}}}""");
        all.getDocument("nested").append("$dollar", new BsonInt32(3));
        MongoCollection<BsonDocument> typed = events.withDocumentClass(BsonDocument.class);
        typed.insertOne(all);
        assertEquals(all, typed.find().first());
        BsonDocument other = all.clone().append("more", all.clone());
        assertEquals(all, typed.findOneAndReplace(Filters.eq(1), other));
        assertEquals(other, typed.find().first());
        typed.replaceOne(Filters.eq(1), all);
        assertEquals(all, typed.find().first());
    }

    @Test
    void countersGiveEachNumberOnce() throws Exception {
        Set<Integer> given = ConcurrentHashMap.newKeySet();
        FindOneAndUpdateOptions after =
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
        together(() -> {
            for (int i = 0; i < 50; i++) {
                Document counter = events.findOneAndUpdate(Filters.eq("counter"), Updates.inc("next", 1), after);
                given.add(Objects.requireNonNull(counter).getInteger("next"));
            }
        });
        assertEquals(THREADS * 50, given.size());
    }

    @Test
    void findsAreNotTorn() throws Exception {
        events.insertOne(Mended.id(1).append("a", 0).append("b", 0));
        AtomicInteger torn = new AtomicInteger();
        together(() -> {
            for (int i = 0; i < 50; i++) {
                events.updateOne(Filters.eq(1), Updates.combine(Updates.inc("a", 1), Updates.inc("b", 1)));
                Document found = Mended.first(events.find(Filters.eq(1)));
                if (!Objects.equals(found.get("a"), found.get("b"))) {
                    torn.incrementAndGet();
                }
            }
        });
        assertEquals(0, torn.get());
    }

    @Test
    void uniqueIndexesAdmitOneWinner() throws Exception {
        events.createIndex(
                new Document("stream", 1).append("version", 1),
                new IndexOptions().unique(true).sparse(true));
        AtomicInteger id = new AtomicInteger();
        AtomicInteger won = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        together(() -> {
            for (int i = 1; i <= 50; i++) {
                Document event = new Document("_id", id.incrementAndGet())
                        .append("stream", "s")
                        .append("version", i);
                count(event, won, lost);
                count(new Document("_id", -i), won, lost);
            }
        });
        assertEquals(100, won.get());
        assertEquals(100 * (THREADS - 1), lost.get());
        assertEquals(100, events.countDocuments());
        assertEquals(50, events.countDocuments(Filters.eq("stream", "s")));
    }

    private void count(Document event, AtomicInteger won, AtomicInteger lost) {
        try {
            events.insertOne(event);
            won.incrementAndGet();
        } catch (MongoWriteException e) {
            assertEquals(11000, e.getError().getCode());
            lost.incrementAndGet();
        }
    }

    private static void together(Runnable task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(Executors.callable(task));
            }
            for (Future<Object> done : threads.invokeAll(tasks)) {
                done.get(50, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
