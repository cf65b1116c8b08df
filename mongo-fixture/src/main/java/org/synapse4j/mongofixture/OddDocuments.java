package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;

import com.mongodb.client.model.ReplaceOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Revision;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.Finding;
import org.synapse4j.mongocommon.MissingVersionException;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongofixture.Oddities.Oddity;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/**
 * Documents that other hands have changed or added: what can be read of them is read, and what cannot fails alone, or is passed over. On the
 * embedded server and on a real one.
 */
public final class OddDocuments {
    private static final StreamId THIRD = StreamId.of("seat", "3");

    private OddDocuments() {}

    /** The tests on the embedded server. */
    public static Stream<DynamicTest> onEmbedded(StorageFactory factory) {
        DamagedStore.Server server = DamagedStore.Server.embedded();
        return Stream.concat(calls(factory, server, 1), tests(factory, server));
    }

    /** The tests on a real server, where each call meets one damage of five; where there is none, this is aborted. */
    public static Stream<DynamicTest> onMongod(StorageFactory factory) {
        DamagedStore.Server server = DamagedStore.Server.real();
        return Stream.concat(calls(factory, server, 5), tests(factory, server));
    }

    private static Stream<DynamicTest> calls(StorageFactory factory, DamagedStore.Server server, int step) {
        List<EveryCall.Damage> damages = EveryCall.damages(isPerCommit(factory, server));
        return IntStream.range(0, damages.size())
                .filter(i -> i % step == 0)
                .mapToObj(damages::get)
                .map(damage ->
                        test("Every call: " + damage.name(), factory, server, store -> EveryCall.make(store, damage)));
    }

    private static Stream<DynamicTest> tests(StorageFactory factory, DamagedStore.Server server) {
        List<DynamicTest> tests = new ArrayList<>();
        int kind = 0;
        for (Consumer<Document> others : Oddities.otherNumbers()) {
            tests.add(test("Other numbers, kind " + ++kind, factory, server, store -> numbers(store, others)));
        }
        for (Oddity oddity : Oddities.ofEvents()) {
            tests.add(test("An event: " + oddity.name(), factory, server, store -> event(store, oddity)));
        }
        for (Oddity oddity : Oddities.ofHeads(isPerCommit(factory, server))) {
            tests.add(test("A document: " + oddity.name(), factory, server, store -> head(store, oddity)));
            tests.add(test("Its stream: " + oddity.name(), factory, server, store -> stream(store, oddity)));
            tests.add(test("In a commit: " + oddity.name(), factory, server, store -> inCommit(store, oddity)));
        }
        tests.add(test("Verification of a sound store", factory, server, Verifications::sound));
        tests.add(test("Verification of holes", factory, server, Verifications::holes));
        tests.add(test("Verification of settings", factory, server, Verifications::settings));
        tests.add(test("A store that is dropped", factory, server, Replacements::dropped));
        tests.add(test("A store that is restored", factory, server, Replacements::restored));
        tests.add(test("A store that is made anew", factory, server, Replacements::madeAnew));
        tests.add(test("A hole in a stream", factory, server, OddDocuments::hole));
        tests.add(test("A hole at the beginning of a stream", factory, server, OddDocuments::firstMissing));
        tests.add(test("A hole in a commit", factory, server, OddDocuments::holeInCommit));
        tests.add(test("What was removed is no hole", factory, server, OddDocuments::removed));
        tests.add(test("A list of events that is short", factory, server, OddDocuments::shortList));
        tests.add(test("A counter that is no number", factory, server, OddDocuments::counter));
        tests.add(test("Snapshots", factory, server, OddDocuments::snapshots));
        tests.add(test("A lease whose numbers are none", factory, server, OddDocuments::lease));
        tests.add(DynamicTest.dynamicTest("Closes the server", server::close));
        return tests.stream();
    }

    private static boolean isPerCommit(StorageFactory factory, DamagedStore.Server server) {
        try (DamagedStore store = server.store(factory)) {
            return store.isPerCommit();
        }
    }

    private static DynamicTest test(
            String name, StorageFactory factory, DamagedStore.Server server, Consumer<DamagedStore> body) {
        return DynamicTest.dynamicTest(name, () -> {
            try (DamagedStore store = server.store(factory)) {
                body.accept(store);
            }
        });
    }

