package org.synapse4j.mongocommon.internal;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StreamDeletion;

/**
 * Removes events and leaves tombstones in their slots. A tombstone keeps stream and versions where the index sees them, so that a
 * writer who has slept for long finds them taken. A removal that is cut short has removed the oldest events; called again, it
 * goes on. Thread-safe.
 */
final class Deletion implements StreamDeletion {
    private static final int AT_A_TIME = 500;

    private final SlotLog log;
    private final Heads heads;
    private final SnapshotStorage snapshots;
    private final Calls calls;

    Deletion(SlotLog log, Heads heads, SnapshotStorage snapshots, Calls calls) {
        this.log = log;
        this.heads = heads;
        this.snapshots = snapshots;
        this.calls = calls;
    }

    @Override
    public void truncate(StreamId stream, Version before) {
        calls.run("truncate of " + stream, () -> {
            StreamHead head = heads.peek(stream);
            long below = Math.min(before.value(), head.version().value() + 1);
            remove(stream, below, LogDocument.TRUNCATED, head);
        });
    }

    @Override
    public void delete(StreamId stream) {
        snapshots.delete(stream, SnapshotBounds.all());
        calls.run("delete of " + stream, () -> {
            StreamHead head = heads.peek(stream);
            remove(stream, head.version().value() + 1, LogDocument.DELETED, head);
        });
    }

    /** Replaces what lies below the version, oldest first, so that the last document falls last. */
    private void remove(StreamId stream, long below, String reason, StreamHead head) {
        Bson within = Filters.and(Filters.eq(Fields.STREAM, stream.toString()), Filters.lt(Fields.VERSION, below));
        List<WriteModel<RawBsonDocument>> replacements = new ArrayList<>();
        try (MongoCursor<RawBsonDocument> cursor = log.find(within, Sorts.ascending(Fields.VERSION), false)) {
            while (cursor.hasNext()) {
                LogDocument document = LogDocument.of(cursor.next());
                boolean isHead = document.last() == head.version().value();
                boolean done = document.isTombstone() && !(isHead && reason.equals(LogDocument.DELETED));
                if (done || document.isDeleted()) {
                    continue;
                }
                replacements.add(
                        document.last() < below ? SlotLog.tombstone(document, reason) : withoutFirst(document, below));
                if (replacements.size() == AT_A_TIME) {
                    log.replace(replacements);
                    replacements.clear();
                }
            }
        }
        log.replace(replacements);
    }

    private WriteModel<RawBsonDocument> withoutFirst(LogDocument document, long below) {
        Optional<LogDocument> whole =
                log.range(document.slot(), document.slot(), true).stream().findFirst();
        return SlotLog.withoutFirst(whole.orElse(document), (int) (below - document.version()));
    }
}
