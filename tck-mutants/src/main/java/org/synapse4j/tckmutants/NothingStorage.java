package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.Version;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.tck.kit.Part;

/** Answers every call as if all were well, stores nothing, and finds nothing. */
final class NothingStorage extends DelegatingStorage {
    NothingStorage() {
        super(new InMemoryStorage());
    }

    @Override
    public AppendResult append(CommitId id, Part append) {
        return AppendResult.ofNothing(id, StreamHead.absent(append.stream()));
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        return append(commit.id(), Changes.parts(commit).get(0));
    }

    @Override
    public AppendResult append(SerializedCommit commit, AppendCondition condition) {
        return append(commit);
    }

    @Override
    public Optional<AppendResult> find(CommitId id) {
        return Optional.empty();
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        return new Empty<>();
    }

    @Override
    public StreamHead head(StreamId stream) {
        return StreamHead.absent(stream);
    }

    @Override
    public FeedCursor read(FeedRead read) {
        return Changes.feed(read, new Empty<>());
    }

    @Override
    public Position end() {
        return Position.START;
    }

    @Override
    public Cursor<StreamHead> list() {
        return new Empty<>();
    }

    @Override
    public Cursor<StreamHead> list(String category) {
        return new Empty<>();
    }

    @Override
    public Cursor<StreamHead> listAfter(StreamId after) {
        return new Empty<>();
    }

    @Override
    public long count(String category) {
        return 0;
    }

    @Override
    public void truncate(StreamId stream, Version before) {}

    @Override
    public void delete(StreamId stream) {}

    @Override
    public void save(SerializedSnapshot snapshot) {}

    @Override
    public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
        return Optional.empty();
    }

    @Override
    public void delete(StreamId stream, SnapshotBounds bounds) {}

    @Override
    public Optional<StoredLease> find(LeaseName name) {
        return Optional.empty();
    }

    @Override
    public List<StoredLease> list(SubscriptionName subscription) {
        return List.of();
    }

    @Override
    public boolean create(StoredLease lease) {
        return true;
    }

    @Override
    public boolean replace(StoredLease seen, StoredLease next) {
        return true;
    }

    @Override
    public boolean revoke(StoredLease seen, StoredLease next) {
        return true;
    }

    @Override
    public Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys) {
        return Map.of();
    }

    @Override
    public List<View<OpaqueEvent>> page(ViewName name, String after, int most) {
        return List.of();
    }

    @Override
    public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
        return Set.of();
    }

    @Override
    public void prune(ViewName name, Position upTo) {}

    @Override
    public void drop(ViewName name) {}

    private static final class Empty<T> implements Cursor<T> {
        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public T next() {
            throw new NoSuchElementException("a store that does nothing has nothing");
        }

        @Override
        public void close() {}
    }
}