    private static void numbers(DamagedStore store, Consumer<Document> others) {
        SerializedCommit commit = Commits.of(Commits.add(
                CART,
                ExpectedVersion.noStream(),
                Commits.changed(
                        Sample.event("Counted"),
                        event -> new SerializedEvent(
                                event.id(),
                                event.type(),
                                event.revision(),
                                event.tags(),
                                event.payload(),
                                event.metadata(),
                                Sample.TIME.plusNanos(7)))));
        AppendResult first = store.open().streams().append(commit);
        store.append(CART, 2);
        store.append(Commits.add(CART, ExpectedVersion.any(), 1), Commits.add(OTHER, ExpectedVersion.any(), 2));
        List<StoredSerializedEvent> before = feed(store.open(), FeedRead.forwards());
        for (String collection : List.of("events", "store")) {
            for (Document document : store.collection(collection).find().into(new ArrayList<>())) {
                store.damage(collection, document.get("_id"), others);
            }
        }
        assertEquals(before, feed(store.open(), FeedRead.forwards()));
        assertEquals(before.subList(0, 4), stream(store.open(), CART));
        assertEquals(first, store.open().streams().append(commit));
        assertEquals(5, store.append(CART, 1).version().value());
        MongoStorage storage = store.open();
        storage.deletion().orElseThrow().truncate(CART, Version.of(3));
        storage.deletion().orElseThrow().delete(OTHER);
        assertEquals(3, feed(store.open(), FeedRead.forwards()).size());
        assertEquals(3, stream(store.open(), CART).size());
    }

    private static void event(DamagedStore store, Oddity oddity) {
        store.append(CART, 3);
        store.append(OTHER, 1);
        store.append(CART, 1);
        MongoStorage early = store.open();
        List<StoredSerializedEvent> before = feed(early, FeedRead.forwards());
        EventPlace second = before.get(1).place();
        store.damageEvent(CART, 2, oddity.change());
        assertEquals(List.of(Finding.Kind.UNREADABLE_EVENT), Verifications.kinds(store.unopened()));
        for (MongoStorage storage : List.of(early, store.open())) {
            requireOneUnreadable(before, feed(storage, FeedRead.forwards()), second);
            List<StoredSerializedEvent> backwards = new ArrayList<>(feed(storage, FeedRead.backwards()));
            Collections.reverse(backwards);
            requireOneUnreadable(before, backwards, second);
            List<StoredSerializedEvent> cart =
                    before.stream().filter(event -> event.stream().equals(CART)).toList();
            requireOneUnreadable(cart, stream(storage, CART), second);
            assertEquals(4, storage.streams().head(CART).version().value());
            assertEquals(
                    3,
                    feed(storage, FeedRead.forwards().after(second.position())).size());
        }
        assertEquals(5, store.append(CART, 1).version().value());
        Bench.appendUnless(store.open(), Commits.add(OTHER, ExpectedVersion.any(), 1), EventQuery.tagged("never:1"));
    }

    private static void requireOneUnreadable(
            List<StoredSerializedEvent> before, List<StoredSerializedEvent> now, EventPlace odd) {
        assertEquals(
                before.stream().map(StoredSerializedEvent::place).toList(),
                now.stream().map(StoredSerializedEvent::place).toList());
        for (int i = 0; i < now.size(); i++) {
            StoredSerializedEvent event = now.get(i);
            if (event.place().equals(odd)) {
                SerializationException unreadable = assertThrows(
                        SerializationException.class,
                        () -> event.event().payload().value());
                assertEquals(Optional.of(odd), unreadable.place());
            } else {
                assertEquals(before.get(i), event);
            }
        }
    }

