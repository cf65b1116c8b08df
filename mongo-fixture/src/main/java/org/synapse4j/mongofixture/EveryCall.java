package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;

import com.mongodb.client.model.UpdateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
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
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.Oddities.Oddity;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** Every call that a storage takes, so that what concerns all of them is tested with all of them. */
final class EveryCall {
    private static final StreamId STOCK = StreamId.of("stock", "1");
    private static final SubscriptionName MAILS = SubscriptionName.of("mails");
    private static final StoredLease LEASE = StoredLease.first(LeaseName.of(MAILS));

    private static final ViewName TOTALS = new ViewName("totals", 1);

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
        var views = storage.views().orElseThrow();
        View<OpaqueEvent> total = new View<>(
                "42",
                Position.of(7),
                0,
                Optional.of(new OpaqueEvent(new Schema(TypeName.of("Total"), Revision.FIRST), Payload.json("{}"))));
        assertEquals(Set.of(), views.write(TOTALS, List.of(new ViewChange<>(Optional.empty(), total))));
        assertEquals(Set.of("42"), views.find(TOTALS, Set.of("42", "43")).keySet());
        View<OpaqueEvent> tombstone = new View<>("42", Position.of(8), 0, Optional.empty());
        assertEquals(Set.of(), views.write(TOTALS, List.of(new ViewChange<>(Optional.of(total), tombstone))));
        assertEquals(1, views.page(TOTALS, "", 10).size());
        views.prune(TOTALS, Position.of(8));
        views.drop(TOTALS);
    }

    private static void delete(MongoStorage storage) {
        var deletion = storage.deletion().orElseThrow();
        deletion.truncate(CART, Version.of(5));
        deletion.delete(STOCK);
        assertEquals(1, count(storage.listing().orElseThrow().list()));
    }

    /**
     * Something that other hands do to a store.
     *
     * @param name what it is called
     * @param collection where
     * @param key of which document
     * @param change what
     */
    record Damage(String name, String collection, @Nullable Object key, Consumer<Document> change) {}

    /** One of each kind, in every collection, and of the log in documents of several kinds. */
    static List<Damage> damages(boolean perCommit) {
        List<Damage> all = new ArrayList<>();
        for (Oddity oddity : Oddities.ofHeads(perCommit)) {
            for (long slot : List.of(2L, perCommit ? 4L : 5L)) {
                all.add(new Damage("slot " + slot + ", " + oddity.name(), "events", slot, oddity.change()));
            }
        }
        for (Oddity oddity : Oddities.ofEvents()) {
            all.add(new Damage(
                    "an event, " + oddity.name(),
                    "events",
                    2L,
                    document -> oddity.change()
                            .accept(
                                    perCommit
                                            ? document.getList("events", Document.class)
                                                    .get(0)
                                            : document)));
            all.add(new Damage("a snapshot, " + oddity.name(), "snapshots", null, oddity.change()));
        }
        for (Oddity oddity : List.of(
                Oddity.without("version"),
                Oddity.with("version", "one"),
                Oddity.with("version", 0),
                Oddity.without("stream"))) {
            all.add(new Damage("a snapshot, " + oddity.name(), "snapshots", null, oddity.change()));
        }
        for (String field : List.of("token", "beat", "owner", "position", "notes")) {
            all.addAll(damages("leases", LeaseName.of(MAILS).toString(), field));
        }
        all.addAll(damages("store", "settled", "settled"));
        all.addAll(damages("store", "slots", "next"));
        all.addAll(damages("store", "layout", "layout"));
        all.add(new Damage("layout, schema text", "store", "layout", document -> document.put("schema", "one")));
        return all;
    }

    private static List<Damage> damages(String collection, String key, String field) {
        return Stream.of(
                        Oddity.without(field),
                        Oddity.with(field, true),
                        Oddity.with(field, 2.5),
                        Oddity.with(field, -7L),
                        Oddity.with(field, List.of(7)))
                .map(oddity -> new Damage(key + ", " + oddity.name(), collection, key, oddity.change()))
                .toList();
    }

    /** Makes each call on a store that was damaged so: whatever fails, fails by a type of ours, and in time. */
    static void make(DamagedStore store, Damage damage) {
        SerializedCommit stored =
                Commits.of(Commits.add(CART, ExpectedVersion.any(), 1), Commits.add(STOCK, ExpectedVersion.any(), 1));
        store.append(CART, 1);
        store.open().streams().append(stored);
        store.append(STOCK, 1);
        store.append(CART, 2);
        Bench.appendUnless(store.open(), Commits.add(OTHER, ExpectedVersion.any(), 1), EventQuery.tagged("seat:1"));
        MongoStorage before = store.open();
        keepOne(before);
        count(before.feed().orElseThrow().read(FeedRead.forwards()));
        store.collection("store")
                .updateOne(
                        new Document("_id", "settled"),
                        new Document("$set", new Document("settled", 1L)),
                        new UpdateOptions().upsert(true));
        store.damage(damage.collection, damage.key, damage.change);
        for (MongoStorage storage : List.of(before, store.unopened())) {
            for (Consumer<MongoStorage> call : calls(stored)) {
                try {
                    call.accept(storage);
                } catch (SynapseException ours) {
                    assertNotNull(ours.getMessage());
                }
            }
        }
    }

    private static List<Consumer<MongoStorage>> calls(SerializedCommit stored) {
        List<Consumer<MongoStorage>> calls = new ArrayList<>();
        for (StreamId stream : List.of(CART, STOCK, OTHER)) {
            calls.add(storage -> look(storage.streams().read(StreamRead.of(stream))));
            calls.add(
                    storage -> look(storage.streams().read(StreamRead.of(stream).backwards())));
            calls.add(storage -> look(storage.streams()
                    .read(StreamRead.of(stream).from(Version.of(2)).upTo(Version.of(3)))));
            calls.add(storage -> storage.streams().head(stream));
            for (ExpectedVersion expected : List.of(
                    ExpectedVersion.any(),
                    ExpectedVersion.noStream(),
                    ExpectedVersion.streamExists(),
                    ExpectedVersion.exactly(2))) {
                calls.add(storage -> storage.streams().append(Commits.of(Commits.add(stream, expected, 1))));
                calls.add(storage -> storage.streams().append(Commits.of(Commits.add(stream, expected, 0))));
            }
            calls.add(storage -> storage.snapshots()
                    .orElseThrow()
                    .latest(stream, Version.MAX)
                    .ifPresent(found -> found.payload().value()));
        }
        calls.add(storage -> storage.streams().find(stored.id()));
        calls.add(storage -> storage.streams().append(stored));
        for (EventQuery query : List.of(
                EventQuery.all(), EventQuery.tagged("a:b"), EventQuery.types("Counted"), EventQuery.category("cart"))) {
            calls.add(storage ->
                    look(storage.feed().orElseThrow().read(FeedRead.forwards().matching(query))));
            calls.add(storage ->
                    look(storage.feed().orElseThrow().read(FeedRead.backwards().matching(query))));
            calls.add(storage -> Bench.appendUnless(storage, Commits.add(OTHER, ExpectedVersion.any(), 1), query));
        }
        calls.add(storage -> storage.feed().orElseThrow().end());
        calls.add(storage -> count(storage.listing().orElseThrow().list()));
        calls.add(storage -> count(storage.listing().orElseThrow().list("cart")));
        calls.add(EveryCall::keepOne);
        calls.add(storage -> storage.leases().orElseThrow().find(LeaseName.of(MAILS)));
        calls.add(storage -> storage.leases().orElseThrow().list(MAILS));
        calls.add(storage -> storage.leases().orElseThrow().create(LEASE));
        calls.add(storage -> storage.leases().orElseThrow().replace(LEASE, LEASE.takenBy("node-a")));
        calls.add(storage ->
                storage.leases().orElseThrow().revoke(LEASE, LEASE.revoked(Optional.of(Position.of(7)), Map.of())));
        calls.add(storage -> storage.snapshots()
                .orElseThrow()
                .delete(CART, SnapshotBounds.all().versions(Version.FIRST, Version.of(2))));
        calls.add(storage -> storage.deletion().orElseThrow().truncate(CART, Version.of(2)));
        calls.add(storage -> storage.prune(Duration.ofDays(1)));
        calls.add(storage -> storage.deletion().orElseThrow().delete(CART));
        calls.add(storage -> storage.deletion().orElseThrow().delete(STOCK));
        calls.add(MongoStorage::ensureIndexes);
        return calls;
    }

    private static void keepOne(MongoStorage storage) {
        storage.snapshots()
                .orElseThrow()
                .save(new SerializedSnapshot(
                        CART,
                        Version.of(3),
                        TypeName.of("Cart"),
                        Revision.FIRST,
                        Payload.json("{}"),
                        Map.of(),
                        Sample.TIME));
        storage.leases().orElseThrow().create(LEASE);
    }

    /** Reads all, and looks at each payload. */
    private static void look(Cursor<StoredSerializedEvent> events) {
        try (events) {
            while (events.hasNext()) {
                Payload<?> payload = events.next().event().payload();
                try {
                    payload.value();
                } catch (SynapseException ours) {
                    assertNotNull(ours.getMessage());
                }
            }
        }
    }

    private static int count(Cursor<?> cursor) {
        return Subject.drain(cursor).size();
    }
}
