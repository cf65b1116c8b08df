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

/**
 * Eight writers append through three storages, and two readers follow the feed, while the server meets with one trouble after the
 * other. Then the whole history is judged. The seed is printed first, what happened last.
 *
 * <p>{@code -Dsynapse4j.chaos.seed=N} repeats the choices of a run, though not its timing; {@code -Dsynapse4j.chaos.minutes=N} makes
 * it that long.
 */
final class ChaosRun {
    static final String DATABASE = "chaos";

    private static final int STORAGES = 3;
    private static final int WRITERS = 8;
    private static final int READERS = 2;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Of one storage, shorter than an election: its appends are left with an unknown outcome. */
    private static final Duration SHORT = Duration.ofMillis(1500);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final String uri;
    private final StorageFactory factory;
    private final Trouble trouble;
    private final Random random;
    private final long seed;
    private final long minutes = Long.getLong("synapse4j.chaos.minutes", 0);
    private final Ledger ledger = new Ledger();
    private final List<MongoClient> clients = new ArrayList<>();
    private final List<MongoStorage> storages = new ArrayList<>();

    /** A source of trouble for a server. Used by one thread. */
    interface Trouble {
        /** Some of it, one after the other. */
        void happen(Random random) throws InterruptedException;

        /** No more of it: the server serves. */
        void end();

        /** Whether a read may miss for a moment what was seen before. */
        boolean readsMayLag();
    }

    /**
     * @param name what the lines that it prints begin with
     * @param uri how a driver reaches the server, up to where options are added
     */
    ChaosRun(String name, String uri, StorageFactory factory, Trouble trouble) {
        this.name = name;
        this.uri = uri;
        this.factory = factory;
        this.trouble = trouble;
        this.seed = Long.getLong("synapse4j.chaos.seed", System.nanoTime() & 0xffff_ffffL);
        this.random = new Random(seed);
    }

    /** @throws AssertionError if a guarantee was broken */
    void run() throws InterruptedException {
        say("seed " + seed + " (repeat with -Dsynapse4j.chaos.seed=" + seed + ")");
        long start = System.nanoTime();
        try {
            for (int i = 0; i < STORAGES; i++) {
                storages.add(open(i == 0 ? SHORT : DEADLINE));
            }
            List<FeedFollower> readers = disturb();
            Verdict verdict = new Verdict(ledger, open(DEADLINE), readers);
            verdict.settleUnknown(storages);
            finish(readers);
            verdict.judge();
            say(trouble + "; " + ledger + "; " + verdict + "; "
                    + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s");
        } finally {
            storages.forEach(MongoStorage::close);
            clients.forEach(MongoClient::close);
        }
    }

    /** Returns when the last trouble is over and the writers have ended; the readers go on. */
    private List<FeedFollower> disturb() throws InterruptedException {
        List<FeedFollower> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            FeedFollower reader = new FeedFollower(storages.get(i), new Random(seed + 1000 + i));
            readers.add(reader);
            reader.start();
        }
        Historian historian = new Historian(storages.get(STORAGES - 1), ledger);
        if (!trouble.readsMayLag()) {
            historian.start();
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
                trouble.happen(random);
            } while (System.nanoTime() < end);
            trouble.end();
        } finally {
            writers.forEach(ChaosWriter::end);
            historian.end();
        }
        join(historian);
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
                .applyConnectionString(new ConnectionString(uri + "connectTimeoutMS=1000&heartbeatFrequencyMS=500"))
                .applyToServerSettings(server -> server.minHeartbeatFrequency(20, TimeUnit.MILLISECONDS))
                .build());
        clients.add(client);
        return client;
    }

    private void say(String what) {
        System.out.println("[" + name + "] " + what);
    }
}
