package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.synapse4j.mongocommon.StoreReplacedException;

/**
 * Whether the store is still the one that this object has seen, or was dropped, made anew or restored to an earlier point under it (ADR 41). If
 * it was, all that the object remembers is forgotten, and the call that notices fails; the next one finds nothing to notice. Thread-safe.
 */
final class SameStore {
    private static final long NOW_AND_THEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SlotLog log;
    private final StoreCollections collections;
    private final SettledRecord record;
    private final List<Runnable> memories = new ArrayList<>();
    private final AtomicLong looked = new AtomicLong(System.nanoTime());

    SameStore(SlotLog log, StoreCollections collections, SettledRecord record) {
        this.log = log;
        this.collections = collections;
        this.record = record;
    }

    /** What forgets what is remembered of the store. Not called any more once calls are made. */
    void onReplaced(Runnable forgetting) {
        memories.add(forgetting);
    }

    /** The last slot that is written, lasting or not, of the same store. */
    long tail() {
        // Known before: what comes to last meanwhile may lie above what is found.
        long lasting = log.lasting();
        long tail = log.tail();
        if (tail < lasting) {
            lowerTo(tail);
            throw replaced("slot " + lasting + " was written, and the log ends at slot " + tail);
        }
        return tail;
    }

    /** Fails if it is not the same. Asks twice. */
    void require() {
        looked.set(System.nanoTime());
        tail();
        if (collections.isAnother()) {
            throw replaced("it has another identity, or none");
        }
    }

    /** As {@link #require()}, but no more than once a second: for those who ask all the time. */
    void requireNowAndThen() {
        long last = looked.get();
        long now = System.nanoTime();
        if (now - last > NOW_AND_THEN_NANOS && looked.compareAndSet(last, now)) {
            require();
        }
    }

    /** This object, or another one, may have recorded what was settled of the store that was. */
    private void lowerTo(long tail) {
        try {
            record.lowerTo(tail);
        } catch (MongoException error) {
            if (!Failures.isNotAllowed(error)) {
                throw error;
            }
        }
    }

    private StoreReplacedException replaced(String what) {
        memories.forEach(Runnable::run);
        return new StoreReplacedException(what);
    }
}
