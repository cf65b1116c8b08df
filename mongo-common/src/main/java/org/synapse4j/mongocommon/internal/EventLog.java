package org.synapse4j.mongocommon.internal;

import java.util.Objects;
import java.util.Optional;
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
import org.synapse4j.api.spi.StreamStorage;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.EncodedCommit;

/** Appends and reads of streams, in whatever layout. Thread-safe. */
final class EventLog implements StreamStorage {
    private final SlotLog log;
    private final CommitLayout layout;
    private final int headBytes;
    private final Judge judge;
    private final Heads heads;
    private final SameStore same;
    private final GroupCommit groupCommit;
    private final Conditions conditions;
    private final Calls calls;

    EventLog(
            SlotLog log,
            CommitLayout layout,
            Judge judge,
            Heads heads,
            SameStore same,
            GroupCommit groupCommit,
            Conditions conditions,
            Calls calls) {
        this.log = log;
        this.layout = layout;
        this.headBytes = EncodedCommit.headBytes(layout);
        this.judge = judge;
        this.heads = heads;
        this.same = same;
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
                "stream " + read.stream(), new StreamEvents(log, layout, heads, same, read), read.limit(), calls);
    }

    @Override
    public StreamHead head(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        return calls.get("head of " + stream, () -> heads.peek(stream));
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
}
