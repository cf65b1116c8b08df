package org.synapse4j.mongocommon.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.function.Supplier;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.mongocommon.SlotBlockedException;
import org.synapse4j.mongocommon.documents.Fields;

/**
 * Chooses slots. While this process has been alone it guesses the slot after the last one it has seen, which costs nothing. Once a
 * guess was taken it reserves from a counter, until nobody else has reserved for a while. Choosing wrongly costs time only: the
 * counter may be lost, rolled back or damaged. Thread-safe; no thread waits for another's talk with the server.
 */
final class SlotChooser {
    private static final Logger LOG = LoggerFactory.getLogger(SlotChooser.class);

    /** After this many reservations in a row without another process between them, guess again. */
    private static final int ALONE_AFTER = 32;

    /** A counter further ahead of the log than writers are at once is damaged; what lies between would be fenced. */
    private static final long DAMAGED = 200_000;

    private static final int TYPE_MISMATCH = 14;

    private static final String NEXT = "next";
    private static final Document COUNTER = new Document(Fields.KEY, "slots");

    private final SlotLog log;
    private final SameStore same;
    private final Supplier<MongoDatabase> database;
    private final Supplier<MongoCollection<Document>> counters;
    private final String counterName;

    /** The highest slot known to be written, by anybody. Invariant: it never falls, but where all is forgotten. */
    @GuardedBy("this")
    private long lastSeen;

    /** The highest slot chosen here. It falls only where what is left of the last guess is given back. */
    @GuardedBy("this")
    private long lastChosen;

    /** The highest slot when a reservation began last: what it gets lies above, so that slots up to here are chosen by nobody any more. */
    @GuardedBy("this")
    private long counted;

    /** Whether, and when, the end of the log was looked up: before that, {@link #lastSeen} says nothing. */
    @GuardedBy("this")
    private boolean looked;

    @GuardedBy("this")
    private long lookedAt;

    /** Whether slots are reserved; else they are guessed. */
    @GuardedBy("this")
    private boolean reserving;

    /** Whether another was met where none was known, which may be since the store is another one. */
    @GuardedBy("this")
    private boolean doubted;

    /** The end of the last reservation of this process. Invariant while reserving: lastReserved <= lastChosen. */
    @GuardedBy("this")
    private long lastReserved;

    /** How many reservations in a row began where the last one of this process ended. Invariant: alone <= ALONE_AFTER. */
    @GuardedBy("this")
    private int alone;

    /**
     * A range of slots.
     *
     * @param first the first slot
     * @param count how many
     * @param reserved whether whoever took them must write each of them or void it
     */
    record Slots(long first, int count, boolean reserved) {
        static Slots guessed(long first, int count) {
            return new Slots(first, count, false);
        }

        static Slots fromCounter(long first, int count) {
            return new Slots(first, count, true);
        }

        long last() {
            return first + count - 1;
        }
    }

    /** @param counters the collection of the counter in this database, at write concern 1 */
    SlotChooser(SlotLog log, SameStore same, MongoDatabase database, MongoCollection<Document> counters) {
        this.log = log;
        this.same = same;
        this.database = TimeLeft.of(database);
        this.counters = TimeLeft.of(counters);
        this.counterName = counters.getNamespace().getCollectionName();
    }

    /**
     * The next slots, by guess or by reservation.
     *
     * @param count how many are needed
     * @param more how many more are worth fetching, where they are fetched
     */
    Slots choose(int count, int more) {
        if (isDoubted()) {
            same.require();
        }
        if (mustLook()) {
            look();
        }
        return isReserving() ? reserve(count + more) : guess(count);
    }

    /** The next slots by reservation, above everything that is written by now. */
    Slots reserveAboveAll(int count) {
        look();
        return reserve(count);
    }

    /** The last slot that somebody has reserved, by what the counter says now; 0 if it says nothing, or more than may be true. */
    long reservedUpTo() {
        Document counter = counters.get().find(COUNTER).first();
        long next = counter != null && counter.get(NEXT) instanceof Number ? Integers.of(counter, NEXT) : 0;
        return next <= highest() + DAMAGED ? next : 0;
    }

    /** Whether others are seen. */
    synchronized boolean isReserving() {
        return reserving;
    }

    /** This slot is written: none up to it is chosen any more. */
    synchronized void saw(long slot) {
        lastSeen = Math.max(lastSeen, slot);
    }

    /** A slot that was chosen was taken: others are there. */
    void lostAGuess() {
        look();
        if (doubtAndReserve()) {
            LOG.debug("Another process writes to this store: slots are reserved from now on");
        }
    }

