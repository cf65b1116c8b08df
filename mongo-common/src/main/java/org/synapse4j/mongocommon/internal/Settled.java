package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the log is known to be settled: below the settled slot nothing needs checking, as every document there is a committed
 * commit's, a void or a tombstone, which no crash or failover takes back. Beyond it are the holes, with the time since when each has
 * been seen. The settled slot is recorded for other store objects now and then. Thread-safe.
 */
final class Settled {
    /** The settled slot is recorded whenever it has moved by this much. */
    private static final long RECORD_EVERY = 1000;

    private static final long UNKNOWN = -1;

    private final SlotLog log;
    private final SettledRecord record;
    private final Journal journal;
    private final SameStore same;
    private final Holes holes;

    /** The highest slot known to be settled; {@link #UNKNOWN} before the first look. Invariant: it never falls, but where all is forgotten. */
    private final AtomicLong slot = new AtomicLong(UNKNOWN);

    private final ReentrantLock recording = new ReentrantLock();

    /** The highest slot that this object has recorded, or found recorded. Invariants: it never falls; recorded <= slot. */
    private final AtomicLong recorded = new AtomicLong(UNKNOWN);

    /** @param grace how long a slot must have been missing before it may be fenced */
    Settled(SlotLog log, SettledRecord record, Journal journal, SameStore same, Duration grace) {
        this.log = log;
        this.record = record;
        this.journal = journal;
        this.same = same;
        this.holes = new Holes(grace);
    }

    /** The last slot that is known to be settled. */
    long slot() {
        long known = slot.get();
        return known == UNKNOWN ? refreshed() : known;
    }

    /** The last slot that is known to be settled, by what others have recorded too. */
    long refreshed() {
        long found = record.read();
        slot.accumulateAndGet(found, Math::max);
        holes.writtenUpTo(found);
        recorded.accumulateAndGet(found, Math::max);
        journal.settledUpTo(found);
        return slot.get();
    }

    /** Takes note that a walk which began in the settled part, or right behind it, has passed all slots up to this one, which is a void. */
    void passedVoid(long upTo) {
        holes.closedUpTo(upTo);
        moved(upTo);
    }

    /** Takes note that a walk which began in the settled part, or right behind it, has passed all slots up to this one, which a commit has. */
    void passed(long upTo) {
        holes.writtenUpTo(upTo);
        moved(upTo);
    }

    private void moved(long upTo) {
        slot.accumulateAndGet(upTo, Math::max);
        log.lastsUpTo(upTo);
        journal.settledUpTo(upTo);
        recordAfter(RECORD_EVERY);
    }

    /**
     * Takes note that a walk has come to the end. Where that is as far as those see who may not write, it is recorded at once. Now and then it is
     * looked whether that is still an end of the same store.
     */
    void reachedEnd() {
        same.requireNowAndThen();
        if (journal.isAwaited()) {
            recordAfter(1);
        }
    }

    /** Forgets all: it was of another store. */
    void forget() {
        slot.set(UNKNOWN);
        recorded.set(UNKNOWN);
        holes.forget();
    }

    /** Notes that these slots are missing. */
    void missing(long from, long to) {
        holes.note(from, to);
    }

    /** Notes that these slots are missing; the last up to which each may be fenced, the one before them if none may. */
    long oldUpTo(long from, long to) {
        return holes.oldUpTo(from, to);
    }

    /** Records this slot, which is settled, so that no failover takes the record back. */
    void record(long settled) {
        record.writeForGood(settled);
    }

    /** Records the settled slot if it has moved by so many. One thread at a time does; the others do not wait for that. */
    private void recordAfter(long slots) {
        if (slot.get() >= recorded.get() + slots && recording.tryLock()) {
            try {
                long end = slot.get();
                record.write(end);
                recorded.accumulateAndGet(end, Math::max);
            } finally {
                recording.unlock();
            }
        }
    }
}
