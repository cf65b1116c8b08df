package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** Every call that a storage takes, so that what concerns all of them is tested with all of them. */
final class EveryCall {
    private static final StreamId STOCK = StreamId.of("stock", "1");
    private static final SubscriptionName MAILS = SubscriptionName.of("mails");

    private EveryCall() {}

    /**
     * Makes all of them, and looks at each result.
     *
     * @param one a storage in a database that is empty
     * @param another in the same database
     * @param requiring another one there, whose {@code ensureIndexes()} is not called
     */
    static void make(MongoStorage one, MongoStorage another, MongoStorage requiring) {
        one.ensureIndexes();
        another.ensureIndexes();
        append(one, another);
        read(requiring);
        keep(one);
        delete(another);
        assertEquals(0, one.prune(Duration.ofDays(1)).tombstones());
    }

    /** Two storages in turn lose guesses, so they reserve slots, and look for what is in their way. */
    private static void append(MongoStorage one, MongoStorage another) {
        for (int i = 0; i < 5; i++) {
            for (MongoStorage storage : List.of(one, another)) {
                storage.streams().append(Commits.of(Commits.add(CART, ExpectedVersion.any(), 2)));
            }
        }
        SerializedCommit both = Commits.of(
                Commits.add(CART, ExpectedVersion.exactly(20), 1), Commits.add(STOCK, ExpectedVersion.noStream(), 1));
        var first = one.streams().append(both);
        assertEquals(first, another.streams().append(both));
        assertEquals(Optional.of(first), another.streams().find(both.id()));
        Bench.appendUnless(
                one,
                Commits.add(STOCK, ExpectedVersion.streamExists(), Sample.event("Counted", "{}", "seat:1")),
                EventQuery.tagged("seat:1"));
    }

    private static void read(MongoStorage storage) {
        assertEquals(21, count(storage.streams().read(StreamRead.of(CART))));
        assertEquals(21, count(storage.streams().read(StreamRead.of(CART).backwards())));
        assertEquals(2, storage.streams().head(STOCK).version().value());
        var feed = storage.feed().orElseThrow();
        assertEquals(23, count(feed.read(FeedRead.forwards())));
        assertEquals(23, count(feed.read(FeedRead.backwards())));
        assertEquals(1, count(feed.read(FeedRead.forwards().matching(EventQuery.tagged("seat:1")))));
        assertEquals(2, count(storage.listing().orElseThrow().list()));
        assertEquals(1, count(storage.listing().orElseThrow().list("stock")));
        assertEquals(0, count(storage.listing().orElseThrow().listAfter(STOCK)));
        assertEquals(1, storage.listing().orElseThrow().count("stock"));
    }

    private static void keep(MongoStorage storage) {
        var snapshots = storage.snapshots().orElseThrow();
        snapshots.save(new SerializedSnapshot(
                CART, Version.of(3), TypeName.of("Cart"), Revision.FIRST, Payload.json("{}"), Map.of(), Sample.TIME));
        assertEquals(
                Version.of(3), snapshots.latest(CART, Version.MAX).orElseThrow().version());
        snapshots.delete(CART, SnapshotBounds.all());
        var leases = storage.leases().orElseThrow();
        StoredLease first = StoredLease.first(LeaseName.of(MAILS));
        StoredLease taken = first.takenBy("node-a");
        assertTrue(leases.create(first));
        assertTrue(leases.replace(first, taken));
        assertEquals(List.of(taken), leases.list(MAILS));
        assertTrue(leases.revoke(taken, taken.revoked(Optional.of(Position.of(7)), Map.of())));
        assertEquals(
                Optional.of(Position.of(7)),
                leases.find(first.name()).orElseThrow().position());
    }

    private static void delete(MongoStorage storage) {
        var deletion = storage.deletion().orElseThrow();
        deletion.truncate(CART, Version.of(5));
        deletion.delete(STOCK);
        assertEquals(1, count(storage.listing().orElseThrow().list()));
    }

    private static int count(Cursor<?> cursor) {
        return Subject.drain(cursor).size();
    }
}
