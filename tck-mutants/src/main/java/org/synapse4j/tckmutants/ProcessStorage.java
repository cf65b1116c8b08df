package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
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
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Part;

/**
 * The storage of one process on data that it shares with others, as an adapter to a server is: it is closed by itself, and
 * what it appends goes over a {@link Wire} that may break. It keeps every rule, those about faults included. The data are an
 * in-memory storage, so a commit is one write.
 */
class ProcessStorage extends DelegatingStorage {
    private final Wire wire;

    /** Held for reading by calls, for writing by {@link #close()}, which so waits for the calls in progress. */
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

    private volatile boolean closed;

    ProcessStorage(StorageStrategy data, Wire wire) {
        super(data);
        this.wire = wire;
    }

    /** Another storage in the place of this one: for mutants. */
    ProcessStorage(StorageStrategy replaced) {
        this(((ProcessStorage) replaced).right, ((ProcessStorage) replaced).wire);
    }

    /** The data, without the process. */
    protected final StorageStrategy data() {
        return right;
    }

    /** Truncates, without the process. */
    protected final void truncateData(StreamId stream, Version before) {
        right.deletion().orElseThrow().truncate(stream, before);
    }

    /** The answer to a lost connection, when nobody knows whether the commit arrived: it is sent again, its id makes that safe. */
    protected AppendResult afterLostConnection(SerializedCommit commit, Supplier<AppendResult> write) {
        try {
            return wire.send(write);
        } catch (Wire.Lost | StorageUnavailableException again) {
            throw new OutcomeUnknownException(commit.id(), again);
        }
    }

    /** The writes that are left to a process which dies after so many: its commits are one. */
    protected void die(SerializedCommit commit, int writes, Supplier<AppendResult> write) {
        if (writes > 0) {
            var unused = write.get();
        }
    }

    /** What the process still removes when it dies after so many writes: its removals are one. */
    protected void dieInRemoval(StreamId stream, int writes, Runnable removal) {
        if (writes > 0) {
            removal.run();
        }
    }

    /** How a read goes on that the data have forgotten. */
    protected <T> void afterLostCursor(Cursor<T> cursor) {}

    private void remove(StreamId stream, Runnable removal) {
        try {
            wire.requireAlive();
        } catch (Wire.Died died) {
            dieInRemoval(stream, died.writes, removal);
            throw died;
        }
        removal.run();
    }

    /** Sends a commit over the wire. */
    protected AppendResult send(SerializedCommit commit, Supplier<AppendResult> write) {
        try {
            return wire.send(write);
        } catch (Wire.Lost lost) {
            return afterLostConnection(commit, write);
        } catch (Wire.Died died) {
            die(commit, died.writes, write);
            throw died;
        }
    }

    @Override
    public AppendResult append(CommitId id, Part append) {
        return call(() -> send(Changes.commit(id, append), () -> super.append(id, append)));
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        boolean several = commit.expectations().size() > 1 && commit.condition().isEmpty();
        return several ? call(() -> send(commit, () -> right.streams().append(commit))) : super.append(commit);
    }

    @Override
    public Optional<AppendResult> find(CommitId id) {
        return call(() -> reached(() -> super.find(id)));
    }

    @Override
    public AppendResult append(SerializedCommit commit, AppendCondition condition) {
        return call(() -> send(commit, () -> super.append(commit, condition)));
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        return call(() -> new ProcessCursor<>(reached(() -> super.read(read))));
    }

    @Override
    public FeedCursor read(FeedRead read) {
        return call(() -> new ProcessFeedCursor(reached(() -> super.read(read))));
    }

    @Override
    public Cursor<StreamHead> list() {
        return call(() -> new ProcessCursor<>(reached(super::list)));
    }

    @Override
    public Cursor<StreamHead> list(String category) {
        return call(() -> new ProcessCursor<>(reached(() -> super.list(category))));
    }

