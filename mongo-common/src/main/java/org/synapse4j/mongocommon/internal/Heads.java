package org.synapse4j.mongocommon.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * Where streams end: proof that a version is the end of a committed commit, which an append at the next version needs (ADR 16). Remembers
 * what this process has seen, a bounded number of streams. A remembered head may be old, which the index on stream and version
 * then tells; it was the end of a committed commit all the same. Thread-safe.
 */
final class Heads {
    private static final int REMEMBERED = 20_000;

    private final SlotLog log;
    private final CommitLayout layout;
    private final Judge judge;
    private final Map<StreamId, Remembered> seen = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Remembered> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * A head that was proven.
     *
     * @param head the head
     * @param slot the last slot of the commit that made it: an append after it takes slots above, so that the feed keeps the order
     *     of the stream
     */
    record Seen(StreamHead head, long slot) {
        static Seen absent(StreamId stream) {
            return new Seen(StreamHead.absent(stream), 0);
        }
    }

    /** A head, and when it was proven. */
    private record Remembered(Seen seen, long at) {}

    Heads(SlotLog log, CommitLayout layout, Judge judge) {
        this.log = log;
        this.layout = layout;
        this.judge = judge;
    }

    /** The head as it was seen last, if it is remembered, and not too old. */
    @Nullable
    Seen remembered(StreamId stream) {
        synchronized (seen) {
            Remembered known = seen.get(stream);
            return known == null || System.nanoTime() - known.at > SlotLog.TRUSTED_NANOS ? null : known.seen;
        }
    }

    /** Remembers a head, unless a later one is remembered already. */
    void remember(StreamHead head, long slot) {
        synchronized (seen) {
            seen.merge(
                    head.stream(),
                    new Remembered(new Seen(head, slot), System.nanoTime()),
                    (old, now) -> now.seen.head.version().compareTo(old.seen.head.version()) >= 0 ? now : old);
        }
    }

    /** Forgets all heads: they were of another store. */
    void forget() {
        synchronized (seen) {
            seen.clear();
        }
    }

    /** The head as it is now; a commit in flight there is waited for, or fenced. */
    Seen read(StreamId stream, Deadline deadline) {
        while (true) {
            Optional<LogDocument> last = log.lastOf(stream.toString());
            if (last.isEmpty()) {
                return Seen.absent(stream);
            }
            Descriptor commit = last.get().descriptor();
            Optional<StreamHead> head = last.get().isSurelyCommitted()
                    ? Optional.of(last.get().head(layout))
                    : judge.decide(commit, deadline).map(documents -> end(stream, documents));
            if (head.isPresent()) {
                remember(head.get(), commit.lastSlot());
                return new Seen(head.get(), commit.lastSlot());
            }
        }
    }

    /**
     * The head as readers see it now: what is in flight is not there yet. Changes nothing.
     *
     * <p>A commit that is not committed when it is looked at is passed by for good, lest one goes to and fro between two of which neither
     * is. What is found below was the head only if no commit that was passed by had been committed by then: so they are looked at once more.
     */
    StreamHead peek(StreamId stream) {
        List<Descriptor> passed = new ArrayList<>();
        Optional<LogDocument> last = log.lastOf(stream.toString());
        while (last.isPresent()) {
            LogDocument document = last.get();
            Optional<StreamHead> head = document.isSurelyCommitted()
                    ? Optional.of(document.head(layout))
                    : committedEnd(stream, document.descriptor());
            if (head.isPresent()) {
                return latest(head.get(), passed);
            }
            passed.add(document.descriptor());
            last = log.lastOf(stream.toString(), passed);
        }
        return latest(StreamHead.absent(stream), passed);
    }

    /** This head, or the end of one of these commits that lies above it and is committed now. */
    private StreamHead latest(StreamHead found, List<Descriptor> passed) {
        StreamHead latest = found;
        for (Descriptor commit : passed) {
            Optional<StreamHead> end = committedEnd(found.stream(), commit);
            if (end.isPresent() && end.get().version().compareTo(latest.version()) > 0) {
                latest = end.get();
            }
        }
        return latest;
    }

    /** Where a commit ends in a stream, if it is committed now. */
    private Optional<StreamHead> committedEnd(StreamId stream, Descriptor commit) {
        List<LogDocument> inRange = log.rangeWithoutEvents(commit.first(), commit.lastSlot());
        return SlotLog.state(commit, inRange) == CommitState.COMMITTED
                ? Optional.of(end(stream, inRange))
                : Optional.empty();
    }

    /** Where a committed commit ends in a stream: however little of it was there when it was found, by now these are its documents. */
    private StreamHead end(StreamId stream, List<LogDocument> committed) {
        return committed.stream()
                .filter(document -> document.isIn(stream))
                .reduce((earlier, later) -> later)
                .map(document -> document.head(layout))
                .orElseThrow();
    }
}
