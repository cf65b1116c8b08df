package org.synapse4j.core.faults;

import java.util.Optional;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.inmemory.InMemoryStorage;

/** The storage in memory, which is away at one step: for so many calls of it. */
final class AwayStorage extends ForwardingStorage {
    /** What a storage is asked for. */
    enum Step {
        FIND,
        LOAD,
        HEAD,
        END,
        FEED,
        SNAPSHOT,
        APPEND,
        SAVE,
        PRUNE
    }

    private Step at = Step.FIND;
    private int calls;

    AwayStorage() {
        super(new InMemoryStorage());
    }

    /** Is away at the next calls of this step. */
    void away(Step step, int nextCalls) {
        at = step;
        calls = nextCalls;
    }

    /** How many of the calls at which it is to be away have not come. */
    int left() {
        return calls;
    }

    private void meet(Step step) {
        if (step == at && calls > 0) {
            calls--;
            throw new StorageUnavailableException("away at " + step, null);
        }
    }

    @Override
    public Optional<AppendResult> find(CommitId id) {
        meet(Step.FIND);
        return super.find(id);
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        meet(Step.LOAD);
        return super.read(read);
    }

    @Override
    public StreamHead head(StreamId stream) {
        meet(Step.HEAD);
        return super.head(stream);
    }

    @Override
    public Position end() {
        meet(Step.END);
        return super.end();
    }

    @Override
    public FeedCursor read(FeedRead read) {
        meet(Step.FEED);
        return super.read(read);
    }

    @Override
    public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
        meet(Step.SNAPSHOT);
        return super.latest(stream, atMost);
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        meet(Step.APPEND);
        return super.append(commit);
    }

    @Override
    public void save(SerializedSnapshot snapshot) {
        meet(Step.SAVE);
        super.save(snapshot);
    }

    @Override
    public void delete(StreamId stream, SnapshotBounds bounds) {
        meet(Step.PRUNE);
        super.delete(stream, bounds);
    }
}
