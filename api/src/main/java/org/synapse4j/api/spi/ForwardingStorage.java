package org.synapse4j.api.spi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
import org.synapse4j.api.serialization.Representation;

/**
 * Passes every call on to another storage, those of its capabilities too: what a decorator extends, to override the calls that it
 * changes and nothing else. What the other storage does not have, this one does not have either. Thread-safe as that one is. {@link
 * #close()} closes the other storage.
 *
 * <pre>{@code
 * final class Counted extends ForwardingStorage {
 *     final LongAdder appends = new LongAdder();
 *
 *     Counted(StorageStrategy counted) {
 *         super(counted);
 *     }
 *
 *     @Override
 *     public AppendResult append(SerializedCommit commit) {
 *         appends.increment();
 *         return super.append(commit);
 *     }
 * }
 * }</pre>
 */
public abstract class ForwardingStorage
        implements StorageStrategy,
                StreamStorage,
                FeedStorage,
                StreamListing,
                StreamDeletion,
                SnapshotStorage,
                LeaseStorage,
                ViewStorage,
                StorageIndexes {
    private final StorageStrategy to;

    /** @param to the storage that calls are passed on to */
    protected ForwardingStorage(StorageStrategy to) {
        this.to = Objects.requireNonNull(to, "storage");
    }

    /** The storage that calls are passed on to. */
    protected final StorageStrategy forwardsTo() {
        return to;
    }

    @Override
    public String name() {
        return to.name();
    }

    @Override
    public StorageLimits limits() {
        return to.limits();
    }

    @Override
    public List<Representation<?>> prefers() {
        return to.prefers();
    }

    @Override
    public Set<AppendCapability> capabilities() {
        return to.capabilities();
    }

    @Override
    public StreamStorage streams() {
        return this;
    }

    @Override
    public Optional<FeedStorage> feed() {
        return to.feed().map(present -> this);
    }

    @Override
    public Optional<StreamListing> listing() {
        return to.listing().map(present -> this);
    }

    @Override
    public Optional<StreamDeletion> deletion() {
        return to.deletion().map(present -> this);
    }

    @Override
    public Optional<SnapshotStorage> snapshots() {
        return to.snapshots().map(present -> this);
    }

    @Override
    public Optional<LeaseStorage> leases() {
        return to.leases().map(present -> this);
    }

    @Override
    public Optional<ViewStorage> views() {
        return to.views().map(present -> this);
    }

    @Override
    public Optional<StorageIndexes> indexes() {
        return to.indexes().map(present -> this);
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        return to.streams().append(commit);
    }

    @Override
    public Optional<AppendResult> find(CommitId id) {
        return to.streams().find(id);
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        return to.streams().read(read);
    }

    @Override
    public StreamHead head(StreamId stream) {
        return to.streams().head(stream);
    }

    @Override
    public FeedCursor read(FeedRead read) {
        return to.feed().orElseThrow().read(read);
    }

    @Override
    public Position end() {
        return to.feed().orElseThrow().end();
    }

    @Override
    public Cursor<StreamHead> list() {
        return to.listing().orElseThrow().list();
    }

    @Override
    public Cursor<StreamHead> list(String category) {
        return to.listing().orElseThrow().list(category);
    }

    @Override
    public Cursor<StreamHead> listAfter(StreamId after) {
        return to.listing().orElseThrow().listAfter(after);
    }

    @Override
    public long count(String category) {
        return to.listing().orElseThrow().count(category);
    }

    @Override
    public void truncate(StreamId stream, Version before) {
        to.deletion().orElseThrow().truncate(stream, before);
    }

    @Override
    public void delete(StreamId stream) {
        to.deletion().orElseThrow().delete(stream);
    }

    @Override
    public void save(SerializedSnapshot snapshot) {
        to.snapshots().orElseThrow().save(snapshot);
    }

    @Override
    public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
        return to.snapshots().orElseThrow().latest(stream, atMost);
    }

    @Override
    public void delete(StreamId stream, SnapshotBounds bounds) {
        to.snapshots().orElseThrow().delete(stream, bounds);
    }

    @Override
    public Optional<StoredLease> find(LeaseName name) {
        return to.leases().orElseThrow().find(name);
    }

    @Override
    public List<StoredLease> list(SubscriptionName subscription) {
        return to.leases().orElseThrow().list(subscription);
    }

    @Override
    public boolean create(StoredLease lease) {
        return to.leases().orElseThrow().create(lease);
    }

    @Override
    public boolean replace(StoredLease seen, StoredLease next) {
        return to.leases().orElseThrow().replace(seen, next);
    }

    @Override
    public boolean revoke(StoredLease seen, StoredLease next) {
        return to.leases().orElseThrow().revoke(seen, next);
    }

    @Override
    public Map<String, View<OpaqueEvent>> find(ViewName name, Set<String> keys) {
        return to.views().orElseThrow().find(name, keys);
    }

    @Override
    public List<View<OpaqueEvent>> page(ViewName name, String after, int most) {
        return to.views().orElseThrow().page(name, after, most);
    }

    @Override
    public Set<String> write(ViewName name, List<ViewChange<OpaqueEvent>> changes) {
        return to.views().orElseThrow().write(name, changes);
    }

    @Override
    public void prune(ViewName name, Position upTo) {
        to.views().orElseThrow().prune(name, upTo);
    }

    @Override
    public void drop(ViewName name) {
        to.views().orElseThrow().drop(name);
    }

    @Override
    public void ensureIndexes() {
        to.indexes().orElseThrow().ensureIndexes();
    }

    @Override
    public void close() {
        to.close();
    }
}
