package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.mongotestservers.Standalone;

/**
 * The cost of a read on a server that is no member of a replica set: of what another process has just appended, which has to be in the
 * journal first, beside the same read again, of what is known to be there.
 */
final class StandaloneReads {
    private static final int WARM_UP = 1000;
    private static final int ROUNDS = 3000;
    private static final String STREAM = "new";

    private StandaloneReads() {}

    /** Measures on a server of its own, and prints. */
    static void measure(List<String> layouts) {
        try (Standalone server = RealMongo.standalone()
                .orElseThrow(() -> new IllegalStateException("There is no mongod to start: set MONGOD"))) {
            System.out.println(
                    "| read of one event on a standalone server | again, p50 ms | p99 | new, p50 ms | p99 |");
            System.out.println("|---|--:|--:|--:|--:|");
            layouts.forEach(layout -> measure(server.connectionString(Plain.DATABASE), layout));
        }
    }

    private static void measure(String uri, String layout) {
        try (MongoClient client = MongoMain.client(uri);
                Contender writer = new Synapse(client, layout, layout.replace('-', '_'), 0);
                Contender reader = new Synapse(client, layout, layout.replace('-', '_'), 1)) {
            long[] fresh = new long[ROUNDS];
            long[] again = new long[ROUNDS];
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                String stream = STREAM + i;
                writer.append(stream, 0, 1);
                long first = nanos(reader, stream);
                long second = nanos(reader, stream);
                if (i >= 0) {
                    fresh[i] = first;
                    again[i] = second;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                    layout,
                    millis(again, 0.5),
                    millis(again, 0.99),
                    millis(fresh, 0.5),
                    millis(fresh, 0.99));
        }
    }

    private static long nanos(Contender reader, String stream) {
        long start = System.nanoTime();
        if (reader.load(stream) != 1) {
            throw new IllegalStateException("Stream " + stream + " has not the event that was appended to it");
        }
        return System.nanoTime() - start;
    }

    private static double millis(long[] nanos, double part) {
        Arrays.sort(nanos);
        return nanos[(int) (nanos.length * part)] / 1e6;
    }
}
