package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.Variable;
import com.mongodb.client.model.WriteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.synapse4j.api.CommitId;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.ServerRefusedException;
import org.synapse4j.mongocommon.SlotBlockedException;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.Documents;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;
import org.synapse4j.mongocommon.internal.SlotSearch.Part;

/**
 * The log of write-once slots: one collection, whose {@code _id} is the slot. Here are the moves of the protocol, each on its own:
 * insert, look, fence, void. When to make which is decided elsewhere. What a look shows, no failover and no crash takes back, but
 * where it says otherwise.
 *
 * <p>The idea is CORFU's (Balakrishnan and others, "CORFU: A Shared Log Design for Flash Clusters", NSDI 2012): a slot is written
 * at most once, so choosing slots is only an optimisation, and safety comes from writing once.
 */
final class SlotLog {
    /** How many documents a cursor fetches at a time. */
    static final int BATCH = 1000;

    /** The time after which a sight of the log is old and it is looked at again, so that nobody builds on what was pruned since. */
    static final long TRUSTED_NANOS = TimeUnit.HOURS.toNanos(1);

    /** All but the events: what the protocol needs to judge a document. */
    private static final List<String> HEAD_FIELDS = List.of(
            Fields.SLOT,
            Fields.STREAM,
            Fields.VERSION,
            Fields.LAST,
            Fields.COMMIT,
            Fields.VOID,
            Fields.TOMBSTONE,
            Fields.UNTIL);

    private static final Bson HEAD = Projections.include(HEAD_FIELDS);

    private static final Bson BY_SLOT = Sorts.ascending(Fields.SLOT);

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Supplier<MongoCollection<RawBsonDocument>> events;
    /** The collection as the primary has it, known to be with the majority or not. */
    private final Supplier<MongoCollection<RawBsonDocument>> local;

    private final String name;
    private final InsertCommand insert;
    private final Journal journal;
    private final boolean holdsList;
    private final PassedOver passedOver = new PassedOver();

    /** The highest slot that the majority is known to have, or the journal of a standalone server. */
    private final AtomicLong lasting = new AtomicLong();

    /** @param holdsList whether the layout has events in a list */
    SlotLog(MongoDatabase database, String collection, Journal journal, boolean holdsList) {
        MongoCollection<RawBsonDocument> all = database.getCollection(collection, RawBsonDocument.class);
        this.name = collection;
        this.events = TimeLeft.of(all);
        this.local = TimeLeft.of(all.withReadConcern(ReadConcern.LOCAL));
        this.insert = new InsertCommand(database, collection);
        this.journal = journal;
        this.holdsList = holdsList;
    }

    /** Inserts the documents in order, and stops at the first that cannot be; throws as {@link InsertCommand#inOrder} does. */
    void insert(List<RawBsonDocument> documents) {
        insert.inOrder(documents);
        journal.wrote(documents);
        lastsUpTo(documents.get(documents.size() - 1).getNumber(Fields.SLOT).longValue());
    }

    /** Takes note that neither a failover nor a crash takes this slot back. */
    void lastsUpTo(long slot) {
        lasting.accumulateAndGet(slot, Math::max);
    }

    /** The highest slot that neither a failover nor a crash takes back, as far as is known here. */
    long lasting() {
        return lasting.get();
    }

    /** Forgets what is known of slots: it was of another store. */
    void forget() {
        lasting.set(0);
    }

    /** The documents that are searched for. */
    LogDocuments find(SlotSearch search) {
        return bySlot(cursor(
                search.filter(),
                order(search),
                rest -> journal.cursor(searched(events, search, journal.readable(rest)))));
    }

    /** Documents of a stream in an order, without their events; one that is in no slot is among them. */
    LogDocuments findOfStream(Bson filter, Bson order) {
        return ofStream(cursor(
                filter,
                order,
                rest -> journal.cursor(batched(find(events, journal.readable(rest), order), Part.WITHOUT_EVENTS))));
    }

    /**
     * The documents that are searched for in slots that are known to be settled. A settled slot stays what it is and every primary has it, but a
     * new primary may not know yet that a majority has it: a majority read there would skip it, so this one is local. What a removal
     * took away, it does not show, though that may come back until a majority knows of the removal, or the journal has it.
     */
    LogDocuments findSettled(SlotSearch search) {
        return bySlot(cursor(
                search.filter(),
                order(search),
                rest -> LogCursor.of(searched(local, search, rest).cursor())));
    }

