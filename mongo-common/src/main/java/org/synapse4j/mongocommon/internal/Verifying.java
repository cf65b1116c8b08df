package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.Deque;
import java.util.function.Consumer;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.Finding;
import org.synapse4j.mongocommon.Finding.Kind;
import org.synapse4j.mongocommon.Verification;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * Walks over all of a store and tells what is not as it should be: first the settings, then keys that are no slots, then the log by slot, with
 * each event, then each stream by version. Writes nothing, and holds a batch in memory. A part that failed goes on from where it came to.
 */
final class Verifying implements FetchingCursor.Source<Finding> {
    private static final Bson NO_NUMBER = Filters.not(Filters.type(Fields.SLOT, "number"));

    private final SlotLog log;
    private final CommitLayout layout;
    private final StoreCollections collections;
    private final SettledRecord record;

    private Part part = Part.SETTINGS;
    private final OpenCursor cursor = new OpenCursor();
    /** The last document that was looked at in this part. */
    private @Nullable LogDocument before;
    /** Up to which version the stream that is looked at says that it was removed. */
    private long removed;

    private long settled;
    private volatile Verification.Progress progress = new Verification.Progress(0, 0, 0, 0, 0);

    /** The parts that are looked at, in this order. */
    private enum Part {
        SETTINGS,
        KEYS,
        SLOTS,
        STREAMS,
        DONE;

        Part next() {
            return switch (this) {
                case SETTINGS -> KEYS;
                case KEYS -> SLOTS;
                case SLOTS -> STREAMS;
                case STREAMS, DONE -> DONE;
            };
        }
    }

    Verifying(SlotLog log, CommitLayout layout, StoreCollections collections, SettledRecord record) {
        this.log = log;
        this.layout = layout;
        this.collections = collections;
        this.record = record;
    }

    Verification.Progress progress() {
        return progress;
    }

    @Override
    public boolean fetch(Deque<Finding> ready, long left) {
        if (part == Part.SETTINGS) {
            collections.findings(ready::add);
            settled = record.read();
            progress = new Verification.Progress(0, log.tail(), 0, 0, 0);
            part = part.next();
            return true;
        }
        LogDocument document = cursor.next(this::open);
        if (document == null) {
            release();
            before = null;
            part = part.next();
            return part != Part.DONE;
        }
        switch (part) {
            case KEYS -> ready.add(odd(document));
            case SLOTS -> slot(document, ready::add);
            default -> version(document, ready::add);
        }
        return true;
    }

    @Override
    public void release() {
        cursor.release();
    }

    private LogDocuments open() {
        return switch (part) {
            case KEYS -> log.findAsIs(NO_NUMBER, Sorts.ascending(Fields.SLOT), SlotSearch.Part.WITHOUT_EVENTS);
            case SLOTS ->
                log.findAsIs(
                        before == null
                                ? Filters.gte(Fields.SLOT, Long.MIN_VALUE)
                                : Filters.gt(Fields.SLOT, progress.slot()),
                        Sorts.ascending(Fields.SLOT),
                        SlotSearch.Part.WHOLE);
            default ->
                log.findAsIs(
                        ofStreams(), Sorts.ascending(Fields.STREAM, Fields.VERSION), SlotSearch.Part.WITHOUT_EVENTS);
        };
    }

    private Bson ofStreams() {
        LogDocument last = before;
        return last == null
                ? Filters.gte(Fields.STREAM, "")
                : Filters.or(
                        Filters.gt(Fields.STREAM, last.stream()),
                        Filters.and(
                                Filters.eq(Fields.STREAM, last.stream()), Filters.gt(Fields.VERSION, last.version())));
    }

    private void slot(LogDocument document, Consumer<Finding> found) {
        if (document.isOdd()) {
            found.accept(odd(document));
        }
        if (!document.hasSlot()) {
            return;
        }
        LogDocument last = before;
        long next = last == null ? 1 : last.slot() + 1;
        if (document.slot() > next && document.slot() > settled + 1) {
            found.accept(new Finding(
                    Kind.MISSING_SLOT,
                    "Slots " + Math.max(next, settled + 1) + " to " + (document.slot() - 1) + " are free"));
        }
        requireWhole(last, document, found);
        before = document;
        long events = document.isOdd() ? 0 : events(document, found);
        Verification.Progress so = progress;
        progress = new Verification.Progress(
                document.slot(),
                Math.max(so.lastSlot(), document.slot()),
                so.events() + events,
                so.voids() + (document.isVoid() ? 1 : 0),
                so.tombstones() + (document.isTombstone() ? 1 : 0));
    }

    /** A commit that was passed has all of its documents, one behind the other. */
    private void requireWhole(@Nullable LogDocument last, LogDocument document, Consumer<Finding> found) {
        if (document.slot() > settled) {
            return;
        }
        boolean adjoins = last != null && last.slot() == document.slot() - 1;
        Descriptor begun = last == null || last.isVoid() || last.isUntold() ? null : last.descriptor();
        if (last != null && begun != null && begun.lastSlot() > last.slot() && !(adjoins && isOf(document, begun))) {
            found.accept(torn(begun, last.slot() + 1));
        }
        if (!document.isVoid() && !document.isUntold()) {
            Descriptor commit = document.descriptor();
            if (commit.first() < document.slot()
                    && !(adjoins && last != null && isOf(last, commit))
                    && !commit.equals(begun)) {
                found.accept(torn(commit, document.slot() - 1));
            }
        }
    }

    private static boolean isOf(LogDocument document, Descriptor commit) {
        return document.isOf(commit) || document.isUntold();
    }

    private static Finding torn(Descriptor commit, long slot) {
        return new Finding(Kind.TORN_COMMIT, "Commit " + commit.id() + " lacks its document in slot " + slot);
    }

    private long events(LogDocument document, Consumer<Finding> found) {
        long count = 0;
        for (StoredSerializedEvent event : document.events(layout)) {
            count++;
            try {
                event.event().payload().value();
            } catch (SynapseException unreadable) {
                found.accept(new Finding(
                        Kind.UNREADABLE_EVENT,
                        "The event at version " + event.version() + " of stream " + event.stream() + ", position "
                                + event.position() + ". " + unreadable.getMessage()));
            }
        }
        return count;
    }

    private void version(LogDocument document, Consumer<Finding> found) {
        if (document.isOdd()) {
            return;
        }
        LogDocument last = before;
        boolean same = last != null && last.streamId().equals(document.streamId());
        long next = same && last != null ? last.last() + 1 : 1;
        if (document.version() > next && !(same && last != null && last.isTombstone())) {
            found.accept(new Finding(
                    Kind.MISSING_VERSION,
                    "Stream " + document.stream() + " lacks versions " + next + " to " + (document.version() - 1)));
        }
        removed = same ? removed : document.removedUntil();
        if (document.version() <= removed && !document.isTombstone()) {
            found.accept(new Finding(
                    Kind.HIDDEN_EVENTS,
                    "Stream " + document.stream() + " is said to be removed up to version " + removed
                            + ", and has events from version " + document.version() + " to " + document.last()));
        }
        before = document;
    }

    private static Finding odd(LogDocument document) {
        return new Finding(Kind.ODD_DOCUMENT, String.valueOf(document.odd().getMessage()));
    }
}
