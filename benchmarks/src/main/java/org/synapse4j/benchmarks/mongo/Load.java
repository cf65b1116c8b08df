package org.synapse4j.benchmarks.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Makes the same call again and again, in several threads, for some seconds. */
final class Load {
    /** One call of one thread. */
    @FunctionalInterface
    interface Call {
        void make(int thread, int count);
    }

    private Load() {}

    static Figures run(int threads, double warmUp, double seconds, Call call) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime() + (long) (warmUp * 1e9);
            long end = start + (long) (seconds * 1e9);
            List<Future<LongStream>> results = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int own = thread;
                results.add(pool.submit(() -> latencies(own, start, end, call)));
            }
            LongStream all = LongStream.empty();
            for (Future<LongStream> result : results) {
                all = LongStream.concat(all, result.get());
            }
            return Figures.of(all, seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call failed while measuring", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** How long a whole takes that is done once, after it was done once to warm up; the best of three. */
    static double seconds(Runnable whole) {
        whole.run();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            whole.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    private static LongStream latencies(int thread, long start, long end, Call call) {
        LongStream.Builder latencies = LongStream.builder();
        int count = 0;
        for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
            call.make(thread, count++);
            long after = System.nanoTime();
            if (before >= start && after <= end + TimeUnit.SECONDS.toNanos(10)) {
                latencies.add(after - before);
            }
        }
        return latencies.build();
    }
}
