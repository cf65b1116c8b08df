package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.LONG;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Subject;

/** Writers that are slow or dead hold others up for a bounded time, and mislead nobody. */
final class SlowWriters {
    private SlowWriters() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("The hole of a stalled writer is fenced, and it starts over", factory, SlowWriters::stalled),
                test("A slot that another read has settled is not skipped", factory, SlowWriters::settledMeanwhile),
                test("The head is found below what two writers have left", factory, SlowWriters::headBelowTwo),
                test("A conditional append waits for a slow one for the grace", factory, SlowWriters::slowBelow),
                test(
                        "A slot that died while others waited is missing since then",
                        factory,
                        SlowWriters::diedMeanwhile));
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

    /** Slots 2 and 3 were one commit's, whose last document is a void already; of another in 4 and 5 the second is missing. */
    private static void headBelowTwo(Bench bench) {
        bench.append(bench.open(), CART, 1);
        Document first = bench.log().get(0);
        bench.events().insertMany(List.of(Bench.voidIn(3), inFlight(first, 2, 2, 2), inFlight(first, 4, 3, 4)));
        StreamHead head = Call.of(() -> bench.open().streams().head(CART)).result();
        assertEquals(StreamHead.at(CART, Version.FIRST, head.position()), head);
        assertEquals(2, bench.append(bench.open(), CART, 1).version().value());
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
}
