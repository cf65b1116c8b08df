package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Direction;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MissingVersionException;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * Reads a stream. Of a commit documents are delivered once its last one was seen (ADR 22), which is looked for where it does not lie among those that are at
 * hand, or when its versions are proven to be committed since before they were read; what is in flight or aborted at the end of the
 * stream is not there.
 */
final class StreamEvents implements FetchingCursor.Source<StoredSerializedEvent> {
    private static final int INTERRUPTED_DUE_TO_REPL_STATE_CHANGE = 11602;

    private final SlotLog log;
    private final CommitLayout layout;
    private final Heads heads;
    private final SameStore same;
    private final StreamRead read;
    private final boolean forwards;

    private final List<LogDocument> commit = new ArrayList<>();
    private final StreamPages pages;

    /** The commit whose last document was seen last. */
    private @Nullable Descriptor committed;

    /** The highest version that was delivered. */
    private long top;

    /** The document that was delivered last. */
    private @Nullable LogDocument delivered;

    /** Up to this version all is committed, and was before this cursor read it. */
    private long proven;
    /** Whether that was proven just now, so before what is opened next. */
    private boolean provenNow;
    /** Whether that was proven just before what is open was opened. */
    private boolean provenHere;
    /** The lowest version still wanted forwards, the highest backwards. */
    private long bound;
    /** Up to which version the stream was removed, as its first document told; -1 while that was not looked at. */
    private long removed = -1;

    StreamEvents(SlotLog log, CommitLayout layout, Heads heads, SameStore same, StreamRead read) {
        this.log = log;
        this.layout = layout;
        this.heads = heads;
        this.same = same;
        this.read = read;
        this.forwards = read.direction() == Direction.FORWARDS;
        this.pages =
                new StreamPages(log, forwards ? Sorts.ascending(Fields.VERSION) : Sorts.descending(Fields.VERSION));
        this.bound = forwards ? read.from().value() : read.to().value();
        Heads.Seen remembered = heads.remembered(read.stream());
        this.proven = remembered == null ? 0 : remembered.head().version().value();
    }

    /** Makes the events of the next commit ready, or finds the end. */
    @Override
    public boolean fetch(Deque<StoredSerializedEvent> ready, long left) {
        commit.clear();
        for (LogDocument document = peek(left); document != null; document = peek(left)) {
            if (!commit.isEmpty()
                    && (document.isOdd() || !document.isOf(commit.get(0).descriptor()))) {
                break;
            }
            if (document.isOdd()) {
                throw missing(document);
            }
            commit.add(pages.take());
            if (isCommitted(document)) {
                break;
            }
        }
        if (commit.isEmpty()) {
            requireBottom();
            requireSeen();
            return false;
        }
        if (commit.get(0).descriptor().equals(committed) || isProven()) {
            LogDocument end = deliver(ready);
            return !end.isTombstone() || isFollowed(end);
        }
        return prove();
    }

    /**
     * Whether something may come behind a tombstone. The oldest events are removed first, so nothing does on the way back; on the way forth, where all
     * of a page was removed, the mark on the stream's first document tells where to go on (ADR 40).
     */
    private boolean isFollowed(LogDocument tombstone) {
        if (forwards && tombstone.version() == 1) {
            removed = tombstone.removedUntil();
        }
        if (forwards && !pages.isAtHand()) {
            if (removed < 0) {
                removed = log.firstOfStream(read.stream().toString())
                        .map(LogDocument::removedUntil)
                        .orElse(0L);
            }
            if (removed > tombstone.last()) {
                bound = removed + 1;
                committed = null;
                pages.turn();
            }
        }
        return forwards && bound <= read.to().value();
    }

    /** Whether its commit's last document was seen: itself, one that was read before, or one that is looked for now. */
    private boolean isCommitted(LogDocument document) {
        Descriptor of = document.descriptor();
        boolean seen =
                of.equals(committed) || document.isSurelyCommitted() || (!pages.isAtHand() && log.showsLastOf(of));
        if (seen) {
            committed = of;
        }
        return seen;
    }

    /** So are all documents up to there: what is left of an aborted commit lies beyond the head. */
    private boolean isProven() {
        return highest() <= proven && (provenHere || !isShort());
    }

    /** Whether less is there than was proven some time ago: a new primary may not show all of it for a moment. */
    private boolean isShort() {
        boolean atEnd = !forwards || !pages.isAhead();
        return atEnd && highest() < Math.min(proven, forwards ? read.to().value() : bound);
    }

    private long highest() {
        return Math.max(commit.get(0).last(), commit.get(commit.size() - 1).last());
    }

    /** Looks where the stream ends, and reads the commit again, or goes round it; false if nothing is left behind it. */
    private boolean prove() {
        long head = heads.peek(read.stream()).version().value();
        if (head < proven) {
            same.require();
        }
        if (highest() <= head) {
            proven = head;
            release();
            provenNow = true;
            return true;
        }
        if (forwards) {
            return false;
        }
        bound = Math.min(bound, head);
        release();
        return bound >= read.from().value();
    }

