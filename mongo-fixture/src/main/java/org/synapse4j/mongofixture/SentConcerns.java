package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.tck.kit.Commits;

/**
 * Every command that a storage sends, as a listener of its client sees it, against what it has to ask for: no server of a test loses what a
 * weaker command would lose, so that no other test sees the difference. The client asks for less in all respects.
 */
public final class SentConcerns {
    private static final String DATABASE = "concerns";
    private static final String PREFIX = "sent";
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");
    private static final Set<String> READS = Set.of("find", "aggregate", "count", "distinct");
    private static final String TAG = "seat:7";
    private static final BsonInt32 UNKNOWN = new BsonInt32(0);
    private static final BsonDocument LASTING = BsonDocument.parse("{w: 'majority', j: true}");

    /**
     * What may be written with less, by the {@code _id} in the store's own collection. The counter of slots: it chooses, and protects nothing; where it
     * is lost, guesses fail and time is lost. The settled slot: where it is lost, what lies above it is looked at again.
     */
    private static final Set<String> MAY_BE_LOST = Set.of("slots", "settled");

    private SentConcerns() {}

    /** Makes every call, and looks at what was sent. */
    public static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                DynamicTest.dynamicTest("is asked of the embedded server", () -> {
                    try (EmbeddedMongo mongo = EmbeddedMongo.start()) {
                        look(factory, mongo.connectionString());
                    }
                }),
                DynamicTest.dynamicTest(
                        "is asked of a real server",
                        () -> look(factory, RealMongo.singleOrAbort().connectionString(DATABASE))));
    }

    private static void look(StorageFactory factory, String server) {
        Queue<BsonDocument> sent = new ConcurrentLinkedQueue<>();
        MongoClientSettings weak = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(server))
                .writeConcern(WriteConcern.W1.withJournal(false))
                .readConcern(ReadConcern.AVAILABLE)
                .readPreference(ReadPreference.secondaryPreferred())
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        sent.add(event.getCommand().clone());
                    }
                })
                .build();
        MongoOptions options = MongoOptions.defaults().withPrefix(PREFIX);
        try (MongoClient client = MongoClients.create(weak)) {
            client.getDatabase(DATABASE).drop();
            sent.clear();
            try (MongoStorage one = factory.on(client, DATABASE, options);
                    MongoStorage another = factory.on(client, DATABASE, options);
                    MongoStorage requiring = factory.on(client, DATABASE, options)) {
                EveryCall.make(one, another, requiring);
            }
            judge(List.copyOf(sent));
            sent.clear();
            try (MongoStorage storage = factory.on(client, DATABASE, options)) {
                Bench.appendUnless(
                        storage,
                        Commits.add(StreamId.of("seats", "1"), ExpectedVersion.any(), 1),
                        EventQuery.tagged(TAG));
            }
            judgeLooks(List.copyOf(sent));
            client.getDatabase(DATABASE).drop();
        }
    }

    private static void judge(List<BsonDocument> sent) {
        Set<String> written = new HashSet<>();
        Set<String> read = new HashSet<>();
        for (BsonDocument command : sent) {
            String name = command.getFirstKey();
            if (WRITES.contains(name)) {
                written.add(collection(command));
                judgeWrite(command);
            } else if (READS.contains(name)) {
                read.add(collection(command));
                judgeRead(command);
            }
        }
        Set<String> all = Set.of("events", "snapshots", "leases", "view_totals_v1", "store");
        assertEquals(all, written, "Collections that were written");
        assertTrue(
                read.containsAll(Set.of("events", "snapshots", "leases", "view_totals_v1")),
                () -> "Collections read: " + read);
    }

    /** The look in the primary comes last: in the other order one failover between the two may spoil both (ADR 15). */
    private static void judgeLooks(List<BsonDocument> sent) {
        List<String> levels = sent.stream()
                .filter(command -> command.getFirstKey().equals("find")
                        && command.toString().contains(TAG))
                .map(SentConcerns::level)
                .toList();
        assertEquals(List.of("majority", "local"), levels, "Looks for what a condition asks for");
    }

    private static String level(BsonDocument command) {
        return command.getDocument("readConcern", new BsonDocument())
                .getString("level", new BsonString("none"))
                .getValue();
    }

    private static void judgeWrite(BsonDocument command) {
        boolean mayBeLost =
                collection(command).equals("store") && keys(command).stream().allMatch(SentConcerns::mayBeLost);
        if (!mayBeLost) {
            assertEquals(LASTING, command.get("writeConcern"), () -> "The write concern of " + command);
        }
        assertNotEquals(
                UNKNOWN,
                command.getDocument("writeConcern", LASTING).get("w", LASTING),
                () -> "Nothing would be known of " + command);
    }

    /** What is settled, one commit, or what the primary has in some slots may be read from its own copy: ADR 15. */
    private static void judgeRead(BsonDocument command) {
        BsonDocument preference = command.getDocument("$readPreference", new BsonDocument());
        assertEquals(
                "primary",
                preference.getString("mode", new BsonString("primary")).getValue(),
                () -> "The read preference of " + command);
        String level = level(command);
        BsonDocument filter = command.getDocument("filter", new BsonDocument());
        boolean mayBeLocal = collection(command).equals("events")
                && !filter.containsKey("stream")
                && (filter.toString().contains("\"_id\"") || filter.toString().contains("\"commitId\""));
        assertTrue(
                level.equals("majority") || (mayBeLocal && level.equals("local")),
                () -> "The read concern of " + command);
    }

    private static boolean mayBeLost(BsonValue key) {
        return key.isString() && MAY_BE_LOST.contains(key.asString().getValue());
    }

    /** The {@code _id} of each document that is written. */
    private static List<BsonValue> keys(BsonDocument command) {
        List<BsonValue> keys = new ArrayList<>();
        for (String list : List.of("documents", "updates", "deletes")) {
            if (command.containsKey(list)) {
                command.getArray(list).forEach(one -> {
                    BsonDocument statement = one.asDocument();
                    keys.add(key(statement.getDocument("q", statement)));
                });
            }
        }
        if (command.containsKey("query")) {
            keys.add(key(command.getDocument("query")));
        }
        return keys;
    }

    /** The {@code _id} that a filter or a document names, alone or with others. */
    private static BsonValue key(BsonDocument filter) {
        return filter.getArray("$and", new BsonArray(List.of(filter))).stream()
                .map(part -> part.asDocument().get("_id"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(new BsonString(""));
    }

    private static String collection(BsonDocument command) {
        String collection = command.getString(command.getFirstKey()).getValue();
        return collection.substring(collection.indexOf('_') + 1);
    }
}
