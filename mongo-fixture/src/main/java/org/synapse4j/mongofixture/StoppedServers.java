package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.spi.StorageProvider;
import org.synapse4j.api.spi.StorageUri;
import org.synapse4j.mongocommon.Finding;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.mongotestservers.ReplicaSet;
import org.synapse4j.mongotestservers.Standalone;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Subject;

/**
 * A real server that is stopped, and keeps its connections: no call takes longer than its deadline and a second, whether it was under way
 * by then or begins afterwards, nor does closing.
 */
public final class StoppedServers {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration LIMIT = DEADLINE.plusSeconds(1);

    private StoppedServers() {}

    /**
     * On a replica set of one, of which the health check says beforehand that its majority is not in the journal, once it is configured so.
     * Where there is no mongod, the test is aborted.
     *
     * @param layout its name in the line of configuration
     */
    public static void inAReplicaSet(StorageProvider provider, String layout) throws InterruptedException {
        try (ReplicaSet set = RealMongo.replicaSetOrAbort(1)) {
            Map<MongoStorage, Consumer<MongoStorage>> calls =
                    opened(provider, database -> set.connectionString(database) + "&", layout);
            tellsOfTheJournal(provider, set, layout);
            keepDeadlines(calls, () -> {
                int node = set.pausePrimary();
                return () -> set.resume(node);
            });
        }
    }

    /** On a server that is no member of a replica set. Where there is no mongod, the test is aborted. */
    public static void alone(StorageProvider provider, String layout) throws InterruptedException {
        try (Standalone server = RealMongo.standaloneOrAbort()) {
            keepDeadlines(opened(provider, database -> server.connectionString(database) + "?", layout), () -> {
                server.pause();
                return server::resume;
            });
        }
    }

    private static void tellsOfTheJournal(StorageProvider provider, ReplicaSet set, String layout) {
        String line = set.connectionString("d0") + "&layout=" + layout;
        try (MongoStorage storage = (MongoStorage) provider.open(StorageUri.parse(line));
                MongoClient client = MongoClients.create(set.connectionString("admin"))) {
            assertEquals(List.of(), Subject.drain(storage.verify()));
            majorityWithoutJournal(client.getDatabase("admin"));
            List<Finding> found = Subject.drain(storage.verify());
            assertEquals(1, found.size(), found::toString);
            assertTrue(found.get(0).what().contains("writeConcernMajorityJournalDefault"), found::toString);
        }
    }

    private static void majorityWithoutJournal(MongoDatabase admin) {
        Document config = admin.runCommand(new Document("replSetGetConfig", 1)).get("config", Document.class);
        config.append("version", config.getInteger("version") + 1).append("writeConcernMajorityJournalDefault", false);
        admin.runCommand(new Document("replSetReconfig", config));
    }

    /** Each call, with a store of its own that has its client to itself. */
    private static Map<MongoStorage, Consumer<MongoStorage>> opened(
            StorageProvider provider, UnaryOperator<String> line, String layout) {
        Map<MongoStorage, Consumer<MongoStorage>> opened = new LinkedHashMap<>();
        for (Consumer<MongoStorage> call : calls()) {
            String uri =
                    line.apply("d" + opened.size()) + "layout=" + layout + "&deadline=" + DEADLINE.toSeconds() + "s";
            MongoStorage storage = (MongoStorage) provider.open(StorageUri.parse(uri));
            for (StreamId stream : List.of(CART, OTHER)) {
                storage.streams().append(Commits.of(Commits.add(stream, ExpectedVersion.any(), 3)));
            }
            opened.put(storage, call);
        }
        return opened;
    }

    private static List<Consumer<MongoStorage>> calls() {
        List<Consumer<MongoStorage>> calls = new ArrayList<>();
        for (Deadlines.Scenario scenario : Deadlines.Scenario.values()) {
            calls.add(scenario::call);
        }
        calls.add(storage -> storage.snapshots().orElseThrow().latest(CART, Version.MAX));
        calls.add(storage -> storage.leases().orElseThrow().list(SubscriptionName.of("mails")));
        calls.add(storage -> Subject.drain(storage.verify()));
        return calls;
    }

    /** Stops a server; lets it go on when that is run. */
    private interface Stop {
        Runnable stop();
    }

    private static void keepDeadlines(Map<MongoStorage, Consumer<MongoStorage>> calls, Stop stop)
            throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<Call<Integer>> running = calls.entrySet().stream()
                .map(entry -> Call.of(() -> again(() -> entry.getValue().accept(entry.getKey()), over)))
                .toList();
        Thread.sleep(500);
        Runnable resume = stop.stop();
        try {
            // Those under way end within the limit; those that begin then do, too.
            Thread.sleep(LIMIT.toMillis());
            over.set(true);
            running.forEach(call -> assertTrue(call.result() > 0));
            calls.keySet().stream()
                    .map(storage -> Call.of(() -> {
                        Deadlines.within(LIMIT, storage::close);
                        return true;
                    }))
                    .toList()
                    .forEach(Call::result);
        } finally {
            resume.run();
        }
    }

    /** Makes a call again and again; how often. */
    private static int again(Runnable call, AtomicBoolean over) {
        int times = 0;
        for (; !over.get(); times++) {
            Deadlines.within(LIMIT, () -> {
                try {
                    call.run();
                } catch (SynapseException told) {
                    // Whatever it is, it came in time.
                }
            });
        }
        return times;
    }
}
