package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import java.util.Locale;

/** One of several processes that append to the same store: prints its latencies' figures on one line. */
final class OneProcess {
    private OneProcess() {}

    /**
     * Runs it.
     *
     * @param args the server, the contender, the layout, the collection or prefix, this process's number, threads, seconds
     */
    public static void main(String[] args) {
        int number = Integer.parseInt(args[4]);
        try (MongoClient client = MongoMain.client(args[0]);
                Contender contender = args[1].equals("plain")
                        ? new Plain(client, args[2], args[3], "p" + number, number * 1_000_000_000L)
                        : new Synapse(client, args[2], args[3], "p" + number)) {
            Figures figures = Load.run(
                    Integer.parseInt(args[5]),
                    3,
                    Double.parseDouble(args[6]),
                    (thread, count) -> contender.append(thread, count, 1));
            System.out.printf(
                    Locale.ROOT, "figures %.3f %.3f %.3f%n", figures.perSecond(), figures.median(), figures.p99());
        }
    }
}