    /** Three streams; the middle document of one becomes odd. */
    private static void head(DamagedStore store, Oddity oddity) {
        for (int i = 0; i < 3; i++) {
            store.append(OTHER, 1);
            store.append(CART, 2);
        }
        List<StoredSerializedEvent> before = feed(store.open(), FeedRead.forwards());
        long slot = store.log().stream()
                .filter(document -> "cart/1".equals(document.get("stream")))
                .skip(1)
                .findFirst()
                .orElseThrow()
                .getLong("_id");
        // The log is not settled where its storages have read nothing.
        store.collection("store").deleteOne(new Document("_id", "settled"));
        store.damage(slot, oddity.change());
        // Nobody can tell a slot that became free from a dead writer's, which takes its commit with it.
        boolean freed = store.collection("events").countDocuments(new Document("_id", slot)) == 0;
        int lost = store.isPerCommit() || freed ? 2 : 1;
        MongoStorage storage = store.open();
        requireOthers(before, storage, lost);
        requireOthers(before, storage, lost);
        assertEquals(3, stream(storage, OTHER).size());
        assertEquals(4, append(storage, OTHER).version().value());
        assertEquals(1, append(storage, THIRD).version().value());
        Bench.appendUnless(storage, Commits.add(THIRD, ExpectedVersion.any(), 1), EventQuery.tagged("never:1"));
        assertEquals(
                before.size() - lost + 3,
                feed(store.open(), FeedRead.forwards()).size());
        List<StreamId> listed = Subject.drain(storage.listing().orElseThrow().list()).stream()
                .map(StreamHead::stream)
                .toList();
        assertTrue(listed.containsAll(List.of(OTHER, THIRD)), listed::toString);
        storage.deletion().orElseThrow().delete(OTHER);
        assertEquals(0, storage.prune(Duration.ofDays(1)).tombstones());
    }

    private static AppendResult append(MongoStorage storage, StreamId stream) {
        return storage.streams().append(Commits.of(Commits.add(stream, ExpectedVersion.any(), 1)));
    }

    /** The events before are read, and none behind. */
    private static void stream(DamagedStore store, Oddity oddity) {
        store.append(CART, 1);
        store.append(OTHER, 1);
        store.append(CART, 1);
        store.append(CART, 2);
        store.damage(3, oddity.change());
        List<Finding.Kind> found = Verifications.kinds(store.unopened());
        assertTrue(found.contains(Finding.Kind.ODD_DOCUMENT), found::toString);
        requireHole(store.open(), 2, 1);
    }

    private static void hole(DamagedStore store) {
        for (int i = 0; i < 5; i++) {
            store.append(CART, 2);
        }
        long slot = store.isPerCommit() ? 3 : 5;
        for (int i = 0; i < (store.isPerCommit() ? 1 : 2); i++) {
            store.collection("events").deleteOne(new Document("_id", slot + i));
        }
        MongoStorage storage = store.open();
        requireHole(storage, 5, 4);
        for (long from : List.of(5L, 6L)) {
            MissingVersionException missing = assertThrows(
                    MissingVersionException.class,
                    () -> Subject.drain(
                            storage.streams().read(StreamRead.of(CART).from(Version.of(from)))));
            assertEquals(Version.of(5), missing.version());
            assertThrows(
                    MissingVersionException.class,
                    () -> Subject.drain(storage.streams()
                            .read(StreamRead.of(CART).from(Version.of(from)).backwards())));
        }
        assertEquals(
                4,
                Subject.drain(storage.streams().read(StreamRead.of(CART).upTo(Version.of(4))))
                        .size());
        assertEquals(
                4,
                Subject.drain(storage.streams().read(StreamRead.of(CART).from(Version.of(7))))
                        .size());
        assertEquals(11, append(storage, CART).version().value());
    }

    private static void firstMissing(DamagedStore store) {
        store.append(CART, 1);
        store.append(CART, 2);
        store.collection("events").deleteOne(new Document("_id", 1L));
        requireHole(store.open(), 1, 0);
    }

    private static void holeInCommit(DamagedStore store) {
        store.append(Commits.add(CART, ExpectedVersion.any(), 1), Commits.add(OTHER, ExpectedVersion.any(), 1));
        store.append(Commits.add(CART, ExpectedVersion.any(), 1), Commits.add(OTHER, ExpectedVersion.any(), 1));
        store.append(CART, 1);
        feed(store.open(), FeedRead.forwards());
        store.collection("events").deleteOne(new Document("_id", 3L));
        requireHole(store.open(), 2, 1);
    }

