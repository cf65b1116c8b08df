package org.synapse4j.benchmarks.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bson.UuidRepresentation;
import org.synapse4j.mongotestservers.RealMongo;

/** Measures both layouts and the plain driver in turn, round by round, and prints one table. */
public final class MongoMain {
    private static final List<String> LAYOUTS = List.of("per-event", "per-commit");
    private static final int ROUNDS = 3;

    private final MongoClient client;
    private final String uri;
    private final String stamp = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private int names;

    private MongoMain(MongoClient client, String uri) {
        this.client = client;
        this.uri = uri;
    }

    /**
     * Measures.
     *
     * @param args the parts to measure, with commas between: {@code append,commit,processes,read}
     */
    public static void main(String[] args) {
        Optional<RealMongo> mongo = RealMongo.single();
        if (mongo.isEmpty()) {
            throw new IllegalStateException("There is no real MongoDB: set MONGOD=$(scripts/get-mongod)");
        }
        String uri = mongo.get().connectionString(Plain.DATABASE);
        System.out.println("Java " + Runtime.version().feature() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, "
                + mongo.get().description() + "; payloads of " + Plain.JSON.length() + " bytes\n");
        List<String> parts = List.of(args[0].split(",", -1));
        try (MongoClient client = client(uri)) {
            MongoMain main = new MongoMain(client, uri);
            System.out.println(
                    "| what | per second | median ms | p99 ms | throughput to plain | median to plain | p99 to plain |");
            System.out.println("|---|--:|--:|--:|--:|--:|--:|");
            if (parts.contains("append")) {
                for (int threads : new int[] {1, 8, 64}) {
                    main.appends(threads, 1);
                }
            }
            if (parts.contains("commit")) {
                main.appends(1, 10);
            }
            if (parts.contains("processes")) {
                main.processes(4);
                main.processes(16);
            }
            if (parts.contains("read")) {
                main.reads();
            }
        }
    }

    static MongoClient client(String uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .build());
    }

    private void appends(int threads, int events) {
        for (String layout : LAYOUTS) {
            Map<String, List<Figures>> figures = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (String who : List.of("plain", "synapse4j")) {
                    try (Contender contender = contender(who, layout)) {
                        figures.computeIfAbsent(who, name -> new ArrayList<>())
                                .add(Load.run(
                                        threads, 1.5, 4, (thread, count) -> contender.append(thread, count, events)));
                    }
                }
            }
            String what = "append of " + (events == 1 ? "one event" : events + " events") + ", " + layout + ", "
                    + threads + (threads == 1 ? " thread" : " threads");
            print(what, middle(figures, "plain"), middle(figures, "synapse4j"));
        }
    }

    private static Figures middle(Map<String, List<Figures>> figures, String who) {
        return Figures.middle(figures.getOrDefault(who, List.of()));
    }

    private void processes(int processes) {
        for (String layout : LAYOUTS) {
            String plainName = name();
            String prefix = name();
            contender("plain", layout, plainName).close();
            contender("synapse4j", layout, prefix).close();
            Figures plain = Processes.run(processes, uri, "plain", layout, plainName, 8);
            Figures own = Processes.run(processes, uri, "synapse4j", layout, prefix, 8);
            print("append of one event, " + layout + ", " + processes + " processes of 2 threads", plain, own);
        }
    }

    private void reads() {
        for (String layout : LAYOUTS) {
            try (Contender plain = contender("plain", layout);
                    Contender own = contender("synapse4j", layout)) {
                for (Contender contender : List.of(plain, own)) {
                    for (int stream = 0; stream < 300; stream++) {
                        contender.fill("s" + stream, 1000, layout.equals("per-event") ? 500 : 10);
                    }
                    contender.fill("short", 10, 1);
                }
                loads("load of a stream of 10, " + layout, 10, "short", 400, plain, own);
                loads("load of a stream of 1,000, " + layout, 1000, "s7", 20, plain, own);
                rate(
                        "feed over 300,000, " + layout,
                        300_010,
                        Load.seconds(() -> check(plain.feed(), 300_010)),
                        Load.seconds(() -> check(own.feed(), 300_010)));
            }
        }
    }

    private static void loads(String what, int events, String stream, int times, Contender plain, Contender own) {
        Runnable plainly = () -> repeat(times, () -> check(plain.load(stream), events));
        Runnable ours = () -> repeat(times, () -> check(own.load(stream), events));
        rate(what, (long) events * times, Load.seconds(plainly), Load.seconds(ours));
    }

    private static void repeat(int times, Runnable body) {
        for (int i = 0; i < times; i++) {
            body.run();
        }
    }

    private static void check(int met, int expected) {
        if (met != expected) {
            throw new IllegalStateException("Read " + met + " events of " + expected);
        }
    }

    private static void rate(String what, long events, double plain, double own) {
        System.out.printf(
                Locale.ROOT,
                "| %s, events, plain | %,.0f | | | | | |%n| %s, events, Synapse4j | %,.0f | | | %.2f | | |%n",
                what,
                events / plain,
                what,
                events / own,
                plain / own);
    }

    private static void print(String what, Figures plain, Figures own) {
        System.out.println(plain.row(what + ", plain", plain));
        System.out.println(own.row(what + ", Synapse4j", plain));
    }

    private Contender contender(String who, String layout) {
        return contender(who, layout, name());
    }

    private Contender contender(String who, String layout, String name) {
        return who.equals("plain")
                ? new Plain(client, layout, name, "run", 0)
                : new Synapse(client, layout, name, "run");
    }

    private String name() {
        return "b" + stamp + "_" + names++;
    }
}
