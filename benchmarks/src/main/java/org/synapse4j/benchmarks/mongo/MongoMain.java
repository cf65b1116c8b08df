package org.synapse4j.benchmarks.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import org.bson.UuidRepresentation;
import org.synapse4j.mongotestservers.RealMongo;

/** Measures both layouts beside the plain driver and axon-mongo, slice by slice in turn, and prints tables. */
public final class MongoMain {
    private static final List<String> LAYOUTS = List.of("per-event", "per-commit");
    private static final List<String> TWO = List.of(Contender.PLAIN, Contender.SYNAPSE);
    private static final List<String> THREE = List.of(Contender.PLAIN, Contender.SYNAPSE, Contender.AXON);

    /** The best that group commit can come to: two threads that have batches ready, without a store, nor anybody who waits for it. */
    private static final String BY_HAND = "plain driver, batches by hand";

    private static final String GROWTH = "growth";
    private static final long GROWN = 2_000_000;

    private static final int SLICES = 10;
    private static final double SLICE_SECONDS = 1;
    private static final double WARM_UP_SECONDS = 8;
    private static final int READ_ROUNDS = 5;
    private static final int STREAMS = 300;
    private static final int EVENTS = STREAMS * 1000;
    private static final int TAGGED_EVENTS = Integer.getInteger("tagged", 2_000_000);

    /** All of it fits, so that what is measured is not how a server does without memory. */
    private static final int CACHE_GIGABYTES = 3;

    /** Of axon-mongo's feed only the beginning: all of it would take minutes. */
    private static final int AXON_FEED = 10_000;

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
     * @param args the parts to measure, with commas between: {@code append,commit,processes,core,read,tags,tag-queries}, or
     *     {@code standalone}, {@code deaths} or {@code growth} alone, the last with another number of events than two million as
     *     {@code growth:200000}
     */
    public static void main(String[] args) {
        if (args[0].equals("standalone")) {
            StandaloneReads.measure(LAYOUTS);
            return;
        }
        if (args[0].equals("deaths")) {
            Deaths.measure(LAYOUTS);
            return;
        }
        Optional<RealMongo> mongo = RealMongo.single();
        if (mongo.isEmpty()) {
            throw new IllegalStateException("There is no real MongoDB: set MONGOD=$(scripts/get-mongod)");
        }
        mongo.get().cache(CACHE_GIGABYTES);
        String uri = mongo.get().connectionString(Plain.DATABASE);
        System.out.println("Java " + Runtime.version().feature() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, "
                + mongo.get().description() + "; payloads of " + Plain.JSON.length() + " bytes\n");
        if (args[0].startsWith(GROWTH)) {
            String events = args[0].substring(GROWTH.length());
            Growth.measure(uri, LAYOUTS, events.isEmpty() ? GROWN : Long.parseLong(events.substring(1)));
            return;
        }
        List<String> parts = List.of(args[0].split(",", -1));
        try (MongoClient client = client(uri)) {
            MongoMain main = new MongoMain(client, uri);
            if (!parts.equals(List.of("read")) && !parts.equals(List.of("tag-queries"))) {
                main.warmUp();
                Table.appends();
            }
            if (parts.contains("append")) {
                main.appends(1, 1, THREE);
                main.appends(8, 1, TWO);
                main.appends(64, 1, THREE);
            }
            if (parts.contains("commit")) {
                main.appends(1, 10, TWO);
            }
            if (parts.contains("processes")) {
                main.processes(4);
                main.processes(16);
            }
            if (parts.contains("tags")) {
                LAYOUTS.forEach(layout -> TagCosts.appends(client, layout, main.name()));
            }
            if (parts.contains("core")) {
                main.commands(1);
                main.commands(64);
            }
            if (parts.contains("read")) {
                Table.reads();
                main.reads();
            }
            if (parts.contains("tag-queries")) {
                Table.queries();
                LAYOUTS.forEach(layout -> TagCosts.reads(client, layout, main.name(), TAGGED_EVENTS));
            }
        }
    }