    private static void removed(DamagedStore store) {
        for (int i = 0; i < 6; i++) {
            store.append(CART, 3);
        }
        MongoStorage storage = store.open();
        storage.deletion().orElseThrow().truncate(CART, Version.of(12));
        // Long enough ago for pruning.
        store.collection("events")
                .updateMany(
                        new Document("tombstone", new Document("$exists", true)),
                        new Document("$set", new Document("at", Instant.EPOCH)));
        assertTrue(storage.prune(Duration.ofDays(1)).tombstones() > 0);
        for (MongoStorage any : List.of(storage, store.open())) {
            assertEquals(7, stream(any, CART).size());
            assertEquals(
                    7,
                    Subject.drain(any.streams().read(StreamRead.of(CART).backwards()))
                            .size());
            for (long from = 2; from <= 12; from++) {
                StreamRead read = StreamRead.of(CART).from(Version.of(from));
                assertEquals(7, Subject.drain(any.streams().read(read)).size());
                assertEquals(
                        7, Subject.drain(any.streams().read(read.backwards())).size());
            }
        }
    }

    /** The stream lacks a version, before which it has so many events. */
    private static void requireHole(MongoStorage storage, long version, int before) {
        for (StreamRead read : List.of(StreamRead.of(CART), StreamRead.of(CART).backwards())) {
            List<StoredSerializedEvent> seen = new ArrayList<>();
            MissingVersionException missing = assertThrows(MissingVersionException.class, () -> {
                try (Cursor<StoredSerializedEvent> events = storage.streams().read(read)) {
                    events.forEachRemaining(seen::add);
                }
            });
            assertEquals(CART, missing.stream());
            if (read.direction() == Direction.FORWARDS) {
                assertEquals(Version.of(version), missing.version());
                assertEquals(before, seen.size());
            } else {
                assertTrue(seen.stream().allMatch(event -> event.version().value() > version));
            }
        }
    }

    /** What is left of the commit stays what it was. */
    private static void inCommit(DamagedStore store, Oddity oddity) {
        store.append(
                Commits.add(OTHER, ExpectedVersion.any(), 1),
                Commits.add(CART, ExpectedVersion.any(), 1),
                Commits.add(THIRD, ExpectedVersion.any(), 1));
        List<StoredSerializedEvent> before = feed(store.open(), FeedRead.forwards());
        store.collection("store").deleteOne(new Document("_id", "settled"));
        for (long slot = 1; slot <= 3; slot++) {
            long odd = slot;
            List<Document> log = store.log();
            store.damage(slot, oddity.change());
            if (store.collection("events").countDocuments(new Document("_id", slot)) == 0) {
                // Nobody can tell it from a dead writer's slot.
                store.collection("events").deleteMany(new Document());
                store.collection("events").insertMany(log);
                continue;
            }
            MongoStorage storage = store.open();
            requireOthers(before, storage, 1);
            for (StreamId stream : List.of(OTHER, CART, THIRD)) {
                if (!stream.equals(before.get((int) slot - 1).stream())) {
                    assertEquals(1, stream(store.open(), stream).size());
                    assertEquals(
                            1, store.open().streams().head(stream).version().value());
                }
            }
            List<Document> now = store.log();
            assertEquals(3, now.size());
            for (int i = 0; i < 3; i++) {
                if (i + 1 != odd) {
                    assertEquals(log.get(i), now.get(i));
                }
            }
            store.collection("events").deleteMany(new Document());
            store.collection("events").insertMany(log);
            store.collection("store").deleteOne(new Document("_id", "settled"));
        }
    }

    private static void requireOthers(List<StoredSerializedEvent> before, MongoStorage storage, int lost) {
        List<StoredSerializedEvent> now = awaited(storage, before.size() - lost);
        assertEquals(before.size() - lost, now.size());
        assertTrue(before.containsAll(now));
        List<StoredSerializedEvent> backwards = new ArrayList<>(feed(storage, FeedRead.backwards()));
        Collections.reverse(backwards);
        assertEquals(now, backwards);
        FeedRead carts = FeedRead.forwards().matching(EventQuery.category("cart"));
        assertEquals(
                now.stream()
                        .filter(event -> event.stream().category().equals("cart"))
                        .toList(),
                feed(storage, carts));
    }

    /** A slot that became free takes the grace. */
    private static List<StoredSerializedEvent> awaited(MongoStorage storage, int events) {
        List<StoredSerializedEvent> found = feed(storage, FeedRead.forwards());
        long end = System.nanoTime() + 5_000_000_000L;
        while (found.size() < events && System.nanoTime() < end) {
            found = feed(storage, FeedRead.forwards());
        }
        return found;
    }

