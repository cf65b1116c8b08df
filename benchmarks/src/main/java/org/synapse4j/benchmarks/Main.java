package org.synapse4j.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all benchmarks with 1 and with 8 threads, and prints one table. */
public final class Main {
    private static final int[] THREADS = {1, 8};

    private Main() {}

    /**
     * Runs them.
     *
     * @param args {@code long} for figures to compare; nothing for a first impression in a minute or two
     */
    public static void main(String[] args) throws RunnerException {
        boolean thorough = args.length > 0 && args[0].equals("long");
        Map<String, StringBuilder> rows = new TreeMap<>(Comparator.naturalOrder());
        for (int threads : THREADS) {
            Collection<RunResult> results = new Runner(options(threads, thorough)).run();
            for (RunResult result : results) {
                rows.computeIfAbsent(name(result), name -> new StringBuilder("| " + name + " |"))
                        .append(cell(result));
            }
        }
        System.out.printf(
                "Java %s, %d processors, %s%n%n",
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                thorough ? "3 forks of 5 x 3 s" : "1 fork of 3 x 1 s");
        System.out.println("| operations a second | 1 thread | 8 threads |");
        System.out.println("|---|--:|--:|");
        rows.values().forEach(System.out::println);
    }

    private static Options options(int threads, boolean thorough) {
        return new OptionsBuilder()
                .include("org\\.synapse4j\\.benchmarks\\..*")
                .mode(Mode.Throughput)
                .threads(threads)
                .forks(thorough ? 3 : 1)
                .warmupIterations(thorough ? 5 : 3)
                .warmupTime(TimeValue.seconds(thorough ? 3 : 1))
                .measurementIterations(thorough ? 5 : 3)
                .measurementTime(TimeValue.seconds(thorough ? 3 : 1))
                .jvmArgs("-Xmx2g")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static String name(RunResult result) {
        String[] parts = result.getParams().getBenchmark().split("\\.", -1);
        String what =
                parts[parts.length - 2].equals("AppendBenchmark") ? "append of one event" : "read of 1,000 events";
        return what + ", " + (parts[parts.length - 1].equals("storage") ? "storage SPI" : "event store and JSON");
    }

    private static String cell(RunResult result) {
        var primary = result.getPrimaryResult();
        return String.format(Locale.ROOT, " %,.0f ± %,.0f |", primary.getScore(), primary.getScoreError());
    }
}
