package org.synapse4j.mongotestservers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class RealMongoTest {
    /** By itself the driver looks at a server every ten seconds, and not before even if that has just failed. */
    private static final String PATIENCE = "connectTimeoutMS=1000&heartbeatFrequencyMS=500";

    @Test
    void theSharedServerTakesMajorityWrites() {
        RealMongo mongo = RealMongo.singleOrAbort();
        assertSame(mongo, RealMongo.single().orElseThrow());
        assertTrue(mongo.description().startsWith("MongoDB "));
        try (MongoClient client = MongoClients.create(mongo.connectionString("realmongotest", PATIENCE))) {
            events(client, "realmongotest").insertOne(new Document("n", 1));
            client.getDatabase("realmongotest").drop();
        }
    }

    @Test
    void aSetOfThreeSurvivesWhatIsDoneToItsPrimary() {
        try (ReplicaSet set = RealMongo.replicaSetOrAbort(3);
                MongoClient client = MongoClients.create(set.connectionString("test") + "&" + PATIENCE)) {
            MongoCollection<Document> events = events(client, "test");
            events.insertOne(new Document("_id", 1));

            int steppedDown = set.stepDown(Duration.ofSeconds(10));
            assertNotEquals(steppedDown, set.primary());
            events.insertOne(new Document("_id", 2));

            int killed = set.killPrimary();
            assertTrue(ProcessHandle.of(set.pid(killed)).isEmpty());
            assertNotEquals(killed, set.primary());
            events.insertOne(new Document("_id", 3));
            set.restart(killed);

            int paused = set.pausePrimary();
            assertNotEquals(paused, set.primary());
            events.insertOne(new Document("_id", 4));
            set.resume(paused);
            assertEquals(4, events.countDocuments());
        }
    }

    @Test
    void aNodeThatRunsIsKilledBeforeItIsStartedAgain() {
        try (ReplicaSet set = RealMongo.replicaSetOrAbort(1)) {
            ProcessHandle first = ProcessHandle.of(set.pid(0)).orElseThrow();
            set.restart(0);
            assertFalse(first.isAlive());
            assertEquals(0, set.primary());
        }
    }

    @Test
    void whoAsksForThePrimaryWaitsWhileNoNodeSpeaks() throws Exception {
        try (ReplicaSet set = RealMongo.replicaSetOrAbort(1)) {
            int paused = set.pausePrimary();
            CompletableFuture<Integer> primary = new CompletableFuture<>();
            Thread asking = new Thread(() -> primary.complete(set.primary()));
            asking.start();
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                while (asking.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
            });
            set.resume(paused);
            assertEquals(paused, primary.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void whoIsInterruptedIsToldNoPrimary() {
        try (ReplicaSet set = RealMongo.replicaSetOrAbort(1)) {
            set.pausePrimary();
            Thread.currentThread().interrupt();
            assertTimeout(Duration.ofSeconds(20), () -> assertThrows(IllegalStateException.class, set::primary));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void aStandaloneServerThatIsKilledHasWhatItsJournalHas() {
        try (Standalone server = RealMongo.standaloneOrAbort();
                MongoClient client = MongoClients.create(server.connectionString("test") + "?" + PATIENCE)) {
            assertFalse(client.getDatabase("test")
                    .runCommand(new Document("hello", 1))
                    .containsKey("setName"));
            events(client, "test").insertOne(new Document("_id", 1));
            server.kill();
            server.restart();
            assertEquals(1, events(client, "test").countDocuments());
        }
    }

    @Test
    void aJournaledWriteWaitsForAJournalThatIsStalled() throws Exception {
        try (Standalone server = RealMongo.standaloneOrAbort();
                MongoClient client = MongoClients.create(server.connectionString("test"))) {
            MongoCollection<Document> events = events(client, "test");
            server.stallJournal();
            CompletableFuture<Void> write = CompletableFuture.runAsync(() -> events.insertOne(new Document("_id", 1)));
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                while (events.countDocuments() == 0) {
                    Thread.onSpinWait();
                }
            });
            assertFalse(write.isDone());
            server.resumeJournal();
            write.get(60, TimeUnit.SECONDS);
        }
    }

    private static MongoCollection<Document> events(MongoClient client, String database) {
        return client.getDatabase(database)
                .getCollection("events")
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }
}
