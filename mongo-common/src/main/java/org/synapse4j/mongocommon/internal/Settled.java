package org.synapse4j.mongocommon.internal;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * How far the log is known to be settled: below the settled slot nothing needs checking, as every document there is a committed
 * commit's, a void or a tombstone. Beyond it are the holes, with the time since when each has been seen. The settled slot is recorded
 * for other store objects now and then: {@code {_id: "settled", settled}}. Thread-safe.
 */
final class Settled {
    private static final String SETTLED = "settled";
    private static final Bson SETTLED_DOCUMENT = Filters.eq(Fields.KEY, SETTLED);

    /** The settled slot is recorded whenever it has moved by this much. */
    private static final long RECORD_EVERY = 1000;

    private static final long UNKNOWN = -1;

    private final MongoCollection<Document> store;
    private final Holes holes;

    /** The highest slot known to be settled; {@link #UNKNOWN} before the first look. Invariant: it never falls. */
    private final AtomicLong slot = new AtomicLong(UNKNOWN);

    private final ReentrantLock recording = new ReentrantLock();

    /**
     * The highest slot that this object has recorded, written under {@link #recording}; others may have recorded higher ones. Invariant:
     * recorded <= slot, once that is known.
     */
    private volatile long recorded;

    /**
     * @param store where it is recorded, at write concern 1: a record that is lost costs a walk
     * @param grace how long a slot must have been missing before it may be fenced
     */
    Settled(MongoCollection<Document> store, Duration grace) {
        this.store = store;
        this.holes = new Holes(grace);
    }

    /** The last slot that is known to be settled. */
    long slot() {
        long known = slot.get();
        return known == UNKNOWN ? refreshed() : known;
    }

    /** The last slot that is known to be settled, by what others have recorded too. */
    long refreshed() {
        Document document = store.find(SETTLED_DOCUMENT).first();
        reach(document == null ? 0 : document.get(SETTLED, Number.class).longValue());
        return slot.get();
    }

    /** Takes note that a walk which began in the settled part, or right behind it, has passed all slots up to this one. */
    void passed(long upTo) {
        reach(upTo);
        holes.closedUpTo(upTo);
    }

    /** Notes that these slots are missing; the last up to which each has been for the whole grace, the one before them if none has. */
    long oldUpTo(long from, long to) {
        return holes.oldUpTo(from, to);
    }

    /** Records this slot, which is settled, so that no failover takes the record back. */
    void record(long settled) {
        record(store.withWriteConcern(WriteConcern.MAJORITY.withJournal(true)), settled);
    }

    /** All slots up to this one are settled. One thread at a time records it; the others do not wait for that. */
    private void reach(long upTo) {
        long known = slot.accumulateAndGet(upTo, Math::max);
        if (known >= recorded + RECORD_EVERY && recording.tryLock()) {
            try {
                long end = slot.get();
                record(store, end);
                recorded = end;
            } finally {
                recording.unlock();
            }
        }
    }

    private static void record(MongoCollection<Document> store, long settled) {
        store.updateOne(SETTLED_DOCUMENT, Updates.max(SETTLED, settled), new UpdateOptions().upsert(true));
    }
}
