package org.synapse4j.mongocommon.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;

/**
 * Where streams end: proof that a version is the end of a committed commit, which an append at the next version needs. Remembers
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

    /** The head as it is now; a commit in flight there is waited for, or fenced. */
    Seen read(StreamId stream, Deadline deadline) {
        while (true) {
            Optional<LogDocument> last = log.lastOf(stream.toString());
            if (last.isEmpty()) {
                return Seen.absent(stream);
            }
            LogDocument document = last.get();
            if (document.isSurelyCommitted() || judge.decide(document.descriptor(), deadline)) {
                StreamHead head = document.head(layout);
                long slot = document.descriptor().lastSlot();
                remember(head, slot);
                return new Seen(head, slot);
            }
        }
    }

    /** The head as readers see it now: what is in flight is not there yet. Changes nothing. */
    StreamHead peek(StreamId stream) {
        Optional<LogDocument> last = log.lastOf(stream.toString());
        while (last.isPresent()) {
            LogDocument document = last.get();
            if (document.isSurelyCommitted() || log.state(document.descriptor()) == CommitState.COMMITTED) {
                return document.head(layout);
            }
            last = log.before(document);
        }
        return StreamHead.absent(stream);
    }
}
