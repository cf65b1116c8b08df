package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.mongocommon.documents.Documents;
import org.synapse4j.mongocommon.documents.Elements;
import org.synapse4j.mongocommon.documents.EventBson;
import org.synapse4j.mongocommon.documents.EventFields;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.JsonForm;
import org.synapse4j.mongocommon.documents.RawDocuments;

/**
 * Snapshots in a collection of their own, several of a stream: {@code {stream, version, type, revision, at, payload, metadata}},
 * unique by stream and version; beside them the {@linkplain SnapshotMarks marks} of deletions. Thread-safe.
 */
final class MongoSnapshots implements SnapshotStorage {
    private static final Logger LOG = LoggerFactory.getLogger(MongoSnapshots.class);

    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private static final Bson VERSION_AND_TIME = Projections.include(Fields.VERSION, Fields.AT, Fields.NANOS);

    private final Supplier<MongoCollection<RawBsonDocument>> snapshots;
    private final SnapshotMarks marks;
    private final StorageLimits limits;
    private final Calls calls;

    MongoSnapshots(MongoCollection<RawBsonDocument> snapshots, StorageLimits limits, Calls calls) {
        this.snapshots = TimeLeft.of(snapshots);
        this.marks = new SnapshotMarks(this.snapshots);
        this.limits = limits;
        this.calls = calls;
    }

    @Override
    public void save(SerializedSnapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        limits.check(snapshot);
        RawBsonDocument document = document(snapshot);
        calls.run("save of a snapshot", () -> {
            long mark = marks.lastOf(snapshot.stream());
            if (snapshot.version().value() > mark) {
                put(snapshot, document);
            }
            if (mark > 0) {
                marks.removeBelow(snapshot.stream(), mark);
            }
        });
    }

    private void put(SerializedSnapshot snapshot, RawBsonDocument document) {
        Bson place = at(snapshot.stream(), snapshot.version());
        try {
            snapshots.get().replaceOne(place, document, UPSERT);
        } catch (MongoException error) {
            if (!Failures.isDuplicate(error)) {
                throw error;
            }
            // Two first saves of one version met, and the other one's document is there now, to be replaced; or a
            // deletion's mark is.
            snapshots.get().replaceOne(place, document);
        }
    }

    /** Removes all snapshots of a stream that is deleted at this version, and sees to it that late ones are not read. */
    void removeAll(StreamId stream, Version deletedAt) {
        if (deletedAt.equals(Version.NONE)) {
            marks.removeAllBut(stream, deletedAt);
        } else {
            marks.put(stream, deletedAt);
        }
    }

    /** Removes what was saved late, of all streams. */
    void prune() {
        calls.run("pruning snapshots", marks::removeBelowAll);
    }

    @Override
    public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(atMost, "at most");
        return calls.get(
                "read of a snapshot",
                () -> Optional.ofNullable(snapshots
                                .get()
                                .find(SnapshotMarks.upTo(stream, atMost))
                                .sort(Sorts.descending(Fields.VERSION))
                                .limit(1)
                                .first())
                        .filter(found -> !SnapshotMarks.isMark(found))
                        .flatMap(found -> snapshot(stream, found)));
    }

    @Override
    public void delete(StreamId stream, SnapshotBounds bounds) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(bounds, "bounds");
        calls.run("delete of snapshots", () -> {
            Bson versions = Filters.and(
                    SnapshotMarks.NO_MARK,
                    Filters.eq(Fields.STREAM, stream.toString()),
                    Filters.gte(Fields.VERSION, bounds.from().value()),
                    Filters.lte(Fields.VERSION, bounds.to().value()));
            if (bounds.equals(SnapshotBounds.all())) {
                snapshots.get().deleteMany(versions);
                return;
            }
            List<Long> gone = new ArrayList<>();
            try (MongoCursor<RawBsonDocument> cursor = snapshots
                    .get()
                    .find(versions)
                    .projection(VERSION_AND_TIME)
                    .batchSize(SlotLog.BATCH)
                    .cursor()) {
                cursor.forEachRemaining(found -> version(stream, found)
                        .filter(version -> bounds.include(version, fields(found).time()))
                        .ifPresent(version -> gone.add(version.value())));
            }
            snapshots
                    .get()
                    .deleteMany(Filters.and(
                            SnapshotMarks.NO_MARK,
                            Filters.eq(Fields.STREAM, stream.toString()),
                            Filters.in(Fields.VERSION, gone)));
        });
    }

    private static Bson at(StreamId stream, Version version) {
        return Filters.and(
                Filters.eq(Fields.STREAM, stream.toString()),
                Filters.eq(Fields.VERSION, version.value()),
                SnapshotMarks.NO_MARK);
    }

    private static RawBsonDocument document(SerializedSnapshot snapshot) {
        RawBsonDocument document = document(snapshot, JsonForm.NATIVE);
        if (RawDocuments.bytes(document) <= Documents.MOST_BYTES) {
            return document;
        }
        RawBsonDocument raw = document(snapshot, JsonForm.RAW);
        if (RawDocuments.bytes(raw) > Documents.MOST_BYTES) {
            throw new TooLargeException(
                    "the document of the snapshot at version " + snapshot.version(),
                    snapshot.stream(),
                    RawDocuments.bytes(raw),
                    Documents.MOST_BYTES,
                    "bytes");
        }
        return raw;
    }

    private static RawBsonDocument document(SerializedSnapshot snapshot, JsonForm form) {
        return RawDocuments.document(writer -> {
            writer.writeString(Fields.STREAM, snapshot.stream().toString());
            writer.writeInt64(Fields.VERSION, snapshot.version().value());
            EventBson.writeDescription(writer, snapshot.type(), snapshot.revision(), snapshot.time());
            EventBson.writePayload(writer, snapshot.payload(), form);
            EventBson.writeMetadata(writer, snapshot.metadata());
        });
    }

    private static Optional<SerializedSnapshot> snapshot(StreamId stream, RawBsonDocument found) {
        return version(stream, found).map(version -> fields(found).snapshot(stream, version));
    }

    /** Its version; nothing where that cannot be read: a snapshot only saves time. */
    private static Optional<Version> version(StreamId stream, RawBsonDocument found) {
        try {
            for (Elements fields = Elements.of(found); fields.next(); ) {
                if (fields.name().equals(Fields.VERSION)) {
                    return Optional.of(Version.of(fields.integer(1, Long.MAX_VALUE)));
                }
            }
        } catch (RuntimeException odd) {
            LOG.warn("A snapshot of stream {} counts as absent, as its version cannot be read", stream, odd);
        }
        return Optional.empty();
    }

    private static EventFields fields(RawBsonDocument found) {
        EventFields rest = new EventFields();
        try {
            for (Elements fields = Elements.of(found); fields.next(); ) {
                rest.take(fields.name(), fields);
            }
        } catch (RuntimeException error) {
            rest.fail(error);
        }
        return rest;
    }
}
