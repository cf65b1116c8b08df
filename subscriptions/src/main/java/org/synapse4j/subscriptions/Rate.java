package org.synapse4j.subscriptions;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many events were handled in each of the last seconds. Thread-safe. */
final class Rate {
    private static final int SECONDS = 10;

    private final LongSupplier clock;
    private final long[] counts = new long[SECONDS];
    private long second;

    Rate(LongSupplier clock) {
        this.clock = clock;
        this.second = now();
    }

    synchronized void count(int events) {
        forget();
        counts[(int) Math.floorMod(second, (long) SECONDS)] += events;
    }

    synchronized double perSecond() {
        forget();
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return (double) sum / SECONDS;
    }

    private void forget() {
        long now = now();
        for (long next = Math.max(second + 1, now - SECONDS + 1); next <= now; next++) {
            counts[(int) Math.floorMod(next, (long) SECONDS)] = 0;
        }
        second = now;
    }

    private long now() {
        return Math.floorDiv(clock.getAsLong(), TimeUnit.SECONDS.toNanos(1));
    }
}
