package org.synapse4j.mongotestservers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class RealMongoTest {
    /** By itself the driver looks at a server every ten seconds, and not before even if that has just failed. */
    private static final String PATIENCE = "&connectTimeoutMS=1000&heartbeatFrequencyMS=500";

    @Test
    void theSharedServerTakesMajorityWritesAndFailsOnDemand() {
        RealMongo mongo = require(RealMongo.single());
        assertSame(mongo, RealMongo.single().orElseThrow());
        assertTrue(mongo.description().startsWith("MongoDB "));
        String uri = mongo.connectionString("realmongotest");
        try (MongoClient client =
                MongoClients.create(uri + (uri.contains("?") ? "" : "?") + PATIENCE + "&retryWrites=false")) {
            MongoCollection<Document> events = events(client, "realmongotest");
            events.insertOne(new Document("n", 1));
            mongo.failCommand(1, new Document("failCommands", List.of("insert")).append("errorCode", 91));
            assertEquals(
                    91,
                    assertThrows(MongoException.class, () -> events.insertOne(new Document()))
                            .getCode());
            mongo.failCommand(1, new Document("failCommands", List.of("insert")).append("closeConnection", true));
            assertThrows(MongoSocketException.class, () -> events.insertOne(new Document()));
            events.insertOne(new Document("n", 2));
            client.getDatabase("realmongotest").drop();
        }
    }

    @Test
    void aSetOfThreeSurvivesWhatIsDoneToItsPrimary() {
        try (ReplicaSet set = require(RealMongo.replicaSet(3));
                MongoClient client = MongoClients.create(set.connectionString("test") + PATIENCE)) {
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

            set.failCommand(1, new Document("failCommands", List.of("insert")).append("errorCode", 10107));
            events.insertOne(new Document("_id", 5));
            assertEquals(5, events.countDocuments());
        }
    }

    private static MongoCollection<Document> events(MongoClient client, String database) {
        return client.getDatabase(database)
                .getCollection("events")
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** The reason has been printed by whoever had none. */
    private static <T> T require(Optional<T> server) {
        assumeTrue(server.isPresent(), "no real server is there");
        return server.orElseThrow();
    }
}
