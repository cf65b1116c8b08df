package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;
import org.synapse4j.mongocommon.documents.RawDocuments;

/**
 * The marks that deletions leave among the snapshots, each at the version at which its stream was deleted: {@code {stream, version, at,
 * tombstone: "deleted"}}. Snapshots below a mark come from saves that were late; none is read, and they are removed with the next occasion (ADR
 * 25). A mark stays where it is until the stream is deleted at a higher version. Thread-safe.
 */
final class SnapshotMarks {
    /** Snapshots, and no marks. */
    static final Bson NO_MARK = Filters.exists(Fields.TOMBSTONE, false);

    private static final Bson MARK = Filters.exists(Fields.TOMBSTONE);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final Supplier<MongoCollection<RawBsonDocument>> snapshots;

    /** @param snapshots the collection, for one request of a call at a time */
    SnapshotMarks(Supplier<MongoCollection<RawBsonDocument>> snapshots) {
        this.snapshots = snapshots;
    }

    /** Snapshots up to this version, and all marks: the highest of them is a mark if none may be read. */
    static Bson upTo(StreamId stream, Version atMost) {
        return Filters.and(of(stream), Filters.or(Filters.lte(Fields.VERSION, atMost.value()), MARK));
    }

    static boolean isMark(RawBsonDocument document) {
        return document.containsKey(Fields.TOMBSTONE);
    }

    /** The version at which the stream was deleted last, 0 if it never was. */
    long lastOf(StreamId stream) {
        RawBsonDocument mark = snapshots
                .get()
                .find(Filters.and(of(stream), MARK))
                .sort(Sorts.descending(Fields.VERSION))
                .projection(Projections.include(Fields.VERSION))
                .limit(1)
                .first();
        return mark == null ? 0 : version(mark);
    }

    /** Marks that the stream was deleted at this version, and removes its snapshots, and marks of lower versions. */
    void put(StreamId stream, Version version) {
        Bson place = Filters.and(of(stream), Filters.eq(Fields.VERSION, version.value()));
        RawBsonDocument mark = RawDocuments.document(writer -> {
            writer.writeString(Fields.STREAM, stream.toString());
            writer.writeInt64(Fields.VERSION, version.value());
            writer.writeDateTime(Fields.AT, Instant.now().toEpochMilli());
            writer.writeString(Fields.TOMBSTONE, LogDocument.DELETED);
        });
        try {
            snapshots.get().replaceOne(place, mark, UPSERT);
        } catch (MongoException error) {
            if (!Failures.isDuplicate(error)) {
                throw error;
            }
            // A snapshot of this version was saved meanwhile.
            snapshots.get().replaceOne(place, mark, UPSERT);
        }
        removeAllBut(stream, version);
    }

    /** Removes the stream's snapshots, but no mark of this version or a higher one. */
    void removeAllBut(StreamId stream, Version mark) {
        snapshots
                .get()
                .deleteMany(Filters.and(of(stream), Filters.or(NO_MARK, Filters.lt(Fields.VERSION, mark.value()))));
    }

    /** Removes what lies below a mark. */
    void removeBelow(StreamId stream, long mark) {
        snapshots.get().deleteMany(below(stream.toString(), mark));
    }

    /** Removes what lies below the marks of all streams; a pass over all snapshots. */
    void removeBelowAll() {
        List<DeleteManyModel<RawBsonDocument>> late = new ArrayList<>();
        try (MongoCursor<RawBsonDocument> marks = snapshots
                .get()
                .find(MARK)
                .projection(Projections.include(Fields.STREAM, Fields.VERSION))
                .batchSize(SlotLog.BATCH)
                .cursor()) {
            while (marks.hasNext()) {
                RawBsonDocument mark = marks.next();
                late.add(new DeleteManyModel<>(
                        below(mark.getString(Fields.STREAM).getValue(), version(mark))));
                if (late.size() == SlotLog.BATCH) {
                    snapshots.get().bulkWrite(late);
                    late.clear();
                }
            }
        }
        if (!late.isEmpty()) {
            snapshots.get().bulkWrite(late);
        }
    }

    private static long version(RawBsonDocument mark) {
        return mark.getNumber(Fields.VERSION).longValue();
    }

    private static Bson below(String stream, long mark) {
        return Filters.and(Filters.eq(Fields.STREAM, stream), Filters.lt(Fields.VERSION, mark));
    }

    private static Bson of(StreamId stream) {
        return Filters.eq(Fields.STREAM, stream.toString());
    }
}