    @Override
    public Cursor<StreamHead> listAfter(StreamId after) {
        return call(() -> new ProcessCursor<>(reached(() -> super.listAfter(after))));
    }

    @Override
    public long count(String category) {
        return call(() -> reached(() -> super.count(category)));
    }

    @Override
    public StreamHead head(StreamId stream) {
        return call(() -> reached(() -> super.head(stream)));
    }

    @Override
    public Position end() {
        return call(() -> reached(super::end));
    }

    @Override
    public void truncate(StreamId stream, Version before) {
        run(() -> remove(stream, () -> super.truncate(stream, before)));
    }

    @Override
    public void delete(StreamId stream) {
        run(() -> remove(stream, () -> super.delete(stream)));
    }

    @Override
    public void save(SerializedSnapshot snapshot) {
        run(() -> super.save(snapshot));
    }

    @Override
    public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
        return call(() -> reached(() -> super.latest(stream, atMost)));
    }

    @Override
    public void delete(StreamId stream, SnapshotBounds bounds) {
        run(() -> super.delete(stream, bounds));
    }

    @Override
    public Optional<StoredLease> find(LeaseName name) {
        return call(() -> reached(() -> super.find(name)));
    }

    @Override
    public List<StoredLease> list(SubscriptionName subscription) {
        return call(() -> reached(() -> super.list(subscription)));
    }

    @Override
    public boolean create(StoredLease lease) {
        return call(() -> reached(() -> super.create(lease)));
    }

    @Override
    public boolean replace(StoredLease seen, StoredLease next) {
        return call(() -> reached(() -> super.replace(seen, next)));
    }

    @Override
    public boolean revoke(StoredLease seen, StoredLease next) {
        return call(() -> reached(() -> super.revoke(seen, next)));
    }

    @Override
    public Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys) {
        return call(() -> reached(() -> super.find(name, keys)));
    }

    @Override
    public List<View<OpaqueEvent>> page(ViewName name, String after, int most) {
        return call(() -> reached(() -> super.page(name, after, most)));
    }

    @Override
    public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
        return call(() -> reached(() -> super.write(name, changes)));
    }

    @Override
    public void prune(ViewName name, Position upTo) {
        run(() -> super.prune(name, upTo));
    }

    @Override
    public void drop(ViewName name) {
        run(() -> super.drop(name));
    }

    @Override
    public void close() {
        calls.writeLock().lock();
        try {
            closed = true;
        } finally {
            calls.writeLock().unlock();
        }
    }

    private <T> T call(Supplier<T> body) {
        calls.readLock().lock();
        try {
            requireOpen();
            return body.get();
        } finally {
            calls.readLock().unlock();
        }
    }

    private void run(Runnable body) {
        call(() -> reached(() -> {
            body.run();
            return true;
        }));
    }

    private <T> T reached(Supplier<T> body) {
        wire.requireReachable();
        return body.get();
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the process's storage");
        }
    }

    /** A cursor that ends with its process. */
    private class ProcessCursor<T> implements Cursor<T> {
        private final Cursor<T> cursor;
        private boolean underWay;

        ProcessCursor(Cursor<T> cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean hasNext() {
            requireOpen();
            if (underWay && wire.hasLostCursor()) {
                afterLostCursor(cursor);
            }
            underWay = true;
            return reached(cursor::hasNext);
        }

        @Override
        public T next() {
            requireOpen();
            if (!hasNext()) {
                throw new NoSuchElementException("the cursor is at its end");
            }
            return cursor.next();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    /** A read of the feed that ends with its process. */
    private final class ProcessFeedCursor extends ProcessCursor<StoredSerializedEvent> implements FeedCursor {
        private final FeedCursor feed;

        ProcessFeedCursor(FeedCursor feed) {
            super(feed);
            this.feed = feed;
        }

        @Override
        public Position looked() {
            return feed.looked();
        }
    }
}
