package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.util.TreeMap;

/**
 * For how long slots have been seen missing. A slot may be fenced once it has been missing for the whole grace, and its writer,
 * who was only slow, finds it taken and starts over. Thread-safe.
 */
final class Holes {
    private static final int MOST = 10_000;

    private final long grace;
    private final TreeMap<Long, Long> since = new TreeMap<>();

    Holes(Duration grace) {
        this.grace = grace.toNanos();
    }

    /** Notes that these slots are missing; the last up to which each has been for the whole grace, the one before them if none has. */
    long oldUpTo(long from, long to) {
        long last = from - 1;
        for (long slot = from; slot <= to; slot++) {
            if (age(slot) >= grace && last == slot - 1) {
                last = slot;
            }
        }
        return last;
    }

    /** These slots are missing no longer. */
    synchronized void closedUpTo(long slot) {
        since.headMap(slot, true).clear();
    }

    private synchronized long age(long slot) {
        if (since.size() > MOST) {
            since.pollLastEntry();
        }
        long now = System.nanoTime();
        return now - since.computeIfAbsent(slot, missing -> now);
    }
}
