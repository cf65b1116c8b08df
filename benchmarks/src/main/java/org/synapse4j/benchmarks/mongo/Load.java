package org.synapse4j.benchmarks.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Makes the same call again and again, in several threads, for a slice of time; then pauses, so that another load may have the
 * machine, and goes on. Contenders that take turns meet the same noise.
 */
final class Load implements AutoCloseable {
    /** One call of one thread. */
    @FunctionalInterface
    interface Call {
        void make(int thread, int count);
    }

    private final Call call;
    private final int[] counts;
    private final ExecutorService pool;
    private LongStream.Builder latencies = LongStream.builder();
    private double seconds;

    Load(int threads, Call call) {
        this.call = call;
        this.counts = new int[threads];
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /** Goes on for so long, and until the last call has returned. */
    void run(double forSeconds) {
        long start = System.nanoTime();
        long end = start + (long) (forSeconds * 1e9);
        List<Future<LongStream>> results = new ArrayList<>();
        for (int thread = 0; thread < counts.length; thread++) {
            int own = thread;
            results.add(pool.submit(() -> calls(own, end)));
        }
        try {
            for (Future<LongStream> result : results) {
                result.get().forEach(latencies::add);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call failed while measuring", e.getCause());
        }
        seconds += (System.nanoTime() - start) / 1e9;
    }

    /** What all slices came to since the last time: latencies in nanoseconds. */
    long[] latencies() {
        long[] all = latencies.build().toArray();
        latencies = LongStream.builder();
        return all;
    }

    /** How long the slices took since the last time. */
    double seconds() {
        double all = seconds;
        seconds = 0;
        return all;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private LongStream calls(int thread, long end) {
        LongStream.Builder took = LongStream.builder();
        for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
            call.make(thread, counts[thread]++);
            took.add(System.nanoTime() - before);
        }
        return took.build();
    }
}
