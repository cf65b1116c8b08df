package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The index on tags: queries by tag find it by themselves. */
public final class TagIndex {
    private static final String DATABASE = "tagindex";
    private static final StreamId SEATS = StreamId.of("seats", "1");
    private static final EventQuery SEVENTH = EventQuery.tagged("seat:7");
    private static final int COMMITS = 20;
    private static final int PER_COMMIT = 50;

    private TagIndex() {}

    /**
     * Reads by tag and appends on a condition, and has the server tell which index it took. Where there is no real one, the test is aborted.
     *
     * @param tags the path of the tags in a document of this layout
     */
    public static void isUsed(StorageFactory factory, String tags) {
        try (MongoClient client = MongoClients.create(RealMongo.singleOrAbort().connectionString(DATABASE))) {
            MongoDatabase database = client.getDatabase(DATABASE);
            database.drop();
            try (MongoStorage storage = factory.on(client, DATABASE, MongoOptions.defaults())) {
                storage.ensureIndexes();
                fill(storage);
                assertEquals(COMMITS, read(storage));
                database.runCommand(new Document("profile", 2));
                assertEquals(COMMITS, read(storage));
                Bench.appendUnless(
                        storage, Commits.add(SEATS, ExpectedVersion.any(), 1), EventQuery.tagged("seat:none"));
                database.runCommand(new Document("profile", 0));
                List<String> plans = database
                        .getCollection("system.profile")
                        .find(Filters.eq("op", "query"))
                        .into(new ArrayList<>())
                        .stream()
                        .filter(query -> query.toString().contains("seat:"))
                        .map(query -> query.getString("planSummary"))
                        .toList();
                assertEquals(3, plans.size(), () -> "queries by tag, two of them the condition's: " + plans);
                plans.forEach(plan -> assertTrue(plan.contains(tags), plan));
            } finally {
                database.drop();
            }
        }
    }

    private static void fill(MongoStorage storage) {
        for (int commit = 0; commit < COMMITS; commit++) {
            NewSerializedEvent[] events = IntStream.range(0, PER_COMMIT)
                    .mapToObj(seat -> Sample.event("SeatTaken", "{}", "seat:" + seat))
                    .toArray(NewSerializedEvent[]::new);
            storage.streams().append(Commits.of(Commits.add(SEATS, ExpectedVersion.any(), events)));
        }
    }

    private static int read(MongoStorage storage) {
        return Subject.drain(
                        storage.feed().orElseThrow().read(FeedRead.forwards().matching(SEVENTH)))
                .size();
    }
}
