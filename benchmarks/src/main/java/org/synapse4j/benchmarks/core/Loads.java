package org.synapse4j.benchmarks.core;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.benchmarks.core.Purse.CoinsPut;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.repository.SnapshotPolicy;
import org.synapse4j.inmemory.InMemoryStorage;

/** What a load of an aggregate costs that has one event, or 1,000: read whole, by a snapshot, out of the cache. */
final class Loads {
    private static final int EVENTS = 1_000;
    private static final int CALLS = 2_000;

    /** Keeps results, so that no compiler leaves out the work. */
    @SuppressWarnings("UnusedVariable") // written only
    private static volatile Object kept = "";

    private Loads() {}

    static void measure(int turns) {
        EventStore store =
                EventStore.builder(Purse.TYPES).serializer(CoreMain.JSON).on(new InMemoryStorage());
        store.append(
                StreamId.of("purse", "long"),
                ExpectedVersion.noStream(),
                Collections.nCopies(EVENTS, new CoinsPut(1)).toArray());
        store.append(StreamId.of("purse", "short"), ExpectedVersion.noStream(), new CoinsPut(1));
        Repository<Purse> plain = Repository.of(store, Purse.TYPE);
        Repository<Purse> cached =
                Repository.builder(store, Purse.TYPE).caching(10).build();
        Repository<Purse> snapshots = Repository.builder(store, Purse.TYPE)
                .snapshots(Purse.class, SnapshotPolicy.events(EVENTS))
                .build();
        store.snapshots().save(StreamId.of("purse", "long"), Version.of(EVENTS), new Purse(EVENTS));
        Measured one = Measured.of("one event, read", CALLS, turns, () -> plain.load("short"));
        List<Measured> all = List.of(
                one,
                Measured.of("1,000 events, read", CALLS / 100, turns, () -> plain.load("long")),
                Measured.of("1,000 events, by a snapshot", CALLS, turns, () -> snapshots.load("long")),
                Measured.of("1,000 events, out of the cache", CALLS, turns, () -> cached.load("long")));
        for (int i = -turns / 3; i < turns; i++) {
            for (Measured measured : all) {
                double took = turn(measured.load(), measured.calls());
                if (i >= 0) {
                    measured.nanos()[i] = took;
                }
            }
        }
        System.out.println("\n| load of an aggregate | µs | to that of one event |");
        System.out.println("|---|--:|--:|");
        for (Measured measured : all) {
            double nanos = CoreMain.median(measured.nanos());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f |%n",
                    measured.name(),
                    nanos / 1_000,
                    nanos / CoreMain.median(one.nanos()));
        }
    }

    /** A way to load, and what each turn of so many calls took. */
    @SuppressWarnings("ArrayRecordComponent") // filled while it is measured
    private record Measured(String name, int calls, Supplier<?> load, double[] nanos) {
        static Measured of(String name, int calls, int turns, Supplier<?> load) {
            return new Measured(name, calls, load, new double[turns]);
        }
    }

    private static double turn(Supplier<?> load, int calls) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
            kept = load.get();
        }
        return (double) (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / calls;
    }
}