    private static FindIterable<RawBsonDocument> searched(
            Supplier<MongoCollection<RawBsonDocument>> from, SlotSearch search, Bson filter) {
        return batched(find(from, filter, order(search)), search.part())
                .batchSize(search.batch())
                .hint(search.along() == SlotSearch.Along.SLOTS ? BY_SLOT : null);
    }

    private static Bson order(SlotSearch search) {
        return search.order() == SlotSearch.Order.ASCENDING ? BY_SLOT : Sorts.descending(Fields.SLOT);
    }

    /**
     * Whole documents of a stream in an order; one that is in no slot is among them.
     *
     * @param limit how many there are at most, 0 for any number
     * @param batch how many are fetched at a time
     */
    LogDocuments findOfStream(Bson filter, Bson order, int limit, int batch) {
        return ofStream(cursor(
                filter,
                order,
                rest -> journal.cursor(
                        find(events, journal.readable(rest), order).limit(limit).batchSize(batch))));
    }

    /** Documents as the primary has them, odd ones and those that are in no slot among them; no write is needed to read them. */
    LogDocuments findAsIs(Bson filter, Bson order, Part part) {
        return ofStream(LogCursor.of(batched(find(local, filter, order), part).cursor()));
    }

    private LogDocuments bySlot(LogCursor cursor) {
        return new LogDocuments(cursor, holdsList, passedOver);
    }

    private LogDocuments ofStream(LogCursor cursor) {
        return new LogDocuments(cursor, holdsList, null);
    }

    /** Takes note that a reader goes on behind a document that it cannot read. */
    void passOver(LogDocument odd) {
        passedOver.tell(odd);
    }

    /** Takes note that a listing goes on behind a stream whose end it cannot read. */
    void passOver(String stream, OddDocumentException odd) {
        passedOver.tell(stream, odd);
    }

    private static FindIterable<RawBsonDocument> batched(FindIterable<RawBsonDocument> find, Part part) {
        return (part == Part.WHOLE ? find : find.projection(HEAD)).batchSize(BATCH);
    }

    private static FindIterable<RawBsonDocument> find(
            Supplier<MongoCollection<RawBsonDocument>> from, Bson filter, Bson order) {
        return from.get().find(filter).sort(order).timeoutMode(TimeoutMode.ITERATION);
    }

    /** @param open opens a cursor of what passes a filter */
    private static LogCursor cursor(Bson filter, Bson order, Function<Bson, LogCursor> open) {
        BsonDocument keys = order.toBsonDocument();
        String key = keys.getFirstKey();
        boolean ascending = keys.getNumber(key).intValue() > 0;
        return new TimedCursor(
                key,
                last -> open.apply(last.map(place ->
                                Filters.and(filter, ascending ? Filters.gt(key, place) : Filters.lt(key, place)))
                        .orElse(filter)));
    }

    /**
     * The results of stages over the documents that match, in one answer; nothing that was looked at is taken back.
     *
     * @param most how many they make at most
     */
    List<RawBsonDocument> aggregate(Bson filter, List<Bson> stages, int most) {
        return journal.await(() -> {
            List<Bson> pipeline = new ArrayList<>(List.of(Aggregates.match(readable(filter))));
            pipeline.addAll(stages);
            return events.get().aggregate(pipeline).batchSize(most + 1).into(new ArrayList<>());
        });
    }

    /** A filter of this log's documents, without those that this user is not given. */
    Bson readable(Bson filter) {
        return journal.readable(filter);
    }

    /** The stage that leaves all but the events of documents whose fields are at this path: empty, or with a dot at its end. */
    static Bson headsOnly(String path) {
        return Aggregates.project(Projections.include(
                HEAD_FIELDS.stream().map(field -> path + field).toList()));
    }

    /** The stage that finds the document in a slot: the slot in one field, the document into another. */
    Bson lookup(String slot, String into) {
        return Aggregates.lookup(name, slot, Fields.SLOT, into);
    }

    /** The stage that finds documents by stages of their own, into a field. */
    Bson lookup(List<Variable<String>> variables, List<Bson> stages, String into) {
        return Aggregates.lookup(name, variables, stages, into);
    }

    /** The result of a look at this log, nothing of which a crash takes back, not even that a match was removed. */
    <T> T lasting(Supplier<T> look) {
        return journal.await(look);
    }

