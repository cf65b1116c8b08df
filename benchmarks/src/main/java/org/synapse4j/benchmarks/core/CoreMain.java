package org.synapse4j.benchmarks.core;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.jackson.JacksonSerializer;

/** Measures what the core costs beside the same calls by hand, and beside Axon, in memory; prints tables. */
public final class CoreMain {
    private static final int COMMANDS = 2_000;

    /** Shared by all turns, as what a serialiser learns about classes is no part of a command. */
    static final Serializer JSON = new JacksonSerializer();

    private CoreMain() {}

    /**
     * Measures.
     *
     * @param args {@code long} for figures to compare; nothing for a first impression
     */
    public static void main(String[] args) {
        int turns = args.length > 0 && args[0].equals("long") ? 300 : 60;
        System.out.printf(
                "Java %s, %d processors, %d turns each%n%n",
                Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), turns);
        System.out.println(
                "| load 10 events, decide, append one | threads | µs | more than by hand, µs | to by hand |");
        System.out.println("|---|--:|--:|--:|--:|");
        for (int threads : List.of(1, 8)) {
            commands(threads, turns);
        }
        Loads.measure(turns);
    }

    /** A contender, made anew for each turn, and what each turn took. */
    @SuppressWarnings("ArrayRecordComponent") // filled while it is measured
    private record Measured(String name, Supplier<Contender> fresh, double[] nanos) {
        static Measured of(String name, int turns, Supplier<Contender> fresh) {
            return new Measured(name, fresh, new double[turns]);
        }
    }

    private static void commands(int threads, int turns) {
        Measured byHand = Measured.of("by hand", turns, fresh(Contender::byHand));
        List<Measured> all = List.of(
                byHand,
                Measured.of("a repository, the append by hand", turns, fresh(Contender::repository)),
                Measured.of("a repository in a unit of work", turns, fresh(Contender::unit)),
                Measured.of("a bus, a unit of work and a repository", turns, fresh(Contender::bus)),
                Measured.of("Axon 4, nothing serialised", turns, () -> AxonContender.of(false)),
                Measured.of("Axon 4, with JSON", turns, () -> AxonContender.of(true)));
        try (Turn turn = new Turn(threads, COMMANDS / Math.min(threads, 4))) {
            for (int i = -turns / 3; i < turns; i++) {
                for (int j = 0; j < all.size(); j++) {
                    Measured one = all.get(Math.floorMod(i + j, all.size()));
                    double took = turn.nanos(one.fresh());
                    if (i >= 0) {
                        one.nanos()[i] = took;
                    }
                }
            }
        }
        for (Measured one : all) {
            double[] more = new double[turns];
            double[] ratio = new double[turns];
            for (int i = 0; i < turns; i++) {
                more[i] = one.nanos()[i] - byHand.nanos()[i];
                ratio[i] = one.nanos()[i] / byHand.nanos()[i];
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.2f |%n",
                    one.name(),
                    threads,
                    median(one.nanos()) / 1_000,
                    median(more) / 1_000,
                    median(ratio));
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Supplier<Contender> fresh(Function<EventStore, Contender> contender) {
        return () ->
                contender.apply(EventStore.builder(Purse.TYPES).serializer(JSON).on(new InMemoryStorage()));
    }
}
