package org.synapse4j.benchmarks.mongo;

import java.util.Arrays;

/**
 * What a load came to.
 *
 * @param perSecond operations a second, over all threads
 * @param median the median latency in milliseconds
 * @param p99 the latency in milliseconds that one in a hundred exceeds
 */
record Figures(double perSecond, double median, double p99) {
    /** Of latencies in nanoseconds, measured in so many seconds. */
    static Figures of(long[] latencies, double seconds) {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return new Figures(
                sorted.length / seconds, sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    /** Of what a load did since it was asked last. */
    static Figures of(Load load) {
        return of(load.latencies(), load.seconds());
    }
}