    /** The documents in these slots, in order. */
    List<LogDocument> range(long firstSlot, long lastSlot) {
        return all(find(SlotSearch.whole(within(firstSlot, lastSlot))));
    }

    /** The documents in these slots, in order, without their events. */
    List<LogDocument> rangeWithoutEvents(long firstSlot, long lastSlot) {
        return all(find(SlotSearch.whole(within(firstSlot, lastSlot)).withoutEvents()));
    }

    /** The documents that the primary has in these slots, in order, known to be with the majority or not, without their events. */
    List<LogDocument> rangeInPrimary(long firstSlot, long lastSlot) {
        return all(findSettled(SlotSearch.whole(within(firstSlot, lastSlot)).withoutEvents()));
    }

    private static List<LogDocument> all(LogDocuments found) {
        List<LogDocument> documents = new ArrayList<>();
        try (found) {
            found.forEachRemaining(documents::add);
        }
        return documents;
    }

    /** The fate of a commit. */
    CommitState state(Descriptor commit) {
        return state(commit, rangeWithoutEvents(commit.first(), commit.lastSlot()));
    }

    /**
     * The fate of a commit whose range holds these documents. One of which nobody can tell whose it is counts as the commit's own: only
     * other hands can have made it so, and what is there of the commit stays readable, and is not taken for a leftover (ADR 20).
     */
    static CommitState state(Descriptor commit, List<LogDocument> inRange) {
        for (LogDocument document : inRange) {
            if (!document.isOf(commit) && !document.isUntold()) {
                return CommitState.ABORTED;
            }
        }
        return inRange.size() == commit.size() ? CommitState.COMMITTED : CommitState.IN_FLIGHT;
    }

    /**
     * The descriptor of the document that has this commit id: of a commit, or of a leftover of one. Known to be with the majority or
     * not: after an election, a majority read may miss for a moment what was seen before.
     */
    Optional<Descriptor> holder(CommitId id) {
        return journal.first(local.get()
                        .find(journal.readable(Filters.eq(Fields.COMMIT_ID, Descriptor.binary(id))))
                        .projection(HEAD))
                .map(this::document)
                .map(LogDocument::readable)
                .map(LogDocument::descriptor);
    }

    /** Whether the last document of a commit is there, and so all of them (ADR 22). */
    boolean showsLastOf(Descriptor commit) {
        return first(Filters.eq(Fields.SLOT, commit.lastSlot()), BY_SLOT)
                .filter(document -> !document.isOdd() && document.isOf(commit))
                .isPresent();
    }

    /** The document with the highest version of a stream, without its events. */
    Optional<LogDocument> lastOf(String stream) {
        return lastOf(stream, List.of());
    }

    /** The document with the highest version of a stream that is of none of these attempts at a commit, without its events. */
    Optional<LogDocument> lastOf(String stream, List<Descriptor> but) {
        List<Bson> wanted = new ArrayList<>(List.of(Filters.eq(Fields.STREAM, stream)));
        for (Descriptor commit : but) {
            wanted.add(Filters.or(Filters.lt(Fields.SLOT, commit.first()), Filters.gt(Fields.SLOT, commit.lastSlot())));
        }
        return first(Filters.and(wanted), Sorts.descending(Fields.VERSION)).map(LogDocument::readable);
    }

    /** The first document of a stream, without its events, if it can be read. */
    Optional<LogDocument> firstOfStream(String stream) {
        return first(
                        Filters.and(Filters.eq(Fields.STREAM, stream), Filters.eq(Fields.VERSION, 1)),
                        Sorts.ascending(Fields.VERSION))
                .filter(document -> !document.isOdd());
    }

    /** The first document that an attempt at a commit has in a stream by now, without its events. */
    Optional<LogDocument> firstOf(String stream, Descriptor commit) {
        Bson own = Filters.and(within(commit.first(), commit.lastSlot()), Filters.eq(Fields.STREAM, stream));
        return first(own, BY_SLOT).map(LogDocument::readable).filter(document -> document.isOf(commit));
    }

    /** The document with the highest version of a stream that is at most this one. */
    Optional<LogDocument> floorOf(String stream, long version) {
        return first(
                        Filters.and(Filters.eq(Fields.STREAM, stream), Filters.lte(Fields.VERSION, version)),
                        Sorts.descending(Fields.VERSION))
                .map(LogDocument::readable);
    }

