package org.synapse4j.mongocommon.internal;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * The feed, and how far it is settled. Below the settled slot nothing needs checking: every document there is a committed
 * commit's, a void or a tombstone. Beyond it a {@link LogWalk} checks slot by slot. Thread-safe.
 */
final class Feed implements FeedStorage {
    private static final String SETTLED = "settled";
    private static final Bson SETTLED_DOCUMENT = Filters.eq(Fields.KEY, SETTLED);

    /** The settled slot is recorded whenever it has moved by this much. */
    private static final long RECORD_EVERY = 1000;

    private final SlotLog log;
    private final CommitLayout layout;
    private final Holes holes;
    private final MongoCollection<Document> store;
    private final Calls calls;

    private final AtomicLong settled = new AtomicLong(-1);
    private final ReentrantLock recording = new ReentrantLock();
    private volatile long recorded;

    Feed(SlotLog log, CommitLayout layout, MongoCollection<Document> store, Duration grace, Calls calls) {
        this.log = log;
        this.layout = layout;
        this.holes = new Holes(grace);
        this.store = store;
        this.calls = calls;
    }

    @Override
    public Cursor<StoredSerializedEvent> read(FeedRead read) {
        calls.requireReady();
        FetchingCursor.Source<StoredSerializedEvent> source = read.direction() == Direction.FORWARDS
                ? new ForwardFeed(this, log, layout, read)
                : new BackwardFeed(this, log, layout, read);
        return new FetchingCursor<>("the feed", source, read.limit(), calls);
    }

    @Override
    public Position end() {
        calls.requireReady();
        long slot = endSlot();
        return slot == 0 ? Position.START : Position.of(layout.position(slot + 1, 0) - 1);
    }

    /** The last settled slot as of now. */
    long endSlot() {
        Deadline deadline = calls.deadline();
        return Failures.persist("looking for the end of the feed", deadline, () -> {
            if (!settleUpTo(Long.MAX_VALUE, deadline)) {
                throw new StorageUnavailableException(
                        "The feed was settled up to slot " + settled()
                                + " when the deadline was over; called again, this goes on from there.",
                        null);
            }
            return settled();
        });
    }

    /** The last settled slot as of now, recorded so that no failover takes it back. */
    long recordedEnd() {
        long end = endSlot();
        return calls.get("recording the settled slot", () -> {
            record(store.withWriteConcern(WriteConcern.MAJORITY.withJournal(true)), end);
            return end;
        });
    }

    /**
     * Moves the settled slot towards this one, by a bounded walk: a reader that begins above the settled slot checks all that it
     * reads, and would leave what lies below for one call to walk over.
     */
    void settleSome(long slot) {
        settleUpTo(Math.min(slot, settled() + SlotLog.BATCH), calls.deadline());
    }

    /** Waits until all slots up to this one are settled; fences what stays in flight for the grace. */
    void settle(long slot, Deadline deadline) {
        for (long pause = 1; settled() < slot; pause = Math.min(2 * pause, 20)) {
            settleUpTo(slot, deadline);
            if (settled() < slot) {
                long stuck = settled() + 1;
                if (deadline.isOver()) {
                    throw new StorageUnavailableException(
                            "Slot " + stuck + " was not settled before the deadline; nothing was stored.", null);
                }
                long old = holes.oldUpTo(stuck, slot);
                if (old >= stuck) {
                    log.fence(stuck, old);
                } else {
                    deadline.pause(pause, "wait for slot " + stuck + " to be settled");
                }
            }
        }
    }

    /**
     * Walks on from the settled slot, as far as this one, or as far as it goes for now.
     *
     * @return false if the deadline was over before
     */
    private boolean settleUpTo(long slot, Deadline deadline) {
        if (settled() >= slot) {
            return true;
        }
        try (LogWalk walk = walk(settled() + 1, false)) {
            boolean more = true;
            while (more && settled() < slot && !deadline.isOver()) {
                more = walk.next().isPresent();
            }
            return !more || settled() >= slot;
        }
    }

