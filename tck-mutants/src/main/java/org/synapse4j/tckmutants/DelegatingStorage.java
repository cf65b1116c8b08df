package org.synapse4j.tckmutants;

import java.util.Optional;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Checkpoints;
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
import org.synapse4j.api.spi.ConditionalAppend;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.MultiStreamAppend;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamAppend;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.StreamStorage;

/** Passes every call on to a right storage. A mutant overrides the one call that it gets wrong. */
class DelegatingStorage
        implements StorageStrategy,
                StreamStorage,
                MultiStreamAppend,
                ConditionalAppend,
                FeedStorage,
                StreamListing,
                StreamDeletion,
                SnapshotStorage,
                Checkpoints {
    /** The right storage. */
    protected final StorageStrategy right;

    DelegatingStorage(StorageStrategy right) {
        this.right = right;
    }

    @Override
    public String name() {
        return "mutant of " + right.name();
    }

    @Override
    public StorageLimits limits() {
        return right.limits();
    }

    @Override
    public StreamStorage streams() {
        return this;
    }

    @Override
    public Optional<MultiStreamAppend> multiStreamAppend() {
        return Optional.of(this);
    }

    @Override
    public Optional<ConditionalAppend> conditionalAppend() {
        return Optional.of(this);
    }

    @Override
    public Optional<FeedStorage> feed() {
        return Optional.of(this);
    }

    @Override
    public Optional<StreamListing> listing() {
        return Optional.of(this);
    }

    @Override
    public Optional<StreamDeletion> deletion() {
        return Optional.of(this);
    }

    @Override
    public Optional<SnapshotStorage> snapshots() {
        return Optional.of(this);
    }

    @Override
    public Optional<Checkpoints> checkpoints() {
        return Optional.of(this);
    }

    @Override
    public AppendResult append(CommitId id, StreamAppend append) {
        return right.streams().append(id, append);
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        return right.multiStreamAppend().orElseThrow().append(commit);
    }

    @Override
    public AppendResult append(SerializedCommit commit, AppendCondition condition) {
        return right.conditionalAppend().orElseThrow().append(commit, condition);
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        return right.streams().read(read);
    }

    @Override
    public StreamHead head(StreamId stream) {
        return right.streams().head(stream);
    }

    @Override
    public Cursor<StoredSerializedEvent> read(FeedRead read) {
        return right.feed().orElseThrow().read(read);
    }

    @Override
    public Position end() {
        return right.feed().orElseThrow().end();
    }

    @Override
    public Cursor<StreamHead> list() {
        return right.listing().orElseThrow().list();
    }

    @Override
    public Cursor<StreamHead> list(String category) {
        return right.listing().orElseThrow().list(category);
    }

    @Override
    public void truncate(StreamId stream, Version before) {
        right.deletion().orElseThrow().truncate(stream, before);
    }

    @Override
    public void delete(StreamId stream) {
        right.deletion().orElseThrow().delete(stream);
    }

    @Override
    public void save(SerializedSnapshot snapshot) {
        right.snapshots().orElseThrow().save(snapshot);
    }

    @Override
    public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
        return right.snapshots().orElseThrow().latest(stream, atMost);
    }

    @Override
    public void delete(StreamId stream, SnapshotBounds bounds) {
        right.snapshots().orElseThrow().delete(stream, bounds);
    }

    @Override
    public Optional<Position> load(SubscriptionName name) {
        return right.checkpoints().orElseThrow().load(name);
    }

    @Override
    public void save(SubscriptionName name, Position position) {
        right.checkpoints().orElseThrow().save(name, position);
    }

    @Override
    public void reset(SubscriptionName name) {
        right.checkpoints().orElseThrow().reset(name);
    }

    @Override
    public void close() {
        right.close();
    }
}
