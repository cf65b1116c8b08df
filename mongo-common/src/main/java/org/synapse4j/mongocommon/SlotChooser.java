package org.synapse4j.mongocommon;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses slots. While this process has been alone it guesses the slot after the last one it has seen, which costs nothing. Once a
 * guess was taken it reserves from a counter, until nobody else has reserved for a while. Choosing wrongly costs time only: the
 * counter may be lost, rolled back or damaged. Used by one thread at a time.
 */
final class SlotChooser {
    private static final Logger LOG = LoggerFactory.getLogger(SlotChooser.class);

    /** After this many reservations in a row without another process between them, guess again. */
    private static final int ALONE_AFTER = 32;

    /** A counter further ahead of the log than any number of writers can be is damaged. */
    private static final long DAMAGED = 1_000_000;

    /** A look at the log that is older is taken again: what lay behind its end then may have been settled and pruned since. */
    private static final long MOST_NANOS = TimeUnit.HOURS.toNanos(1);

    private static final FindOneAndUpdateOptions AFTER =
            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);

    private static final String NEXT = "next";
    private static final Bson COUNTER = Filters.eq(Fields.SLOT, "slots");

    private final SlotLog log;
    private final MongoCollection<Document> counters;

    private long lastSeen;
    private boolean looked;
    private long lookedAt;
    private boolean reserving;
    private long lastReserved;
    private int alone;

    /**
     * A range of slots.
     *
     * @param first the first slot
     * @param count how many
     * @param reserved whether whoever took them must write each of them or void it
     */
    record Slots(long first, int count, boolean reserved) {
        long last() {
            return first + count - 1;
        }
    }

    /** @param counters the collection of the counter, at write concern 1 */
    SlotChooser(SlotLog log, MongoCollection<Document> counters) {
        this.log = log;
        this.counters = counters;
    }

    /** The next slots, by guess or by reservation. */
    Slots choose(int count) {
        if (!looked || System.nanoTime() - lookedAt > MOST_NANOS) {
            look();
        }
        return reserving ? reserve(count) : new Slots(lastSeen + 1, count, false);
    }

    /** The next slots by reservation, above everything that is written by now. */
    Slots reserveAboveAll(int count) {
        look();
        return reserve(count);
    }

    private long look() {
        long tail = log.tail();
        saw(tail);
        looked = true;
        lookedAt = System.nanoTime();
        return tail;
    }

    private Slots reserve(int count) {
        while (true) {
            long end = next(count);
            long before = end - count;
            if (before < lastSeen) {
                counters.updateOne(COUNTER, Updates.max(NEXT, lastSeen), new UpdateOptions().upsert(true));
                // Of what was reserved, nobody will write the part that lies above.
                log.fence(lastSeen + 1, end);
                saw(end);
                alone = 0;
                continue;
            }
            if (before > lastSeen + DAMAGED && isDamaged(before, end)) {
                continue;
            }
            alone = before == lastReserved ? alone + 1 : 0;
            if (alone > ALONE_AFTER) {
                reserving = false;
                alone = 0;
            }
            lastReserved = end;
            return new Slots(before + 1, count, true);
        }
    }

    /** This slot is written: none up to it is chosen any more. */
    void saw(long slot) {
        lastSeen = Math.max(lastSeen, slot);
    }

    /** A slot that was chosen was taken: others are there. */
    void lostAGuess() {
        look();
        if (!reserving) {
            LOG.debug("Another process writes to this store: slots are reserved from now on");
            reserving = true;
            alone = 0;
        }
    }

    private long next(int count) {
        Document after = Objects.requireNonNull(
                counters.findOneAndUpdate(COUNTER, Updates.inc(NEXT, (long) count), AFTER), "counter");
        return after.get(NEXT, Number.class).longValue();
    }

    private boolean isDamaged(long before, long end) {
        long tail = look();
        if (before <= tail + DAMAGED) {
            return false;
        }
        LOG.warn("The slot counter was at {}, but the log ends at {}: it is damaged, and set back", before, tail);
        counters.updateOne(Filters.and(COUNTER, Filters.eq(NEXT, end)), Updates.set(NEXT, tail));
        return true;
    }
}
