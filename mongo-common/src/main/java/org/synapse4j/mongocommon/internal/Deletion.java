package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * Removes events and leaves tombstones in their slots. A tombstone keeps stream and versions where the index sees them, so that a
 * writer who has slept for long finds them taken. A removal that is cut short has removed the oldest events; called again, it
 * goes on (ADR 6). How far it came, it marks on the stream's first tombstone, for who reads or removes later (ADR 40). Thread-safe.
 */
final class Deletion implements StreamDeletion {
    private static final int AT_A_TIME = 500;

    /** A removal that is cut short has so much to walk over again when it is repeated. */
    private static final int MARKED_AT_A_TIME = 10_000;

    private final SlotLog log;
    private final Heads heads;
    private final MongoSnapshots snapshots;
    private final Calls calls;

    Deletion(SlotLog log, Heads heads, MongoSnapshots snapshots, Calls calls) {
        this.log = log;
        this.heads = heads;
        this.snapshots = snapshots;
        this.calls = calls;
    }

    @Override
    public void truncate(StreamId stream, Version before) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(before, "before");
        run("truncate of " + stream, deadline -> {
            StreamHead head = heads.peek(stream);
            long below = Math.min(before.value(), head.version().value() + 1);
            remove(below, LogDocument.TRUNCATED, head, deadline);
        });
    }

    @Override
    public void delete(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        run("delete of " + stream, deadline -> {
            StreamHead head = heads.peek(stream);
            snapshots.removeAll(stream, head.version());
            remove(head.version().value() + 1, LogDocument.DELETED, head, deadline);
        });
    }

    private void run(String call, Consumer<Deadline> body) {
        Deadline deadline = calls.begin();
        try {
            Failures.run(call, deadline, () -> body.accept(deadline));
        } catch (StorageUnavailableException over) {
            throw new StorageUnavailableException(
                    "The " + call
                            + " was not done when the deadline was over. The oldest of its events may be gone, the others are there;"
                            + " call it again, and it goes on from there. " + over.getMessage(),
                    over);
        }
    }

    /**
     * Replaces what lies below the version; all of it, also where a primary that is new shows less of the stream at first than the one that
     * told the head. A stream that was pruned lacks versions for good: there the head has to be shown before the look at the rest.
     */
    private void remove(long below, String reason, StreamHead head, Deadline deadline) {
        boolean shown = false;
        while (removedUpTo(below, reason, head) < below - 1 && !shown) {
            shown = log.lastOf(head.stream().toString())
                    .filter(last -> last.last() >= head.version().value())
                    .isPresent();
            if (!shown && deadline.isOver()) {
                throw new StorageUnavailableException(
                        "The server did not show all of stream " + head.stream() + ".", null);
            } else if (!shown) {
                deadline.pause(20, "removal from stream " + head.stream());
            }
        }
    }

    /** Replaces what is shown below the version, oldest first, so that the last document falls last; up to which version it was shown. */
    private long removedUpTo(long below, String reason, StreamHead head) {
        String stream = head.stream().toString();
        Optional<LogDocument> first = log.firstOfStream(stream);
        long marked = first.map(LogDocument::removedUntil).orElse(0L);
        long from = marked + 1;
        if (reason.equals(LogDocument.DELETED) && marked >= head.version().value()) {
            from = log.floorOf(stream, head.version().value())
                    .map(LogDocument::version)
                    .orElse(from);
        }
        if (from >= below) {
            return marked;
        }
        Bson within = Filters.and(
                Filters.eq(Fields.STREAM, stream),
                Filters.gte(Fields.VERSION, from),
                Filters.lt(Fields.VERSION, below));
        List<WriteModel<RawBsonDocument>> replacements = new ArrayList<>();
        long reached = marked;
        long removed = marked;
        try (LogDocuments cursor = log.findOfStream(within, Sorts.ascending(Fields.VERSION))) {
            while (cursor.hasNext()) {
                LogDocument document = cursor.next().readable();
                boolean isCut = document.last() >= below && !document.isTombstone();
                Optional<LogDocument> shown = isCut ? whole(document) : Optional.of(document);
                if (shown.isPresent()) {
                    replacement(shown.get(), below, reason, head).ifPresent(replacements::add);
                    reached = document.last();
                }
                removed = isCut ? removed : document.last();
                if (replacements.size() == AT_A_TIME) {
                    log.replace(replacements);
                    replacements.clear();
                    marked = mark(first, marked, removed, MARKED_AT_A_TIME);
                }
            }
        }
        log.replace(replacements);
        mark(first, marked, removed, 1);
        return reached;
    }

    /** Raises the mark by that much or more; only now, since what it tells has to be with the majority. Returns how far the mark is. */
    private long mark(Optional<LogDocument> first, long marked, long removed, long least) {
        if (first.isEmpty() || removed - marked < least) {
            return marked;
        }
        log.mark(first.get(), removed);
        return removed;
    }

    /** The document with its events; another call may have removed all of them meanwhile. */
    private Optional<LogDocument> whole(LogDocument document) {
        return log.range(document.slot(), document.slot()).stream().findFirst();
    }

    /** The replacement of a document; nothing where it is removed already. */
    private static Optional<WriteModel<RawBsonDocument>> replacement(
            LogDocument document, long below, String reason, StreamHead head) {
        boolean isHead = document.last() == head.version().value();
        boolean done = document.isTombstone() && !(isHead && reason.equals(LogDocument.DELETED));
        if (done || document.isDeleted()) {
            return Optional.empty();
        }
        return Optional.of(
                document.last() < below
                        ? SlotLog.tombstone(document, reason)
                        : SlotLog.withoutFirst(document, (int) (below - document.version())));
    }
}
