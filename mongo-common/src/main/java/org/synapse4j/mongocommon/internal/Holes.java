package org.synapse4j.mongocommon.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * For how long slots have been seen missing. A slot may be fenced once it has been missing for the whole grace and has had its turn, and its
 * writer, who was only slow, finds it taken and starts over. Thread-safe.
 */
final class Holes {
    private static final int MOST = 10_000;

    private final LongSupplier clock;
    private final long grace;
    /** By their first slots; invariant: no two have a slot in common. */
    @GuardedBy("this")
    private final TreeMap<Long, Gap> gaps = new TreeMap<>();

    /** Of the slots behind the last one that is known not to be missing. */
    @GuardedBy("this")
    private final Turns turns;

    /** No slot up to this one is missing. Invariant: it never falls, but where all is forgotten. */
    @GuardedBy("this")
    private long closed;

    /** Slots that were missing at that time; those among them that are missing still have been ever since. */
    private record Gap(long to, long since) {}

    Holes(Duration grace) {
        this(grace, System::nanoTime);
    }

    /** @param clock as {@link System#nanoTime()} */
    Holes(Duration grace, LongSupplier clock) {
        this.clock = clock;
        this.grace = grace.toNanos();
        this.turns = new Turns(this.grace);
    }

    /** Notes that these slots are missing. */
    synchronized void note(long from, long to) {
        long now = clock.getAsLong();
        for (long slot = from; slot <= to; ) {
            slot = noted(slot, to, now).to + 1;
        }
    }

    /**
     * Notes that these slots are missing; the last up to which each has been for the whole grace and has had its turn, the one before them
     * if none has.
     */
    synchronized long oldUpTo(long from, long to) {
        long now = clock.getAsLong();
        long last = from - 1;
        for (long slot = from; slot <= to; ) {
            Gap gap = noted(slot, to, now);
            if (now - gap.since >= grace && last == slot - 1) {
                last = Math.min(gap.to, to);
            }
            slot = gap.to + 1;
        }
        return from == closed + 1 ? Math.min(last, turns.overUpTo(from, now)) : last;
    }

    /** Forgets all: the slots were another store's. */
    synchronized void forget() {
        gaps.clear();
        closed = 0;
        turns.used();
    }

    /** The slots up to this one are missing no longer, and it holds a commit's document: its writer was alive. */
    synchronized void writtenUpTo(long slot) {
        if (slot > closed) {
            turns.used();
        }
        closedUpTo(slot);
    }

    /** The slots up to this one are missing no longer. */
    synchronized void closedUpTo(long slot) {
        closed = Math.max(closed, slot);
        Map.Entry<Long, Gap> across = gaps.floorEntry(slot);
        gaps.headMap(slot, true).clear();
        if (across != null && across.getValue().to > slot) {
            gaps.put(slot + 1, across.getValue());
        }
    }

    /** The gap that has this slot: known, or noted now, as far as the next one that is. */
    @GuardedBy("this")
    private Gap noted(long slot, long to, long now) {
        Map.Entry<Long, Gap> known = gaps.floorEntry(slot);
        if (known != null && known.getValue().to >= slot) {
            return known.getValue();
        }
        if (gaps.size() > MOST) {
            gaps.pollLastEntry();
        }
        Gap gap = new Gap(Math.min(to, Objects.requireNonNullElse(gaps.higherKey(slot), Long.MAX_VALUE) - 1), now);
        gaps.put(slot, gap);
        return gap;
    }
}
