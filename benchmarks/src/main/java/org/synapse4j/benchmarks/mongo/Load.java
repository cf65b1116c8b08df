package org.synapse4j.benchmarks.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Calls in several threads of this process. */
final class Load implements Slices {
    /** One call of one thread. */
    @FunctionalInterface
    interface Call {
        void make(int thread, int count);
    }

    private final Call call;
    private final int appends;
    private final int[] counts;
    private final ExecutorService pool;

    Load(int threads, Call call) {
        this(threads, call, 1);
    }

    /** @param appends how many appends a call makes, each of which takes as long as the call */
    Load(int threads, Call call, int appends) {
        this.call = call;
        this.appends = appends;
        this.counts = new int[threads];
        this.pool = Executors.newFixedThreadPool(threads);
    }

    @Override
    public long[] run(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Future<LongStream>> results = new ArrayList<>();
        for (int thread = 0; thread < counts.length; thread++) {
            int own = thread;
            results.add(pool.submit(() -> calls(own, end)));
        }
        LongStream.Builder latencies = LongStream.builder();
        try {
            for (Future<LongStream> result : results) {
                result.get().forEach(latencies);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call failed while measuring", e.getCause());
        }
        return latencies.build().toArray();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private LongStream calls(int thread, long end) {
        LongStream.Builder took = LongStream.builder();
        for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
            call.make(thread, counts[thread]++);
            long nanos = System.nanoTime() - before;
            for (int append = 0; append < appends; append++) {
                took.add(nanos);
            }
        }
        return took.build();
    }
}