    /** Makes the commit's events ready, of those documents that are at hand; returns the last of these. */
    private LogDocument deliver(Deque<StoredSerializedEvent> ready) {
        long lowest = forwards ? bound : read.from().value();
        long upper = forwards ? read.to().value() : bound;
        for (LogDocument document : commit) {
            requireAdjoining(document);
            List<StoredSerializedEvent> events = new ArrayList<>(document.events(layout));
            events.removeIf(
                    event -> event.version().value() < lowest || event.version().value() > upper);
            if (!forwards) {
                Collections.reverse(events);
            }
            ready.addAll(events);
        }
        LogDocument end = commit.get(commit.size() - 1);
        top = Math.max(top, highest());
        bound = forwards ? end.last() + 1 : end.version() - 1;
        return end;
    }

    /**
     * Fails where a version is missing between this document and the one that was delivered before it, or before the first. What was pruned lies
     * behind a tombstone: the oldest events are removed first, and the first document of a stream stays.
     */
    private void requireAdjoining(LogDocument document) {
        LogDocument before = delivered;
        if (before != null && forwards) {
            requireNoHole(before, document);
        } else if (before != null) {
            requireNoHole(document, before);
        } else if (forwards && document.version() > bound) {
            requireNoHole(below(document), document);
        }
        delivered = document;
    }

    /** Fails where a version is missing right below what was delivered last of a read backwards, and is wanted. */
    private void requireBottom() {
        LogDocument lowest = delivered;
        if (!forwards
                && lowest != null
                && !lowest.isTombstone()
                && lowest.version() > Math.max(1, read.from().value())) {
            requireNoHole(below(lowest), lowest);
        }
    }

    /** Where less is there than was known to be, it may be another store; else a new primary does not show all of it for a moment. */
    private void requireSeen() {
        long wanted = Math.min(proven, read.to().value());
        long shown = forwards ? bound - 1 : top;
        if (shown < wanted && wanted >= read.from().value()) {
            same.require();
        }
    }

    private @Nullable LogDocument below(LogDocument document) {
        return log.floorOf(read.stream().toString(), document.version() - 1).orElse(null);
    }

    private void requireNoHole(@Nullable LogDocument lower, LogDocument upper) {
        long next = lower == null ? 1 : lower.last() + 1;
        if (upper.version() > next && (lower == null || !lower.isTombstone())) {
            throw new MissingVersionException(read.stream(), Version.of(next), null);
        }
    }

    private MissingVersionException missing(LogDocument odd) {
        long next = forwards ? bound : Math.max(1, delivered == null ? 1 : delivered.version() - 1);
        return new MissingVersionException(read.stream(), Version.of(odd.versionOr(next)), odd.odd());
    }

    private @Nullable LogDocument peek(long left) {
        return pages.peek(this::rest, left);
    }

    /** A part of a commit may have been delivered: a new primary has to show all of it before the rest is read. */
    private void requireShown() {
        Descriptor begun = committed;
        if (begun != null && begun.size() > 1 && !log.showsLastOf(begun)) {
            throw new MongoException(
                    INTERRUPTED_DUE_TO_REPL_STATE_CHANGE,
                    "The server does not show all yet of what was seen of " + begun);
        }
    }

    /** Matches what was not taken yet. Forwards, what lies behind the first document that was taken begins where another one ended. */
    private Bson rest() {
        requireShown();
        provenHere = provenNow;
        provenNow = false;
        String stream = read.stream().toString();
        LogDocument taken = commit.isEmpty() ? null : commit.get(commit.size() - 1);
        long lowest = !forwards ? read.from().value() : taken == null ? bound : taken.last() + 1;
        long highest = forwards ? read.to().value() : taken == null ? bound : taken.version() - 1;
        boolean mayBeginBelow = lowest > 1
                && layout.holdsList()
                && !(forwards && lowest > read.from().value());
        if (mayBeginBelow) {
            lowest = firstOf(stream, lowest);
        }
        return Filters.and(
                Filters.eq(Fields.STREAM, stream),
                Filters.gte(Fields.VERSION, lowest),
                Filters.lte(Fields.VERSION, highest));
    }

    /**
     * A version at which a document begins, and this one or one before it has the version that is wanted, whatever lands from now on: the
     * document that holds it, or else what follows the last committed one below. Of a commit that is not known to be committed, the
     * first document: another that takes its place begins there too.
     */
    private long firstOf(String stream, long version) {
        Optional<LogDocument> floor = log.floorOf(stream, version);
        while (floor.isPresent()) {
            LogDocument document = floor.get();
            if (document.isSurelyCommitted() || document.last() <= proven) {
                return document.last() < version ? document.last() + 1 : document.version();
            }
            Optional<LogDocument> first = log.firstOf(stream, document.descriptor());
            if (first.isPresent()) {
                return first.get().version();
            }
            floor = log.floorOf(stream, version);
        }
        return 1;
    }

    @Override
    public void release() {
        pages.release();
    }
}
