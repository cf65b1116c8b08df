package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * Walks over the log slot by slot and gives whole commits only. It stops before the first slot that is missing while a later one
 * is there, and before a commit in flight; if that has lasted for the grace, it fences the slot and goes on. What it has passed
 * is settled: it says so to {@link Settled}.
 */
final class LogWalk implements AutoCloseable {
    private final SlotLog log;
    private final Settled settled;
    private final SlotSearch.Part part;
    private long wanted;

    /** The next slot to be judged. */
    private long next;

    /**
     * The settled slot as it was known before the cursor was opened. What another walk has settled since then may be missing from
     * this one's batch, or be a leftover there.
     */
    private long settledBefore;

    /** Whether the cursor is over the settled part only. */
    private boolean withinSettled;

    private final OpenCursor cursor = new OpenCursor();
    private @Nullable LogDocument ahead;

    /** The result of a look at a commit. */
    private enum Step {
        PASSED,
        STOP,
        AGAIN
    }

    private LogWalk(SlotLog log, Settled settled, long from, SlotSearch.Part part, long wanted) {
        this.log = log;
        this.settled = settled;
        this.next = Math.max(from, 1);
        this.part = part;
        this.wanted = wanted;
    }

    /**
     * A walk that reads documents with their events.
     *
     * @param from the first slot to look at
     * @param wanted how many documents are fetched at a time, at most; more where a commit has more, all of which is to be seen
     */
    static LogWalk whole(SlotLog log, Settled settled, long from, long wanted) {
        return new LogWalk(log, settled, from, SlotSearch.Part.WHOLE, wanted);
    }

    /** A walk that reads documents without their events. */
    static LogWalk withoutEvents(SlotLog log, Settled settled, long from) {
        return new LogWalk(log, settled, from, SlotSearch.Part.WITHOUT_EVENTS, SlotLog.BATCH);
    }

    /**
     * The documents of the next commit, as far as they are in the part walked over; none for a void or an aborted commit.
     *
     * @return empty where the walk must stop for now
     */
    Optional<List<LogDocument>> next() {
        while (true) {
            LogDocument document = peek();
            if (document == null) {
                settled.reachedEnd();
                return Optional.empty();
            }
            if (document.slot() > next && next <= settledBefore) {
                next = Math.min(document.slot(), settledBefore + 1);
                continue;
            }
            if (document.slot() > next) {
                if (fenced(next, document.slot() - 1)) {
                    continue;
                }
                return Optional.empty();
            }
            if (document.isVoid() || document.isUntold() || document.slot() <= settledBefore) {
                return Optional.of(passed(List.of(take(document)), next, document.slot()));
            }
            List<LogDocument> commit = new ArrayList<>();
            switch (commit(document, commit)) {
                case PASSED -> {
                    return Optional.of(commit);
                }
                case STOP -> {
                    return Optional.empty();
                }
                case AGAIN -> {
                    // Voids are in its slots now, or its last document has landed.
                }
            }
        }
    }

    @Override
    public void close() {
        ahead = null;
        cursor.release();
    }

    /** Collects the documents of the commit that begins here, and goes on behind it if it is committed. */
    private Step commit(LogDocument first, List<LogDocument> inRange) {
        Descriptor commit = first.descriptor();
        long from = first.slot();
        if (wanted < commit.size() && wanted < SlotLog.BATCH) {
            wanted = SlotLog.BATCH;
            again(from);
            return Step.AGAIN;
        }
        LogDocument document = first;
        while (document != null && document.slot() <= commit.lastSlot()) {
            inRange.add(take(document));
            // Behind the last slot nothing is asked for: perhaps no more is wanted.
            document = document.slot() < commit.lastSlot() ? peek() : null;
        }
        CommitState state = from == commit.first() ? SlotLog.state(commit, inRange) : log.state(commit);
        if (state == CommitState.COMMITTED && inRange.size() > commit.lastSlot() - from) {
            passed(inRange, from, commit.lastSlot());
            return Step.PASSED;
        }
        again(from);
        return switch (state) {
            // Begun inside of it: the rest has landed since the cursor passed.
            case COMMITTED -> Step.AGAIN;
            case ABORTED -> {
                log.voidLeftovers(commit);
                yield Step.AGAIN;
            }
            case IN_FLIGHT -> {
                long missing = Judge.firstMissing(commit, log.rangeWithoutEvents(commit.first(), commit.lastSlot()));
                yield missing > commit.lastSlot() || fenced(missing, missing) ? Step.AGAIN : Step.STOP;
            }
        };
    }

    /** Slots between the settled one and the beginning of a walk are not settled by walking on. */
    private List<LogDocument> passed(List<LogDocument> documents, long from, long upTo) {
        next = upTo + 1;
        if (upTo > settled.slot() && from <= settled.slot() + 1) {
            if (documents.get(0).isVoid()) {
                settled.passedVoid(upTo);
            } else {
                settled.passed(upTo);
            }
        }
        return documents;
    }

    /** Fences the first of these slots that have been missing for the grace; notes the others. Returns whether it must look again. */
    private boolean fenced(long from, long to) {
        if (settled.refreshed() >= from) {
            // Another store has passed it, and perhaps pruned it since.
            again(next);
            return true;
        }
        long old = settled.oldUpTo(from, to);
        if (old < from) {
            return false;
        }
        log.fence(from, old);
        again(next);
        return true;
    }

    private void again(long slot) {
        close();
        next = slot;
    }

    private @Nullable LogDocument peek() {
        if (ahead == null) {
            ahead = cursor.next(this::open);
            while (ahead == null && withinSettled) {
                again(settledBefore + 1);
                ahead = cursor.next(this::open);
            }
        }
        return ahead;
    }

    private LogDocuments open() {
        settledBefore = settled.slot();
        withinSettled = next <= settledBefore;
        Bson from = Filters.gte(Fields.SLOT, next);
        Bson slots = withinSettled ? Filters.and(from, Filters.lte(Fields.SLOT, settledBefore)) : from;
        SlotSearch search = SlotSearch.whole(slots).wanting(wanted);
        SlotSearch wantedPart = part == SlotSearch.Part.WHOLE ? search : search.withoutEvents();
        return withinSettled ? log.findSettled(wantedPart) : log.find(wantedPart);
    }

    private LogDocument take(LogDocument document) {
        ahead = null;
        return document;
    }
}
