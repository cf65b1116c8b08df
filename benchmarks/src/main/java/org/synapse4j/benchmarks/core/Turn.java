package org.synapse4j.benchmarks.core;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.synapse4j.benchmarks.core.Purse.Put;

/**
 * So many commands of each of some threads. Each thread works on purses of its own: on one until it holds twenty events, then on the next
 * one, so that a load reads ten on an average. What counts is the processor's time of those threads.
 */
final class Turn implements AutoCloseable {
    private static final int EVENTS = 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int threads;
    private final int commands;
    private final ExecutorService pool;

    Turn(int threads, int commands) {
        this.threads = threads;
        this.commands = commands;
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /** How many nanoseconds a command took, of a contender that is made for this turn: it begins with an empty store. */
    double nanos(Supplier<Contender> fresh) {
        Contender contender = fresh.get();
        List<Future<Long>> turns = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            turns.add(pool.submit(() -> ofOne(contender, thread)));
        }
        long sum = 0;
        try {
            for (Future<Long> turn : turns) {
                sum += turn.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A command failed while measuring", e.getCause());
        }
        return (double) sum / ((long) commands * threads);
    }

    private long ofOne(Contender contender, int thread) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < commands; i++) {
            contender.carryOut(new Put(thread + "-" + i / EVENTS, 1));
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