    /**
     * The position of the first event that matches, after the condition's position and below this slot; all is settled there. Waits
     * while a match is being removed: until the majority knows of that, it may be taken back.
     */
    Optional<Position> firstMatch(AppendCondition condition, long belowSlot, Deadline deadline) {
        long from = layout.slot(condition.after().value());
        Bson within = Filters.and(
                Filters.gte(Fields.SLOT, from), Filters.lt(Fields.SLOT, belowSlot), filter(condition.query()));
        Bson order = Sorts.ascending(Fields.SLOT);
        for (long pause = 1; ; pause = Math.min(2 * pause, 20)) {
            Optional<Position> match = firstMatch(condition, log.findSettled(within, order, true));
            if (match.isPresent()
                    || firstMatch(condition, log.find(within, order, true)).isEmpty()) {
                return match;
            }
            if (deadline.isOver()) {
                throw new StorageUnavailableException(
                        "A match was still being removed when the deadline was over; nothing was stored.", null);
            }
            deadline.pause(pause, "wait for the removal of a match");
        }
    }

    private Optional<Position> firstMatch(AppendCondition condition, MongoCursor<RawBsonDocument> found) {
        try (MongoCursor<RawBsonDocument> cursor = found) {
            while (cursor.hasNext()) {
                for (StoredSerializedEvent event : LogDocument.of(cursor.next()).events(layout)) {
                    boolean after = event.position().compareTo(condition.after()) > 0;
                    if (after && matches(condition.query(), event)) {
                        return Optional.of(event.position());
                    }
                }
            }
        }
        return Optional.empty();
    }

    static boolean matches(EventQuery query, StoredSerializedEvent event) {
        return query.matches(event.stream(), event.event().type(), event.event().tags());
    }

    LogWalk walk(long fromSlot, boolean whole) {
        return new LogWalk(log, this, holes, fromSlot, whole);
    }

    /** The last slot that is known to be settled. */
    long settled() {
        long known = settled.get();
        return known < 0 ? refreshed() : known;
    }

    /** The last slot that is known to be settled, by what others have recorded too. */
    long refreshed() {
        Document document = store.find(SETTLED_DOCUMENT).first();
        settledUpTo(document == null ? 0 : document.get(SETTLED, Number.class).longValue());
        return settled.get();
    }

    /** All slots up to this one are settled. One thread at a time records it; the others do not wait for that. */
    void settledUpTo(long slot) {
        long known = settled.accumulateAndGet(slot, Math::max);
        if (known >= recorded + RECORD_EVERY && recording.tryLock()) {
            try {
                long end = settled.get();
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

    private String path(String field) {
        return layout.holdsList() ? Fields.EVENTS + "." + field : field;
    }

    /** A filter that finds every document with an event that matches, and perhaps others. */
    Bson filter(EventQuery query) {
        List<Bson> criteria = new ArrayList<>();
        for (EventQuery.Criterion criterion : query.anyOf()) {
            List<Bson> all = new ArrayList<>();
            if (!criterion.categories().isEmpty()) {
                all.add(Filters.or(criterion.categories().stream()
                        .map(category -> Filters.and(
                                Filters.gte(Fields.STREAM, SlotLog.firstOf(category)),
                                Filters.lt(Fields.STREAM, SlotLog.firstBeyond(category))))
                        .toList()));
            }
            if (!criterion.types().isEmpty()) {
                all.add(Filters.in(
                        path(Fields.TYPE),
                        criterion.types().stream().map(TypeName::value).toList()));
            }
            for (Tag tag : criterion.tags()) {
                all.add(Filters.eq(path(Fields.TAGS), tag.toString()));
            }
            criteria.add(all.isEmpty() ? Filters.empty() : Filters.and(all));
        }
        return criteria.isEmpty() ? Filters.eq(Fields.SLOT, -1L) : Filters.or(criteria);
    }
}
