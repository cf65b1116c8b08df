package org.synapse4j.benchmarks.mongo;

import java.util.Arrays;
import java.util.stream.LongStream;

/** The times that the calls of one contender took, over all its slices. */
final class Latencies {
    private final Slices slices;
    private final LongStream.Builder nanos = LongStream.builder();
    private double seconds;

    Latencies(Slices slices) {
        this.slices = slices;
    }

    /** Runs another slice. */
    void run(double forSeconds) {
        long start = System.nanoTime();
        long[] slice = slices.run(forSeconds);
        seconds += (System.nanoTime() - start) / 1e9;
        Arrays.stream(slice).forEach(nanos);
    }

    Figures figures() {
        long[] sorted = nanos.build().sorted().toArray();
        return new Figures(
                sorted.length / seconds, sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6);
    }
}
