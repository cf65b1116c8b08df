package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.LONG;
import static org.synapse4j.mongofixture.Bench.OTHER;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Subject;

/**
 * The promises of the commit protocol beyond the TCK, which can be seen in the server only: late writes, the slot counter, round
 * trips, indexes. The same for both layouts, each on an embedded server of its own.
 */
public final class ProtocolFaults {
    private static final int UNAUTHORIZED = 13;

    private ProtocolFaults() {}

    /** The tests, by what they show. */
    public static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.concat(
                Stream.of(
                                Batches.of(factory),
                                TwoLeaders.of(factory),
                                ReadFaults.of(factory),
                                Truncations.of(factory),
                                CommitsInFlight.of(factory),
                                StoredForms.of(factory),
                                Prunings.of(factory),
                                LateSaves.of(factory),
                                Openings.of(factory),
                                ServerErrors.of(factory),
                                UserCodecs.of(factory),
                                Refusals.of(factory),
                                LeaseFaults.of(factory),
                                Closings.of(factory),
                                Deadlines.of(factory))
                        .flatMap(tests -> tests),
                Stream.of(
                        test("A write that was given up never lands late", factory, ProtocolFaults::lateWrite),
                        test("Two storages share a slot counter", factory, ProtocolFaults::sharedCounter),
                        test("A lost slot counter costs nothing", factory, ProtocolFaults::lostCounter),
                        test(
                                "A slot counter that was rolled back costs nothing",
                                factory,
                                ProtocolFaults::rolledBackCounter),
                        test(
                                "A slot counter far ahead of the log is set back",
                                factory,
                                ProtocolFaults::damagedCounter),
                        test(
                                "The hole of a stalled writer is fenced, and it starts over",
                                factory,
                                ProtocolFaults::stalled),
                        test(
                                "A slot that another read has settled is not skipped",
                                factory,
                                ProtocolFaults::settledMeanwhile),
                        test(
                                "The head is found below what two writers have left",
                                factory,
                                ProtocolFaults::headBelowTwo),
                        test(
                                "A conditional append waits for a slow one for the grace",
                                factory,
                                ProtocolFaults::slowBelow),
                        test(
                                "A slot that died while others waited is missing since then",
                                factory,
                                ProtocolFaults::diedMeanwhile),
                        test("Who waits for an interrupted leader goes on", factory, ProtocolFaults::interruptedLeader),
                        test(
                                "An append whose client is closed after it was sent",
                                factory,
                                ProtocolFaults::closedClient),
                        test(
                                "An append of a process that is alone is one command",
                                factory,
                                ProtocolFaults::oneCommand),
                        test("Appends that wait share one insert", factory, ProtocolFaults::oneInsert),
                        test(
                                "A truncation that is overtaken by a higher one brings nothing back",
                                factory,
                                ProtocolFaults::truncations),
                        test(
                                "A deletion that is overtaken by a truncation deletes the stream",
                                factory,
                                ProtocolFaults::overtakenDeletion),
                        test("An append that is not allowed is not stored", factory, ProtocolFaults::notAllowed)));
    }

    static DynamicTest test(String name, StorageFactory factory, ThrowingConsumer<Bench> body) {
        return DynamicTest.dynamicTest(name, () -> {
            try (Bench bench = new Bench(factory)) {
                body.accept(bench);
            }
        });
    }

    private static void lateWrite(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault late = bench.nextInsert().deliverLate();
        AppendResult result = bench.append(storage, CART, 2);
        assertEquals(1, late.fired());
        List<SeenEvent> before = bench.feed();
        List<Document> log = bench.log();
        late.release();
        assertEquals(log, bench.log(), "the log after the late write");
        assertEquals(before, bench.feed());
        assertEquals(3, result.version().value());
        assertEquals(3, before.size());
    }

    private static void sharedCounter(Bench bench) {
        List<MongoStorage> storages = List.of(bench.open(), bench.open());
        List<Call<AppendResult>> appends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            MongoStorage storage = storages.get(i % 2);
            int number = i;
            appends.add(Call.of(() -> bench.append(storage, number % 3 == 0 ? CART : OTHER, 1 + number % 2)));
        }
        HashSet<Position> positions = new HashSet<>();
        appends.forEach(append -> append.result()
                .places()
                .forEach(place -> assertTrue(positions.add(place.position()), place::toString)));
        assertEquals(300, positions.size());
        assertEquals(300, bench.feed().size());
        bench.requireContiguous();
    }

    private static void lostCounter(Bench bench) {
        changedCounter(bench, () -> bench.store().deleteOne(Filters.eq("_id", "slots")));
    }

    private static void rolledBackCounter(Bench bench) {
        changedCounter(bench, () -> bench.store().updateOne(Filters.eq("_id", "slots"), Updates.set("next", 1L)));
    }

    private static void damagedCounter(Bench bench) {
        changedCounter(
                bench,
                () -> bench.store().updateOne(Filters.eq("_id", "slots"), Updates.set("next", 4_000_000_000_000L)));
    }

    /** A conditional append takes its slots from the counter, always. */
    private static void changedCounter(Bench bench, Runnable change) {
        MongoStorage one = bench.open();
        MongoStorage another = bench.open();
        for (int i = 0; i < 5; i++) {
            bench.appendUnless(one, CART, EventQuery.tagged("never:" + i));
            bench.appendUnless(another, OTHER, EventQuery.tagged("never:" + i));
        }
        change.run();
        for (int i = 0; i < 5; i++) {
            bench.appendUnless(another, CART, EventQuery.tagged("never:" + i));
            bench.appendUnless(one, OTHER, EventQuery.tagged("never:" + i));
        }
        assertEquals(20, bench.feed().size());
        bench.requireContiguous();
        assertEquals(20, bench.log().size(), "documents in the log, none of them a void");
    }

    private static void stalled(Bench bench) throws InterruptedException {
        MongoStorage stalled = bench.open();
        MongoStorage other = bench.open();
        bench.appendUnless(stalled, OTHER, EventQuery.tagged("never:0"));
        HoldingFault held = bench.nextInsert().hold();
        Call<AppendResult> late =
                Call.heldBy(held, () -> bench.appendUnless(stalled, CART, EventQuery.tagged("never:1")));
        bench.appendUnless(other, OTHER, EventQuery.tagged("never:2"));
        bench.append(other, OTHER, 1);
        bench.awaitFeed(3);
        held.release();
        AppendResult result = late.result();
        assertEquals(4, bench.feed().size());
        assertEquals(result.position(), bench.feed().get(3).place().position());
        assertEquals(1, bench.voids());
    }

    /** One read has its batch, in which slot 2 is missing; it lands; another read of the same storage passes it. */
    private static void settledMeanwhile(Bench bench) {
        MongoStorage writer = bench.open();
        for (int i = 0; i < 3; i++) {
            bench.append(writer, CART, 1);
        }
        Document second = Objects.requireNonNull(bench.events().findOneAndDelete(Filters.eq("_id", 2L)));
        FeedStorage feed = bench.open().feed().orElseThrow();
        List<Long> versions = new ArrayList<>();
        try (Cursor<StoredSerializedEvent> early = feed.read(FeedRead.forwards())) {
            versions.add(early.next().version().value());
            bench.events().insertOne(second);
            Subject.drain(feed.read(FeedRead.forwards()));
            early.forEachRemaining(event -> versions.add(event.version().value()));
        }
        assertEquals(List.of(1L, 2L, 3L).subList(0, versions.size()), versions, "versions that the early read saw");
    }

    /** Were it fenced, and started over, it would be in the way of the next one: over a slow line none would come to an end. */
    private static void slowBelow(Bench bench) throws InterruptedException {
        MongoStorage slow = bench.open();
        MongoStorage other = bench.openWithGrace(LONG);
        HoldingFault held = bench.nextInsert().hold();
        Call<AppendResult> below =
                Call.heldBy(held, () -> bench.appendUnless(slow, CART, EventQuery.tagged("never:1")));
        Fault looks = bench.nthFind(20).delay(Duration.ZERO);
        Call<AppendResult> above = Call.of(() -> bench.appendUnless(other, OTHER, EventQuery.tagged("never:2")));
        assertTrue(looks.awaitFired(1, LONG));
        assertFalse(above.isDone());
        held.release();
        assertTrue(below.result().position().compareTo(above.result().position()) < 0);
        assertEquals(0, bench.voids());
    }

    /** Nobody waits for the second dead slot before the first is fenced; but who waited knows since when it was reserved (ADR 42). */
    private static void diedMeanwhile(Bench bench) throws InterruptedException {
        Duration grace = Duration.ofSeconds(2);
        MongoStorage storage = bench.openWithGrace(grace);
        bench.appendUnless(storage, CART, EventQuery.tagged("never:1"));
        dieWithASlot(bench);
        long reservations = bench.commands().count("findAndModify");
        Call<AppendResult> first = Call.of(() -> bench.appendUnless(storage, CART, EventQuery.tagged("never:2")));
        Bench.await(() -> bench.commands().count("findAndModify") > reservations, () -> "a reservation");
        dieWithASlot(bench);
        first.result();
        long start = System.nanoTime();
        bench.appendUnless(storage, CART, EventQuery.tagged("never:3"));
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(waited.compareTo(grace) < 0, () -> "it waited for " + waited);
        assertEquals(2, bench.voids());
    }

    private static void dieWithASlot(Bench bench) {
        bench.store().updateOne(Filters.eq("_id", "slots"), Updates.inc("next", 1L));
    }

    /** Slots 2 and 3 were one commit's, whose last document is a void already; of another in 4 and 5 the second is missing. */
    private static void headBelowTwo(Bench bench) {
        bench.append(bench.open(), CART, 1);
        Document first = bench.log().get(0);
        bench.events().insertMany(List.of(Bench.voidIn(3), inFlight(first, 2, 2, 2), inFlight(first, 4, 3, 4)));
        StreamHead head = Call.of(() -> bench.open().streams().head(CART)).result();
        assertEquals(StreamHead.at(CART, Version.FIRST, head.position()), head);
        assertEquals(2, bench.append(bench.open(), CART, 1).version().value());
    }

    /** A document like this one, of another commit of two. */
    private static Document inFlight(Document like, long slot, long version, long firstSlot) {
        BsonBinary id = new BsonBinary(UUID.randomUUID());
        Document document = new Document(like)
                .append("_id", slot)
                .append("version", version)
                .append("commitId", id)
                .append(
                        "commit",
                        new Document("id", id).append("first", firstSlot).append("size", 2));
        document.computeIfPresent("last", (field, last) -> version);
        if (slot != firstSlot) {
            document.remove("commitId");
        }
        return document;
    }

    private static void interruptedLeader(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, OTHER, 1);
        HoldingFault held = bench.nextInsert().hold();
        Fault dropped = bench.nextInsert().dropAfter();
        boolean[] flag = new boolean[1];
        Call<AppendResult> leader = Call.heldBy(held, () -> {
            try {
                return bench.append(storage, CART, 1);
            } finally {
                flag[0] = Thread.currentThread().isInterrupted();
            }
        });
        List<Call<AppendResult>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(Call.of(() -> bench.append(storage, OTHER, 1)));
        }
        leader.interrupt();
        held.release();
        assertTrue(dropped.awaitFired(1, LONG));
        waiting.forEach(Call::result);
        assertInstanceOf(OutcomeUnknownException.class, leader.failure());
        assertTrue(flag[0], "the interrupt flag stays set");
        assertEquals(5, bench.feed().size());
    }

    /** The server has it: the append may not end as if it were not stored. */
    private static void closedClient(Bench bench) throws InterruptedException {
        bench.open();
        HoldingFault held = bench.nextInsert().hold();
        Fault dropped = bench.nextInsert().dropAfter();
        Call<AppendResult> append;
        try (MongoClient client = bench.client()) {
            MongoStorage storage = bench.on(client);
            append = Call.heldBy(held, () -> bench.append(storage, CART, 1));
        }
        held.release();
        assertInstanceOf(OutcomeUnknownException.class, append.failure());
        assertTrue(dropped.awaitFired(1, LONG));
        bench.awaitFeed(1);
    }

    private static void oneCommand(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bench.commands().clear();
        bench.append(storage, CART, 3);
        storage.streams().append(Commits.of(Commits.add(OTHER, ExpectedVersion.noStream(), 1)));
        assertEquals(
                2,
                bench.commands().count(),
                () -> "commands: " + bench.commands().seen());
        assertEquals(2, bench.commands().count("insert"));
    }

    private static void oneInsert(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault held = bench.nextInsert().hold();
        List<Call<AppendResult>> appends = new ArrayList<>();
        appends.add(Call.heldBy(held, () -> bench.append(storage, CART, 1)));
        for (int i = 0; i < 20; i++) {
            appends.add(Call.of(() -> bench.append(storage, CART, 1)));
        }
        bench.awaitWaiting(20);
        bench.commands().clear();
        held.release();
        appends.forEach(Call::result);
        assertEquals(
                1,
                bench.commands().count("insert"),
                () -> "commands: " + bench.commands().seen());
        assertEquals(20, bench.commands().seen().get(0).statements());
    }

    /** In the layout per commit both replace one document: the lower one has read it before, and writes it after the higher one. */
    private static void truncations(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 5);
        HoldingFault held = bench.faults().next("update").hold();
        Call<Boolean> lower = Call.heldBy(held, () -> truncate(storage, 3));
        truncate(bench.open(), 5);
        held.release();
        lower.result();
        try (Cursor<StoredSerializedEvent> left = storage.streams().read(StreamRead.of(CART))) {
            assertEquals(5, left.next().version().value());
        }
    }

    private static void overtakenDeletion(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 5);
        HoldingFault held = bench.faults().next("update").hold();
        Call<Boolean> deletion = Call.heldBy(held, () -> {
            storage.deletion().orElseThrow().delete(CART);
            return true;
        });
        truncate(bench.open(), 6);
        held.release();
        deletion.result();
        StreamHead head = bench.open().streams().head(CART);
        assertEquals(StreamHead.deleted(CART, Version.of(5), head.position()), head);
    }

    /** A user who may not insert an event may not insert a void either. */
    private static void notAllowed(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        for (int k = 1; k <= 2; k++) {
            bench.faults().nth(k, "insert").fail(UNAUTHORIZED);
        }
        assertThrows(ConfigurationException.class, () -> bench.append(storage, CART, 1));
        bench.faults().clear();
        assertEquals(2, bench.append(storage, CART, 1).version().value());
        bench.requireContiguous();
    }

    private static boolean truncate(MongoStorage storage, long before) {
        storage.deletion().orElseThrow().truncate(CART, Version.of(before));
        return true;
    }
}
