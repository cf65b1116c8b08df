package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.ServerRefusedException;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/**
 * A real server refuses a part of what many threads append at once, by a validator and by a unique index of the user's that were made
 * after the store: each refusal is told for what it is, and nobody else is hurt.
 */
public final class ManyRefusals {
    private static final String DATABASE = "refusals";
    private static final int THREADS = 64;
    private static final int APPENDS = 6;
    private static final int VALIDATION = 121;
    private static final int DUPLICATE = 11000;
    private static final String BAD = "Bad";

    private final AtomicInteger taken = new AtomicInteger();

    private ManyRefusals() {}

    /** Where there is no real server, the test is aborted. */
    public static void hurtNobodyElse(StorageFactory factory) {
        try (MongoClient client = MongoClients.create(RealMongo.singleOrAbort().connectionString(DATABASE))) {
            MongoDatabase database = client.getDatabase(DATABASE);
            database.drop();
            try (MongoStorage storage = factory.on(client, DATABASE, MongoOptions.defaults());
                    MongoStorage another = factory.on(client, DATABASE, MongoOptions.defaults())) {
                storage.ensureIndexes();
                refusing(database);
                new ManyRefusals().run(List.of(storage, another), database);
            } finally {
                database.drop();
            }
        }
    }

    /** Events of a type are refused, and so is a number that is there. */
    private static void refusing(MongoDatabase database) {
        database.runCommand(new Document("collMod", "synapse_events")
                .append(
                        "validator",
                        new Document("type", new Document("$ne", BAD))
                                .append("events.type", new Document("$ne", BAD))));
        for (String path : List.of("payload.n", "events.payload.n")) {
            database.getCollection("synapse_events")
                    .createIndex(
                            Indexes.ascending(path),
                            new IndexOptions().unique(true).sparse(true));
        }
    }

    private void run(List<MongoStorage> storages, MongoDatabase database) {
        List<Call<Integer>> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> Call.of(() -> appends(storages.get(thread % storages.size()), thread)))
                .toList();
        int stored = threads.stream().mapToInt(Call::result).sum();
        assertEquals(1, taken.get(), "appends that had the number");
        Map<StreamId, Long> versions = new HashMap<>();
        List<StoredSerializedEvent> feed =
                Subject.drain(storages.get(0).feed().orElseThrow().read(FeedRead.forwards()));
        for (StoredSerializedEvent event : feed) {
            assertEquals(
                    versions.merge(event.stream(), 1L, Long::sum),
                    event.version().value());
        }
        assertEquals(stored, feed.size());
        MongoCollection<Document> events = database.getCollection("synapse_events");
        assertEquals(0, events.countDocuments(Filters.or(Filters.eq("type", BAD), Filters.eq("events.type", BAD))));
    }

    /** A thread's appends to a stream of its own, of two events each; how many events were stored. */
    private int appends(MongoStorage storage, int thread) {
        StreamId stream = StreamId.of("cart", Integer.toString(thread));
        int version = 0;
        for (int i = 0; i < APPENDS; i++) {
            boolean bad = (thread + i) % 3 == 1;
            boolean number = (thread + i) % 6 == 3;
            NewSerializedEvent event = bad ? Sample.event(BAD) : Sample.event("Good", number ? "{\"n\":1}" : "{}");
            try {
                storage.streams()
                        .append(Commits.of(Commits.add(
                                stream, ExpectedVersion.exactly(version), Sample.event("Other", "{}"), event)));
                version += 2;
                if (number) {
                    taken.incrementAndGet();
                }
                assertTrue(!bad, "a document that the validator refuses was stored");
            } catch (ServerRefusedException refused) {
                assertTrue(bad || number, () -> "an innocent append was refused: " + refused);
                assertEquals(bad ? VALIDATION : DUPLICATE, refused.code());
                assertEquals(
                        !bad,
                        refused.index()
                                .filter(index -> index.contains("payload.n"))
                                .isPresent());
            }
        }
        return version;
    }
}