    private synchronized boolean doubtAndReserve() {
        doubted = true;
        boolean guessing = !reserving;
        if (guessing) {
            reserving = true;
            alone = 0;
        }
        return guessing;
    }

    /** Forgets all: it was of another store. */
    synchronized void forget() {
        lastSeen = 0;
        lastChosen = 0;
        lastReserved = 0;
        counted = 0;
        looked = false;
        reserving = false;
        doubted = false;
        alone = 0;
    }

    private synchronized boolean isDoubted() {
        boolean was = doubted;
        doubted = false;
        return was;
    }

    /** Whether none above these were chosen. */
    synchronized boolean areHighest(Slots slots) {
        return highest() == slots.last();
    }

    /**
     * Gives back what is left of a guess that failed, from this slot on, to be chosen again.
     *
     * @return false if slots above were chosen or seen since, or are about to be reserved, or these are reserved: then they must be voided
     */
    synchronized boolean giveBack(Slots slots, long from) {
        if (slots.reserved() || lastChosen != slots.last() || Math.max(lastSeen, counted) >= from) {
            return false;
        }
        lastChosen = from - 1;
        return true;
    }

    private synchronized boolean mustLook() {
        return !looked || System.nanoTime() - lookedAt > SlotLog.TRUSTED_NANOS;
    }

    private long look() {
        long tail = same.tail();
        synchronized (this) {
            saw(tail);
            looked = true;
            lookedAt = System.nanoTime();
        }
        return tail;
    }

    private synchronized Slots guess(int count) {
        Slots slots = Slots.guessed(highest() + 1, count);
        lastChosen = slots.last();
        return slots;
    }

    private synchronized long highest() {
        return Math.max(lastSeen, lastChosen);
    }

    private Slots reserve(int count) {
        while (true) {
            // Read before: what another thread reserves meanwhile may lie above, which does not make these useless.
            long highest = count();
            long end = next(count);
            long before = end - count;
            if (before < highest) {
                same.require();
                counters.get().updateOne(COUNTER, Updates.max(NEXT, highest), new UpdateOptions().upsert(true));
                saw(end);
                voidUnwritten(highest + 1, end);
                notAlone();
            } else if (before <= highest + DAMAGED || !isDamaged(before, end)) {
                return reserved(before, count);
            }
        }
    }

    private synchronized long count() {
        counted = highest();
        return counted;
    }

    /** Of what was reserved, nobody will write this part. If the server refuses voids there, readers wait, but no append. */
    private void voidUnwritten(long first, long last) {
        try {
            log.fence(first, last);
        } catch (SlotBlockedException blocked) {
            LOG.warn("Slots {} to {} stay as they are for now", first, last, blocked);
        }
    }

    private synchronized void notAlone() {
        alone = 0;
    }

    private synchronized Slots reserved(long before, int count) {
        alone = before == lastReserved ? alone + 1 : 0;
        if (alone > ALONE_AFTER) {
            reserving = false;
            alone = 0;
        }
        lastReserved = before + count;
        lastChosen = Math.max(lastChosen, lastReserved);
        return Slots.fromCounter(before + 1, count);
    }

    /**
     * Adds to the counter, by a command that is no retryable write: for those, the server keeps a copy of the document each time.
     * What an answer that is lost had reserved, readers void.
     */
    private long next(int count) {
        try {
            return add(count);
        } catch (MongoCommandException error) {
            if (error.getErrorCode() != TYPE_MISMATCH) {
                throw error;
            }
            LOG.warn("The slot counter is no number: it is damaged, and set back", error);
            counters.get()
                    .updateOne(
                            Filters.and(COUNTER, Filters.not(Filters.type(NEXT, "number"))), Updates.set(NEXT, look()));
            return add(count);
        }
    }

    private long add(int count) {
        Document reply = database.get()
                .runCommand(new Document("findAndModify", counterName)
                        .append("query", COUNTER)
                        .append("update", new Document("$inc", new Document(NEXT, (long) count)))
                        .append("upsert", true)
                        .append("new", true)
                        .append("writeConcern", new Document("w", 1)));
        return Integers.of(reply.get("value", Document.class), NEXT);
    }

    private boolean isDamaged(long before, long end) {
        long tail = look();
        if (before <= tail + DAMAGED) {
            return false;
        }
        LOG.warn("The slot counter was at {}, but the log ends at {}: it is damaged, and set back", before, tail);
        counters.get().updateOne(Filters.and(COUNTER, Filters.eq(NEXT, end)), Updates.set(NEXT, tail));
        return true;
    }
}
