package org.synapse4j.tck.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.Revision;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewChange;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.StreamStorage;
import org.synapse4j.tck.fixture.Capability;

/** Every call that a store's declared capabilities have, each once: for rules about all of them. */
public final class DeclaredCalls {
    /**
     * One of them.
     *
     * @param name what it is, for messages
     * @param body makes it
     */
    public record Call(String name, Runnable body) {
        /** Makes the call; of one that returns a cursor, also asks that for its first element. */
        public void make() {
            body.run();
        }
    }

    private static final StreamId STREAM = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("stock", "1");
    private static final StoredLease LEASE = StoredLease.first(LeaseName.of(SubscriptionName.of("totals")));
    private static final ViewName TOTALS = new ViewName("totals", 1);

    private final Subject store;
    private final List<Call> calls = new ArrayList<>();

    private DeclaredCalls(Subject store) {
        this.store = store;
    }

    /** All calls, on what the store handed out now. */
    public static List<Call> of(Subject store) {
        DeclaredCalls all = new DeclaredCalls(store);
        all.valid();
        return all.calls;
    }

    /** All calls with each of their arguments null in turn. */
    public static List<Call> withNulls(Subject store) {
        DeclaredCalls all = new DeclaredCalls(store);
        all.nulls();
        return all.calls;
    }

    /** A snapshot at version 2. */
    public static SerializedSnapshot snapshot(StreamId stream) {
        return new SerializedSnapshot(
                stream,
                Version.of(2),
                TypeName.of("Cart"),
                Revision.FIRST,
                Payload.json("{\"total\":2}"),
                Map.of("by", "tck"),
                Sample.TIME);
    }

    private void valid() {
        StreamStorage streams = store.storage().streams();
        SerializedCommit commit = Commits.of(Commits.add(STREAM, ExpectedVersion.any(), 1));
        add("an append", () -> streams.append(commit.withId(CommitId.fresh())));
        SerializedCommit nothing = Commits.of(Commits.add(STREAM, ExpectedVersion.any(), 0));
        add("an append of no events", () -> streams.append(nothing));
        add("a find", () -> streams.find(CommitId.fresh()));
        add("a read", () -> first(streams.read(StreamRead.of(STREAM))));
        add("a head", () -> streams.head(STREAM));
        if (store.declares(Capability.MULTI_STREAM)) {
            add(
                    "a commit over several streams",
                    () -> streams.append(Commits.of(
                            Commits.add(STREAM, ExpectedVersion.any(), 1),
                            Commits.add(OTHER, ExpectedVersion.any(), 1))));
        }
        if (store.declares(Capability.CONDITIONAL)) {
            var condition = AppendCondition.unlessAny(EventQuery.types("Never"));
            add(
                    "a conditional append",
                    () -> streams.append(commit.withId(CommitId.fresh()).when(condition)));
        }
        if (store.declares(Capability.FEED)) {
            var feed = store.feed();
            add("a read of the feed", () -> first(feed.read(FeedRead.forwards())));
            add("the end of the feed", feed::end);
        }
        if (store.declares(Capability.LISTING)) {
            var listing = store.listing();
            add("the listing", () -> first(listing.list()));
            add("the listing of a category", () -> first(listing.list("cart")));
            add("the listing after a stream", () -> first(listing.listAfter(STREAM)));
            add("the count of a category", () -> listing.count("cart"));
        }
        if (store.declares(Capability.DELETION)) {
            var deletion = store.deletion();
            add("truncate", () -> deletion.truncate(STREAM, Version.FIRST));
            add("delete", () -> deletion.delete(STREAM));
        }
        if (store.declares(Capability.SNAPSHOTS)) {
            var snapshots = store.snapshots();
            add("save of a snapshot", () -> snapshots.save(snapshot(STREAM)));
            add("latest snapshot", () -> snapshots.latest(STREAM, Version.MAX));
            add("delete of snapshots", () -> snapshots.delete(STREAM, SnapshotBounds.all()));
        }
        store.storage().indexes().ifPresent(indexes -> add("the making of indexes", indexes::ensureIndexes));
        if (store.declares(Capability.LEASES)) {
            var leases = store.leases();
            add("find of a lease", () -> leases.find(LEASE.name()));
            add("list of leases", () -> leases.list(LEASE.name().subscription()));
            add("creation of a lease", () -> leases.create(LEASE));
            add("replacement of a lease", () -> leases.replace(LEASE, LEASE.takenBy("tck")));
            add("revocation of a lease", () -> leases.revoke(LEASE, LEASE.takenBy("tck")));
        }
        if (store.declares(Capability.VIEWS)) {
            var views = store.views();
            View<OpaqueEvent> gone = new View<>("42", Position.of(7), 0, Optional.empty());
            add("find of views", () -> views.find(TOTALS, Set.of("42")));
            add("page of views", () -> views.page(TOTALS, "", 10));
            add("write of views", () -> views.write(TOTALS, List.of(new ViewChange<>(Optional.empty(), gone))));
            add("pruning of views", () -> views.prune(TOTALS, Position.of(7)));
            add("drop of views", () -> views.drop(TOTALS));
        }
    }