    /** A client with the concerns that a store has: majority and journal. */
    static MongoClient client(String uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .build());
    }

    /** A single thread that waits for the disk would take minutes until its code is compiled; many take seconds. */
    private void warmUp() {
        for (String layout : LAYOUTS) {
            Map<String, Contender> contenders = contenders(layout, THREE);
            for (Contender contender : contenders.values()) {
                try (Load load = new Load(16, (thread, count) -> contender.append(thread, count, 1))) {
                    load.run(WARM_UP_SECONDS);
                }
                contender.close();
            }
        }
    }

    private void appends(int threads, int events, List<String> who) {
        for (String layout : LAYOUTS) {
            Map<String, Contender> contenders = contenders(layout, who);
            Map<String, Load> loads = new LinkedHashMap<>();
            contenders.forEach((name, contender) ->
                    loads.put(name, new Load(threads, (thread, count) -> contender.append(thread, count, events))));
            if (threads > 1) {
                int half = threads / 2;
                Plain plain = new Plain(client, layout, name(), 0);
                loads.put(BY_HAND, new Load(2, (thread, count) -> plain.appendTogether(thread, count, half), half));
            }
            inTurn(loads, 4, SLICE_SECONDS);
            Map<String, Figures> figures = inTurn(loads, SLICES, SLICE_SECONDS);
            loads.values().forEach(Load::close);
            contenders.values().forEach(Contender::close);
            Table.print(
                    (events == 1 ? "one event, " : events + " events, ") + layout + ", " + threads
                            + (threads == 1 ? " thread" : " threads"),
                    figures);
        }
    }

    /** Commands that load ten events on an average, decide, and append one: by hand, and by the core. */
    private void commands(int threads) {
        Map<String, Commands> commands = new LinkedHashMap<>();
        Map<String, Load> loads = new LinkedHashMap<>();
        commands.put("by hand", Commands.on(client, name(), org.synapse4j.benchmarks.core.Contender::byHand));
        commands.put("bus", Commands.on(client, name(), org.synapse4j.benchmarks.core.Contender::bus));
        commands.forEach((name, way) -> loads.put(name, new Load(threads, way::carryOut)));
        inTurn(loads, 4, SLICE_SECONDS);
        Map<String, Figures> figures = inTurn(loads, SLICES, SLICE_SECONDS);
        loads.values().forEach(Load::close);
        commands.values().forEach(Commands::close);
        Table.print(
                "load 10, decide, append, per-event, " + threads + (threads == 1 ? " thread" : " threads"), figures);
    }

    /** Each in turn, beginning with another each time: what a load leaves behind, a flush or a checkpoint, hits all alike. */
    static Map<String, Figures> inTurn(Map<String, ? extends Slices> loads, int turns, double seconds) {
        Map<String, Latencies> latencies = new LinkedHashMap<>();
        loads.forEach((name, load) -> latencies.put(name, new Latencies(load)));
        List<Latencies> all = List.copyOf(latencies.values());
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < all.size(); i++) {
                all.get((turn + i) % all.size()).run(seconds);
            }
        }
        Map<String, Figures> figures = new LinkedHashMap<>();
        latencies.forEach((name, own) -> figures.put(name, own.figures()));
        return figures;
    }

    private void processes(int processes) {
        for (String layout : LAYOUTS) {
            Map<String, Processes> running = new LinkedHashMap<>();
            try {
                for (String who : TWO) {
                    String name = name();
                    Contender.of(who, client, layout, name, 0).close();
                    running.put(who, new Processes(processes, OneProcess.class, List.of(uri, who, layout, name)));
                }
                // The more of them share the processors, the longer until their code is compiled.
                inTurn(running, 2 * processes, 2 * SLICE_SECONDS);
                Map<String, Figures> figures = inTurn(running, SLICES, 2 * SLICE_SECONDS);
                Table.print("one event, " + layout + ", " + processes + " processes of 2 threads", figures);
            } finally {
                running.values().forEach(Processes::close);
            }
        }
    }

    private void reads() {
        for (String layout : LAYOUTS) {
            Map<String, Contender> contenders = contenders(layout, THREE);
            for (Contender contender : contenders.values()) {
                for (int stream = 0; stream < STREAMS; stream++) {
                    contender.fill("s" + stream, 1000, layout.equals("per-event") ? 500 : 10);
                }
                contender.fill("short", 10, 1);
            }
            rates(
                    "load of 10 events, " + layout,
                    contenders,
                    who -> 10,
                    300,
                    (contender, events) -> contender.load("short"));
            rates(
                    "load of 1,000 events, " + layout,
                    contenders,
                    who -> 1000,
                    20,
                    (contender, events) -> contender.load("s7"));
            rates(
                    "feed, " + layout,
                    contenders,
                    who -> who.equals(Contender.AXON) ? AXON_FEED : EVENTS + 10,
                    1,
                    Contender::feed);
            contenders.values().forEach(Contender::close);
        }
    }

    /** Each reads so many events, so many times over, in turn; the best of some rounds counts. */
    private static void rates(
            String what,
            Map<String, Contender> contenders,
            ToIntFunction<String> events,
            int times,
            ToIntBiFunction<Contender, Integer> read) {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (int round = 0; round < READ_ROUNDS; round++) {
            contenders.forEach((who, contender) -> {
                int expected = events.applyAsInt(who);
                long start = System.nanoTime();
                for (int i = 0; i < times; i++) {
                    int met = read.applyAsInt(contender, expected);
                    if (met != expected) {
                        throw new IllegalStateException("Read " + met + " events of " + expected);
                    }
                }
                rates.merge(who, expected * times / ((System.nanoTime() - start) / 1e9), Math::max);
            });
        }
        Table.printRates(what, rates);
    }

    private Map<String, Contender> contenders(String layout, List<String> who) {
        Map<String, Contender> contenders = new LinkedHashMap<>();
        who.forEach(one -> contenders.put(one, Contender.of(one, client, layout, name(), 0)));
        return contenders;
    }

    private String name() {
        return "b" + stamp + "_" + names++;
    }
}
