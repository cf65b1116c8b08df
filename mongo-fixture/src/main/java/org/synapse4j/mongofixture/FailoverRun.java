package org.synapse4j.mongofixture;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.mongotestservers.ReplicaSet;

/**
 * Eight writers append through three storages, and two readers follow the feed, while the replica set meets with one
 * {@link Mishaps mishap} after the other. Then the whole history is judged. The seed is printed first, what happened last.
 *
 * <p>{@code -Dsynapse4j.chaos.seed=N} repeats the choices of a run, though not its timing; {@code -Dsynapse4j.chaos.minutes=N} makes
 * it that long.
 */
public final class FailoverRun {
    private static final String DATABASE = "chaos";
    private static final int STORAGES = 3;
    private static final int WRITERS = 8;
    private static final int READERS = 2;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Of one storage, shorter than an election: its appends are left with an unknown outcome. */
    private static final Duration SHORT = Duration.ofMillis(1500);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How often an error is injected in a run of the usual length. */
    private static final int ERRORS = 120;

    private final ReplicaSet set;
    private final String layout;
    private final StorageFactory factory;
    private final long seed = Long.getLong("synapse4j.chaos.seed", System.nanoTime() & 0xffff_ffffL);
    private final long minutes = Long.getLong("synapse4j.chaos.minutes", 0);
    private final Ledger ledger = new Ledger();
    private final List<MongoClient> clients = new ArrayList<>();
    private final List<MongoStorage> storages = new ArrayList<>();

    private FailoverRun(ReplicaSet set, String layout, StorageFactory factory) {
        this.set = set;
        this.layout = layout;
        this.factory = factory;
    }

    /**
     * Runs on three nodes of its own, and judges; where there is no mongod to start, the test is aborted.
     *
     * @throws AssertionError if a guarantee was broken
     */
    public static void of(String layout, StorageFactory factory) throws InterruptedException {
        try (ReplicaSet set = RealMongo.replicaSetOrAbort(3)) {
            new FailoverRun(set, layout, factory).run();
        }
    }

    private void run() throws InterruptedException {
        say("seed " + seed + " (repeat with -Dsynapse4j.chaos.seed=" + seed + ")");
        long start = System.nanoTime();
        try {
            for (int i = 0; i < STORAGES; i++) {
                storages.add(open(i == 0 ? SHORT : DEADLINE));
            }
            Mishaps mishaps = new Mishaps(set, client(), new Random(seed));
            List<FeedFollower> readers = disturb(mishaps);
            Verdict verdict = new Verdict(ledger, open(DEADLINE), readers);
            verdict.settleUnknown(storages);
            finish(readers);
            verdict.judge();
            say(mishaps + "; " + ledger + "; " + verdict + "; "
                    + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s");
        } finally {
            storages.forEach(MongoStorage::close);
            clients.forEach(MongoClient::close);
        }
    }

    /** Returns when the last mishap is over and the writers have ended; the readers go on. */
    private List<FeedFollower> disturb(Mishaps mishaps) throws InterruptedException {
        List<FeedFollower> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            FeedFollower reader = new FeedFollower(storages.get(i), new Random(seed + 1000 + i));
            readers.add(reader);
            reader.start();
        }
        List<ChaosWriter> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            ChaosWriter writer = new ChaosWriter(i, storages, ledger, new Random(seed + 1 + i));
            writers.add(writer);
            writer.start();
        }
        try {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
            do {
                mishaps.happen(ERRORS);
            } while (System.nanoTime() < end);
            mishaps.end();
        } finally {
            writers.forEach(ChaosWriter::end);
        }
        for (ChaosWriter writer : writers) {
            join(writer);
        }
        return readers;
    }

    private void finish(List<FeedFollower> readers) throws InterruptedException {
        readers.forEach(FeedFollower::end);
        for (FeedFollower reader : readers) {
            join(reader);
        }
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join(PATIENCE.toMillis());
        if (thread.isAlive()) {
            AssertionError stuck = new AssertionError(thread.getName() + " does not end; its stack is this error's");
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    private MongoStorage open(Duration deadline) {
        MongoStorage storage =
                factory.on(client(), DATABASE, MongoOptions.defaults().withDeadline(deadline));
        storage.ensureIndexes();
        return storage;
    }

    private MongoClient client() {
        MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(
                        set.connectionString(DATABASE) + "&connectTimeoutMS=1000&heartbeatFrequencyMS=500"))
                .applyToServerSettings(server -> server.minHeartbeatFrequency(20, TimeUnit.MILLISECONDS))
                .build());
        clients.add(client);
        return client;
    }

    private void say(String what) {
        System.out.println("[failover] " + layout + ": " + what);
    }
}