    /** The first document in an order, if there is one, without its events; odd or not. */
    Optional<LogDocument> first(Bson filter, Bson order) {
        return journal.first(events.get()
                        .find(journal.readable(filter))
                        .sort(order)
                        .limit(1)
                        .projection(HEAD))
                .map(this::document);
    }

    LogDocument document(RawBsonDocument raw) {
        return LogDocument.of(raw, holdsList);
    }

    /** The text below which no stream of a category is. */
    static String firstOf(String category) {
        return category + "/";
    }

    /** The text below which all streams of a category are: 0 is the character after the slash. */
    static String firstBeyond(String category) {
        return category + "0";
    }

    /** The last slot written, lasting or not: where the next guess goes. 0 of an empty log. */
    long tail() {
        RawBsonDocument last = local.get()
                .find(Filters.lte(Fields.SLOT, LogDocument.HIGHEST_SLOT))
                .sort(Sorts.descending(Fields.SLOT))
                .projection(Projections.include(Fields.SLOT))
                .first();
        return last == null ? 0 : last.getNumber(Fields.SLOT).longValue();
    }

    /**
     * Writes voids into whichever of these slots are missing, many in a message, so that nothing that is still under way can land there.
     *
     * @throws SlotBlockedException if the server refuses one of them; it may have taken others
     */
    void fence(long firstSlot, long lastSlot) {
        for (long from = firstSlot; from <= lastSlot; from += BATCH) {
            fenceTogether(from, Math.min(lastSlot, from + BATCH - 1));
        }
    }

    private void fenceTogether(long firstSlot, long lastSlot) {
        List<RawBsonDocument> voids = LongStream.rangeClosed(firstSlot, lastSlot)
                .mapToObj(Documents::ofVoid)
                .toList();
        try {
            insert.unordered(voids);
        } catch (MongoBulkWriteException error) {
            requireAnswered(error);
            for (BulkWriteError one : error.getWriteErrors()) {
                long slot = firstSlot + one.getIndex();
                if (!isTaken(slot, one)) {
                    throw blocked(slot, error, one);
                }
            }
        } catch (MongoCommandException error) {
            requireAnswered(error);
            throw blocked(firstSlot, error);
        }
    }

    /** Whether a void could not be written since its slot is taken, and not since another index has such an entry, as of voids. */
    private boolean isTaken(long slot, BulkWriteError error) {
        if (!TakenKey.isTold(error)) {
            return false;
        }
        TakenKey key = TakenKey.of(error);
        return key == TakenKey.OURS
                || (key == TakenKey.UNTOLD
                        && local.get().find(Filters.eq(Fields.SLOT, slot)).first() != null);
    }

    /** Throws what passes, so that the call is made again. */
    private static void requireAnswered(MongoException error) {
        if (Failures.isPassing(error)) {
            throw error;
        }
    }

    private static SlotBlockedException blocked(long slot, MongoBulkWriteException error, BulkWriteError one) {
        return blocked(
                slot,
                new MongoBulkWriteException(
                        error.getWriteResult(), List.of(one), null, error.getServerAddress(), error.getErrorLabels()));
    }

    private static SlotBlockedException blocked(long slot, MongoException error) {
        return new SlotBlockedException(slot, new ServerRefusedException("a void in slot " + slot, error));
    }

    /**
     * Makes sure that nothing of an aborted commit is left: its missing slots are fenced; its own documents become voids in place,
     * which frees versions and commit id. Safe for anybody, at any time after the commit is aborted.
     *
     * <p>First no more of it can land, then it goes, the last document first. So what is left of it in a stream begins, as long as there
     * is any, with the version after the head, which nobody else can take before: all of it lies beyond the head, also where a
     * document of several events has but its first version in the index.
     *
     * @throws SlotBlockedException if the server refuses one of the voids; it may have taken others
     */
    void voidLeftovers(Descriptor aborted) {
        List<LogDocument> inRange = rangeWithoutEvents(aborted.first(), aborted.lastSlot());
        while (inRange.size() < aborted.size()) {
            fence(aborted.first(), aborted.lastSlot());
            inRange = rangeWithoutEvents(aborted.first(), aborted.lastSlot());
        }
        List<Long> leftovers = new ArrayList<>();
        for (LogDocument document : inRange) {
            if (document.isOf(aborted)) {
                leftovers.add(document.slot());
            }
        }
        if (!leftovers.isEmpty()) {
            Collections.reverse(leftovers);
            replaceByVoids(aborted, leftovers);
        }
    }

