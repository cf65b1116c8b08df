package org.synapse4j.benchmarks.mongo;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * What a load came to.
 *
 * @param perSecond operations a second, over all threads
 * @param median the median latency in milliseconds
 * @param p99 the latency in milliseconds that one in a hundred exceeds
 */
record Figures(double perSecond, double median, double p99) {
    /** Of latencies in nanoseconds, measured in so many seconds. */
    static Figures of(LongStream latencies, double seconds) {
        long[] sorted = latencies.sorted().toArray();
        return new Figures(
                sorted.length / seconds, sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    /** The round whose throughput is in the middle. */
    static Figures middle(List<Figures> rounds) {
        return rounds.stream()
                .sorted((one, other) -> Double.compare(one.perSecond, other.perSecond))
                .toList()
                .get(rounds.size() / 2);
    }

    /** A row of the table, with ratios to what the plain driver came to. */
    String row(String what, Figures plain) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %.2f |",
                what,
                perSecond,
                median,
                p99,
                perSecond / plain.perSecond,
                median / plain.median,
                p99 / plain.p99);
    }
}
