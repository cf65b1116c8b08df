package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.StreamStorage;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.EncodedCommit;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/** Appends and reads of streams, in whatever layout. Thread-safe. */
final class EventLog implements StreamStorage, StreamListing {
    private final SlotLog log;
    private final CommitLayout layout;
    private final int headBytes;
    private final Judge judge;
    private final Heads heads;
    private final GroupCommit groupCommit;
    private final Conditions conditions;
    private final Calls calls;

    EventLog(
            SlotLog log,
            CommitLayout layout,
            Judge judge,
            Heads heads,
            GroupCommit groupCommit,
            Conditions conditions,
            Calls calls) {
        this.log = log;
        this.layout = layout;
        this.headBytes = EncodedCommit.headBytes(layout);
        this.judge = judge;
        this.heads = heads;
        this.groupCommit = groupCommit;
        this.conditions = conditions;
        this.calls = calls;
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        Deadline deadline = calls.begin();
        EncodedCommit encoded = EncodedCommit.of(commit, layout, headBytes);
        return commit.events().isEmpty() ? onlyJudge(encoded, deadline) : groupCommit.append(encoded, deadline);
    }

    @Override
    public Optional<AppendResult> find(CommitId id) {
        Objects.requireNonNull(id, "commit id");
        Deadline deadline = calls.begin();
        return Failures.persist("find of commit " + id, deadline, () -> judge.find(id, deadline));
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        calls.begin();
        return new FetchingCursor<>(
                "stream " + read.stream(), new StreamEvents(log, layout, heads, read), read.limit(), calls);
    }

    @Override
    public StreamHead head(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        return calls.get("head of " + stream, () -> heads.peek(stream));
    }

    @Override
    public Cursor<StreamHead> list() {
        calls.begin();
        return listing("", null);
    }

    @Override
    public Cursor<StreamHead> list(String category) {
        calls.begin();
        Objects.requireNonNull(category, "category");
        boolean none = category.indexOf('/') >= 0;
        return none ? listing("", "") : listing(SlotLog.firstOf(category), SlotLog.firstBeyond(category));
    }

    private AppendResult onlyJudge(EncodedCommit commit, Deadline deadline) {
        StreamExpectation demanded = commit.expectations().get(0);
        return Failures.persist("judging commit " + commit.id(), deadline, () -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new OperationInterruptedException("append of commit " + commit.id(), null);
            }
            Optional<AppendResult> earlier = judge.earlier(commit, deadline);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            StreamHead head = heads.read(demanded.stream(), deadline).head();
            if (!demanded.expected().isMetBy(head)) {
                throw new VersionConflictException(demanded.stream(), demanded.expected(), head);
            }
            commit.condition().ifPresent(condition -> conditions.requireNoMatch(condition, deadline));
            return AppendResult.ofNothing(commit.id(), head);
        });
    }

    private Cursor<StreamHead> listing(String after, @Nullable String below) {
        return new FetchingCursor<>("the streams", new Listing(after, below), Long.MAX_VALUE, calls);
    }

    /** Leaps along the index from one stream to the next. */
    private final class Listing implements FetchingCursor.Source<StreamHead> {
        private final @Nullable String below;
        private String after;

        Listing(String after, @Nullable String below) {
            this.after = after;
            this.below = below;
        }

        @Override
        public boolean fetch(Deque<StreamHead> ready, long left) {
            Bson beyond = Filters.gt(Fields.STREAM, after);
            Bson within = below == null ? beyond : Filters.and(beyond, Filters.lt(Fields.STREAM, below));
            Optional<LogDocument> first = log.first(within, Sorts.ascending(Fields.STREAM, Fields.VERSION));
            if (first.isEmpty()) {
                return false;
            }
            String found = first.get().writtenStream();
            try {
                StreamHead head = heads.peek(first.get().streamId());
                if (head.exists()) {
                    ready.add(head);
                }
            } catch (OddDocumentException odd) {
                log.passOver(found, odd);
            }
            // Not before the head was read: where that fails and is tried again, this stream is found again.
            after = found;
            return true;
        }

        @Override
        public void release() {
            // Between two fetches the server holds nothing.
        }
    }
}