    @SuppressWarnings("NullAway") // What is tested is that storages do not trust the annotations.
    private void nulls() {
        StreamStorage streams = store.storage().streams();
        add("an append", () -> streams.append(null));
        add("a find", () -> streams.find(null));
        add("a read", () -> first(streams.read((StreamRead) null)));
        add("a head", () -> streams.head(null));
        if (store.declares(Capability.FEED)) {
            add("a read of the feed", () -> first(store.feed().read((FeedRead) null)));
        }
        if (store.declares(Capability.LISTING)) {
            add("the listing of a category", () -> first(store.listing().list(null)));
            add("the listing after a stream", () -> first(store.listing().listAfter(null)));
            add("the count of a category", () -> store.listing().count(null));
        }
        if (store.declares(Capability.DELETION)) {
            add("truncate", () -> store.deletion().truncate(null, Version.FIRST));
            add("truncate", () -> store.deletion().truncate(STREAM, null));
            add("delete", () -> store.deletion().delete(null));
        }
        if (store.declares(Capability.SNAPSHOTS)) {
            add("save of a snapshot", () -> store.snapshots().save((SerializedSnapshot) null));
            add("latest snapshot", () -> store.snapshots().latest(null, Version.MAX));
            add("latest snapshot", () -> store.snapshots().latest(STREAM, null));
            add("delete of snapshots", () -> store.snapshots().delete(null, SnapshotBounds.all()));
            add("delete of snapshots", () -> store.snapshots().delete(STREAM, null));
        }
        if (store.declares(Capability.LEASES)) {
            add("find of a lease", () -> store.leases().find(null));
            add("list of leases", () -> store.leases().list(null));
            add("creation of a lease", () -> store.leases().create(null));
            add("replacement of a lease", () -> store.leases().replace(null, LEASE));
            add("replacement of a lease", () -> store.leases().replace(LEASE, null));
            add("revocation of a lease", () -> store.leases().revoke(null, LEASE));
            add("revocation of a lease", () -> store.leases().revoke(LEASE, null));
        }
        if (store.declares(Capability.VIEWS)) {
            add("find of views", () -> store.views().find(null, Set.of()));
            add("find of views", () -> store.views().find(TOTALS, null));
            add("page of views", () -> store.views().page(null, "", 1));
            add("page of views", () -> store.views().page(TOTALS, null, 1));
            add("write of views", () -> store.views().write(null, List.of()));
            add("write of views", () -> store.views().write(TOTALS, null));
            add("pruning of views", () -> store.views().prune(null, Position.START));
            add("pruning of views", () -> store.views().prune(TOTALS, null));
            add("drop of views", () -> store.views().drop(null));
        }
    }

    private void add(String name, Runnable body) {
        calls.add(new Call(name, body));
    }

    private static void first(Cursor<?> cursor) {
        try (cursor) {
            var unused = cursor.hasNext();
        }
    }
}
