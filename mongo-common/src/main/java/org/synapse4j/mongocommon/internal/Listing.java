package org.synapse4j.mongocommon.internal;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.LogDocument;

/** The streams that there are, a page of heads at a time, from the last name down to the first (ADR 27). Thread-safe. */
final class Listing implements StreamListing {
    private final SlotLog log;
    private final StreamEnds ends;
    private final Heads heads;
    private final CommitLayout layout;
    private final Calls calls;

    Listing(SlotLog log, StreamEnds ends, Heads heads, CommitLayout layout, Calls calls) {
        this.log = log;
        this.ends = ends;
        this.heads = heads;
        this.layout = layout;
        this.calls = calls;
    }

    @Override
    public Cursor<StreamHead> list() {
        return cursor(new StreamEnds.Names("", null));
    }

    @Override
    public Cursor<StreamHead> list(String category) {
        return cursor(StreamEnds.Names.of(Objects.requireNonNull(category, "category")));
    }

    @Override
    public Cursor<StreamHead> listAfter(StreamId after) {
        Objects.requireNonNull(after, "after");
        return cursor(new StreamEnds.Names(SlotLog.firstOf(after.category()), after.toString()));
    }

    @Override
    public long count(String category) {
        Walk walk = new Walk(StreamEnds.Names.of(Objects.requireNonNull(category, "category")));
        String call = "count of the streams of " + category;
        Deadline deadline = calls.begin();
        long count = 0;
        while (!walk.ended) {
            if (deadline.isOver()) {
                throw new StorageUnavailableException(
                        "The deadline was over when " + count + " streams of " + category + " were counted.", null);
            }
            count += Failures.persist(call, deadline, walk::next).size();
        }
        return count;
    }

    private Cursor<StreamHead> cursor(StreamEnds.Names names) {
        calls.begin();
        return new FetchingCursor<>("the streams", new Walk(names), Long.MAX_VALUE, calls);
    }

    /** A way down the names. For one thread at a time. */
    private final class Walk implements FetchingCursor.Source<StreamHead> {
        private StreamEnds.Names left;
        private boolean ended;

        Walk(StreamEnds.Names names) {
            this.left = names;
        }

        @Override
        public boolean fetch(Deque<StreamHead> ready, long wanted) {
            ready.addAll(next());
            return !ended;
        }

        /** The heads on the next page, of those streams that exist: perhaps none. */
        List<StreamHead> next() {
            List<StreamEnds.End> page = ends.page(left);
            List<StreamHead> found = existing(page);
            ended = page.size() < StreamEnds.PAGE;
            if (!ended) {
                left = left.below(page.get(page.size() - 1).stream());
            }
            return found;
        }

        @Override
        public void release() {
            // Between two pages the server holds nothing.
        }
    }

    private List<StreamHead> existing(List<StreamEnds.End> page) {
        List<String> unproven = page.stream()
                .filter(end -> !isOdd(end) && proof(end).isEmpty())
                .map(StreamEnds.End::stream)
                .toList();
        Map<String, LogDocument> proven = unproven.isEmpty() ? Map.of() : ends.proven(unproven);
        List<StreamHead> existing = new ArrayList<>();
        for (StreamEnds.End end : page) {
            try {
                StreamHead head = head(end, proven);
                if (head.exists()) {
                    existing.add(head);
                }
            } catch (OddDocumentException odd) {
                log.passOver(end.stream(), odd);
            }
        }
        return existing;
    }

    private StreamHead head(StreamEnds.End end, Map<String, LogDocument> proven) {
        end.last().ifPresent(LogDocument::readable);
        return proof(end)
                .or(() -> Optional.ofNullable(proven.get(end.stream())))
                .map(document -> document.head(layout))
                .orElseGet(() -> heads.peek(StreamId.parse(end.stream())));
    }

    private static boolean isOdd(StreamEnds.End end) {
        return end.last().filter(LogDocument::isOdd).isPresent();
    }

    private static Optional<LogDocument> proof(StreamEnds.End end) {
        return end.last().filter(document -> !document.isOdd() && document.isSurelyCommitted());
    }
}
