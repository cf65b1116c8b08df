package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.synapse4j.mongotestservers.RealMongo;

/**
 * Conditional appends of six processes beside others that die between the reservation of a slot and their insert: to those who are left,
 * that is a counter that has gone on and a slot that stays empty.
 */
final class Deaths {
    private static final int PROCESSES = 6;
    private static final double WARM_UP_SECONDS = 4;
    private static final long STEADY_MILLIS = 400;
    private static final int STEADY_SECONDS = 20;
    private static final int BURSTS = 4;
    private static final int DEATHS_IN_A_BURST = 6;
    private static final long BURST_MILLIS = 200;
    private static final long QUIET_MILLIS = 5000;

    private Deaths() {}

    /** Measures, and prints. */
    static void measure(List<String> layouts) {
        RealMongo mongo = RealMongo.single()
                .orElseThrow(
                        () -> new IllegalStateException("There is no real MongoDB: set MONGOD=$(scripts/get-mongod)"));
        String uri = mongo.connectionString(Plain.DATABASE);
        String stamp = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        System.out.println(
                "| conditional appends of six processes, grace of 1 s | appends | p50 ms | p90 | p99 | longest"
                        + " | failed at 6 s |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|");
        try (MongoClient client = MongoMain.client(uri)) {
            for (String layout : layouts) {
                String prefix = "d" + stamp + layout.replace('-', '_');
                try (var storage = OneConditional.storage(client, layout, prefix)) {
                    storage.ensureIndexes();
                }
                Runnable death = () -> client.getDatabase(Plain.DATABASE)
                        .getCollection(prefix + "_store")
                        .updateOne(Filters.eq("slots"), Updates.inc("next", 1L), new UpdateOptions().upsert(true));
                measure(layout, new Processes(PROCESSES, OneConditional.class, List.of(uri, layout, prefix)), death);
            }
        }
    }

    private static void measure(String layout, Processes processes, Runnable death) {
        ScheduledExecutorService deaths = Executors.newSingleThreadScheduledExecutor();
        try (processes) {
            processes.run(WARM_UP_SECONDS);
            print(layout + ", nobody dies", processes.run(WARM_UP_SECONDS));
            var steady = deaths.scheduleAtFixedRate(death, 0, STEADY_MILLIS, TimeUnit.MILLISECONDS);
            print(layout + ", a death every " + STEADY_MILLIS + " ms", processes.run(STEADY_SECONDS));
            steady.cancel(false);
            processes.run(WARM_UP_SECONDS);
            Runnable burst = () -> burst(death);
            var bursts = deaths.scheduleWithFixedDelay(burst, 100, QUIET_MILLIS, TimeUnit.MILLISECONDS);
            print(
                    layout + ", " + BURSTS + " times " + DEATHS_IN_A_BURST + " deaths within " + BURST_MILLIS
                            + " ms, then quiet",
                    processes.run(BURSTS * (BURST_MILLIS + QUIET_MILLIS) / 1000.0));
            bursts.cancel(false);
        } finally {
            deaths.shutdownNow();
        }
    }

    private static void burst(Runnable death) {
        try {
            for (int i = 0; i < DEATHS_IN_A_BURST; i++) {
                death.run();
                Thread.sleep(BURST_MILLIS / DEATHS_IN_A_BURST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String what, long[] took) {
        long failed = Arrays.stream(took).filter(nanos -> nanos < 0).count();
        long[] sorted = Arrays.stream(took).map(Math::abs).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %d |%n",
                what,
                sorted.length,
                millis(sorted, 0.5),
                millis(sorted, 0.9),
                millis(sorted, 0.99),
                millis(sorted, 1),
                failed);
    }

    private static double millis(long[] sorted, double part) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))] / 1e6;
    }
}