    private static void shortList(DamagedStore store) {
        store.append(CART, 3);
        store.append(OTHER, 1);
        if (!store.isPerCommit()) {
            return;
        }
        List<StoredSerializedEvent> before = feed(store.open(), FeedRead.forwards());
        store.damage(1, document -> document.getList("events", Document.class).remove(2));
        requireOneUnreadable(
                before, feed(store.open(), FeedRead.forwards()), before.get(2).place());
        store.damage(1, document -> document.put("events", "none"));
        List<StoredSerializedEvent> now = stream(store.open(), CART);
        assertEquals(3, now.size());
        now.forEach(event -> assertThrows(
                SerializationException.class, () -> event.event().payload().value()));
        assertEquals(4, store.append(CART, 1).version().value());
    }

    private static void counter(DamagedStore store) {
        store.collection("store")
                .replaceOne(
                        new Document("_id", "slots"), new Document("next", "many"), new ReplaceOptions().upsert(true));
        MongoStorage one = store.open();
        for (int i = 1; i < 4; i++) {
            Bench.appendUnless(one, Commits.add(CART, ExpectedVersion.any(), 1), EventQuery.tagged("never:" + i));
            assertEquals(i, feed(store.open(), FeedRead.forwards()).size());
        }
    }

    private static void snapshots(DamagedStore store) {
        for (Oddity oddity : List.of(Oddity.with("version", 2), Oddity.with("version", 2.0))) {
            save(store, oddity);
            assertEquals(
                    Version.of(2),
                    store.open()
                            .snapshots()
                            .orElseThrow()
                            .latest(CART, Version.MAX)
                            .orElseThrow()
                            .version());
        }
        for (Oddity oddity : Oddities.ofEvents()) {
            if (!oddity.name().contains("event") && !oddity.name().contains("tags")) {
                save(store, oddity);
                SerializedSnapshot found = store.open()
                        .snapshots()
                        .orElseThrow()
                        .latest(CART, Version.MAX)
                        .orElseThrow();
                assertThrows(SerializationException.class, () -> found.payload().value(), oddity.name());
            }
        }
        for (Object version : List.of("two", 2.5, -1L)) {
            save(store, Oddity.with("version", version));
            assertEquals(
                    Optional.empty(), store.open().snapshots().orElseThrow().latest(CART, Version.MAX));
            store.open()
                    .snapshots()
                    .orElseThrow()
                    .delete(CART, SnapshotBounds.all().versions(Version.FIRST, Version.of(9)));
        }
    }

    private static void save(DamagedStore store, Oddity oddity) {
        store.open().snapshots().orElseThrow().delete(CART, SnapshotBounds.all());
        store.open()
                .snapshots()
                .orElseThrow()
                .save(new SerializedSnapshot(
                        CART,
                        Version.of(2),
                        TypeName.of("Cart"),
                        Revision.FIRST,
                        Payload.json("{}"),
                        Map.of(),
                        Sample.TIME));
        Document saved = store.collection("snapshots").find().first();
        store.damage("snapshots", saved == null ? "none" : saved.get("_id"), oddity.change());
    }

    private static void lease(DamagedStore store) {
        StoredLease lease = StoredLease.first(LeaseName.of(SubscriptionName.of("mails")));
        store.collection("leases")
                .insertOne(new Document("_id", "mails/0").append("token", 1).append("beat", 0));
        assertEquals(Optional.of(lease), store.open().leases().orElseThrow().find(lease.name()));
        for (String field : List.of("position", "token", "beat")) {
            Object before = field.equals("position") ? null : 1;
            for (Object odd : List.of("seven", 7.5, -7L)) {
                store.damage("leases", "mails/0", document -> document.put(field, odd));
                assertThrows(
                        OddDocumentException.class,
                        () -> store.open().leases().orElseThrow().find(lease.name()));
            }
            store.damage("leases", "mails/0", document -> {
                if (before == null) {
                    document.remove(field);
                } else {
                    document.put(field, before);
                }
            });
        }
    }

    private static List<StoredSerializedEvent> feed(MongoStorage storage, FeedRead read) {
        FeedStorage feed = storage.feed().orElseThrow();
        return Subject.drain(feed.read(read));
    }

    private static List<StoredSerializedEvent> stream(MongoStorage storage, StreamId stream) {
        return Subject.drain(storage.streams().read(StreamRead.of(stream)));
    }
}
