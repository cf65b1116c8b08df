package org.synapse4j.benchmarks.serialization;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Two ways to do the same, in turns of some milliseconds, so that whatever else the machine does falls on both. What counts is the
 * processor's time of this thread, and the median over all turns.
 *
 * @param ours what is judged
 * @param other what it is compared with
 */
record Duel(Supplier<?> ours, Supplier<?> other) {
    private static final long TURN_NANOS = 10_000_000;
    private static final int SLICES = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Keeps results, so that no compiler leaves out the work. */
    @SuppressWarnings("UnusedVariable") // written only
    private static volatile Object kept = "";

    /** The time of ours, and how many times as long the other takes: more than 1 where ours is faster. */
    record Result(double nanos, double otherNanos, double ratio) {}

    Result fight(int warmup, int turns) {
        long mineEach = calls(ours, warmup);
        long othersEach = calls(other, warmup);
        double[] mine = new double[turns];
        double[] others = new double[turns];
        double[] ratios = new double[turns];
        for (int i = 0; i < turns; i++) {
            boolean first = i % 2 == 0;
            double one = first ? turn(ours, mineEach) : turn(other, othersEach);
            double two = first ? turn(other, othersEach) : turn(ours, mineEach);
            mine[i] = first ? one : two;
            others[i] = first ? two : one;
            ratios[i] = others[i] / mine[i];
        }
        return new Result(median(mine), median(others), median(ratios));
    }

    /** How many calls make a turn, once the compiler is through with them. */
    private static long calls(Supplier<?> work, int warmup) {
        for (int i = 0; i < warmup; i++) {
            kept = work.get();
        }
        return Math.max(1, (long) (TURN_NANOS / turn(work, Math.max(1, warmup / SLICES))));
    }

    private static double turn(Supplier<?> work, long calls) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (long i = 0; i < calls; i++) {
            kept = work.get();
        }
        return (double) (THREADS.getCurrentThreadCpuTime() - start) / calls;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