    /** In the order of these slots, up to the first that the server refuses. */
    private void replaceByVoids(Descriptor aborted, List<Long> slots) {
        List<ReplaceOneModel<RawBsonDocument>> replacements = slots.stream()
                .map(slot -> new ReplaceOneModel<>(aborted.ownIn(slot), Documents.ofVoid(slot)))
                .toList();
        try {
            events.get().bulkWrite(replacements);
        } catch (MongoBulkWriteException error) {
            requireAnswered(error);
            BulkWriteError first = error.getWriteErrors().get(0);
            throw blocked(slots.get(first.getIndex()), error, first);
        } catch (MongoCommandException error) {
            requireAnswered(error);
            throw blocked(slots.get(0), error);
        }
    }

    /** Removes the voids in these slots that were written before then; returns how many. */
    long removeVoids(long firstSlot, long lastSlot, Instant before) {
        return events.get()
                .deleteMany(Filters.and(
                        within(firstSlot, lastSlot), Filters.eq(Fields.VOID, true), Filters.lt(Fields.AT, before)))
                .getDeletedCount();
    }

    /** Matches the tombstones in these slots that were left before then. */
    static Bson oldTombstones(long firstSlot, long lastSlot, Instant before) {
        return Filters.and(
                within(firstSlot, lastSlot), Filters.exists(Fields.TOMBSTONE), Filters.lt(Fields.AT, before));
    }

    /** Removes the tombstones of these commits; returns how many. */
    long removeTombstones(List<Descriptor> commits) {
        List<WriteModel<RawBsonDocument>> removals = new ArrayList<>();
        for (Descriptor commit : commits) {
            for (long slot = commit.first(); slot <= commit.lastSlot(); slot++) {
                removals.add(new DeleteOneModel<>(Filters.and(commit.ownIn(slot), Filters.exists(Fields.TOMBSTONE))));
            }
        }
        return removals.isEmpty()
                ? 0
                : events.get().bulkWrite(removals, UNORDERED).getDeletedCount();
    }

    private static Bson within(long firstSlot, long lastSlot) {
        return Filters.and(Filters.gte(Fields.SLOT, firstSlot), Filters.lte(Fields.SLOT, lastSlot));
    }

    /**
     * Leaves a tombstone in place of a committed commit's document. A truncation leaves none where another call has left one since it
     * was read; a deletion does, or else the stream would go on to exist.
     */
    static WriteModel<RawBsonDocument> tombstone(LogDocument read, String reason) {
        Bson own = read.descriptor().ownIn(read.slot());
        boolean deleted = reason.equals(LogDocument.DELETED);
        Bson replaced = deleted ? own : Filters.and(own, Filters.exists(Fields.TOMBSTONE, false));
        return new ReplaceOneModel<>(replaced, Documents.ofTombstone(read, reason));
    }

    /**
     * Removes the first events of a committed commit's document; not where another call has removed as many or more since it was
     * read, which this one would bring back.
     */
    static WriteModel<RawBsonDocument> withoutFirst(LogDocument read, int removed) {
        String lastRemoved = Fields.EVENTS + "." + (removed - 1) + "." + Fields.TOMBSTONE;
        Bson moreIsThere = Filters.and(
                read.descriptor().ownIn(read.slot()),
                Filters.exists(Fields.TOMBSTONE, false),
                Filters.exists(lastRemoved, false));
        return new ReplaceOneModel<>(moreIsThere, Documents.withoutFirst(read, removed));
    }

    /**
     * Marks the first tombstone of a stream with how far the stream was removed; the mark is only ever raised.
     *
     * @param until the last version of a document that the majority has as a tombstone, as all below it
     */
    void mark(LogDocument first, long until) {
        Bson tombstone = Filters.and(first.descriptor().ownIn(first.slot()), Filters.exists(Fields.TOMBSTONE));
        events.get().updateOne(tombstone, Updates.max(Fields.UNTIL, until));
    }

    /** Makes these replacements, in order. */
    void replace(List<WriteModel<RawBsonDocument>> replacements) {
        if (!replacements.isEmpty()) {
            events.get().bulkWrite(replacements);
        }
    }
}
