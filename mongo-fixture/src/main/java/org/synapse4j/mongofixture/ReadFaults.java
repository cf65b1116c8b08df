package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Subject;

/** Reads in the middle of which the server fails, and the cursors that they leave on it. */
final class ReadFaults {
    /** The driver itself does not try again after it. */
    private static final int INTERRUPTED = 11601;

    private static final long GAP = 20_000;

    private static final int CURSOR_NOT_FOUND = 43;
    private static final int QUERY_PLAN_KILLED = 175;
    private static final int CURSOR_KILLED = 237;

    private ReadFaults() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A cursor that is closed while it is opened leaves none on the server", factory, ReadFaults::leak),
                test("A read asks again how far the feed is settled", factory, ReadFaults::settledAgain),
                test("A read above the settled slot moves it, a bounded way", factory, ReadFaults::settledByReading),
                test(
                        "A reader does not wait for another that records how far it is settled",
                        factory,
                        ReadFaults::recording),
                test(
                        "A walk to the end that runs out of time goes on when called again",
                        factory,
                        ReadFaults::endInTwo),
                test("A read that goes on at the end of a stream repeats nothing", factory, ReadFaults::goesOn),
                test("A read that begins inside of a commit skips nothing of it", factory, ReadFaults::insideOfCommit),
                test("A read goes on whose index or cursor has gone", factory, ReadFaults::killed),
                test("Many missing slots wait for the grace once, and are fenced together", factory, ReadFaults::gap),
                test("A listing asks again for a page", factory, ReadFaults::headAgain));
    }

    private static void leak(Bench bench) throws InterruptedException {
        Truncations.many(bench);
        Cursor<StoredSerializedEvent> cursor =
                bench.open().streams().read(StreamRead.of(CART).limit(Truncations.FIRST_PAGE + 1));
        for (int i = 0; i < Truncations.FIRST_PAGE; i++) {
            cursor.next();
        }
        HoldingFault held = bench.faults().next("find").hold();
        Call<Boolean> opening = Call.heldBy(held, cursor::hasNext);
        cursor.close();
        held.release();
        assertTrue(opening.result());
        Bench.await(
                () -> bench.commands().count("killCursors") == 1,
                () -> "commands: " + bench.commands().seen());
    }

    /** The first page holds five documents; the sixth, which is still to come, was in flight and is a void when the read goes on. */
    private static void goesOn(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 6; i++) {
            bench.append(storage, CART, 1);
        }
        storage.deletion().orElseThrow().truncate(CART, Version.of(4));
        Fault lost = bench.nthFind(2).fail(CURSOR_NOT_FOUND);
        List<Long> versions = new ArrayList<>();
        try (Cursor<StoredSerializedEvent> cursor =
                bench.open().streams().read(StreamRead.of(CART).limit(4))) {
            versions.add(cursor.next().version().value());
            bench.events().replaceOne(Filters.eq("_id", 6L), Bench.voidIn(6));
            cursor.forEachRemaining(event -> versions.add(event.version().value()));
        }
        assertEquals(1, lost.fired());
        assertEquals(List.of(4L, 5L), versions);
    }

    /** As after an election, when the new primary shows less of the commit for a moment than a reader has seen. */
    private static void insideOfCommit(Bench bench) throws InterruptedException {
        MongoStorage writer = bench.open();
        AppendResult commit = bench.append(writer, List.of(CART, OTHER, StreamId.of("cart", "3")));
        bench.append(writer, CART, 1);
        Document third = Objects.requireNonNull(bench.events().findOneAndDelete(Filters.eq("_id", 3L)));
        FeedRead inside = FeedRead.forwards().after(commit.places().get(1).position());
        FeedStorage feed = bench.open().feed().orElseThrow();
        HoldingFault judging = bench.nthFind(4).hold();
        Call<List<StreamId>> reading = Call.heldBy(judging, () -> streams(feed, inside));
        bench.events().insertOne(third);
        judging.release();
        assertEquals(List.of(StreamId.of("cart", "3"), CART), reading.result());
    }

    private static List<StreamId> streams(FeedStorage feed, FeedRead read) {
        return Subject.drain(feed.read(read)).stream()
                .map(StoredSerializedEvent::stream)
                .toList();
    }

    /** As after a counter that was restored from a later backup than the log. */
    private static void gap(Bench bench) throws InterruptedException {
        bench.append(bench.open(), CART, 1);
        bench.events().insertOne(Bench.voidIn(GAP));
        bench.append(bench.open(), CART, 1);
        long before = bench.commands().count("insert");
        bench.awaitFeed(bench.openWithGrace(Duration.ofSeconds(2)), 2);
        long messages = bench.commands().count("insert") - before;
        assertTrue(messages <= GAP / 500, messages + " messages");
        bench.requireContiguous();
    }

    /** What is left lies on a later page, to be found without a mark (ADR 40). */
    private static void killed(Bench bench) {
        MongoStorage storage = bench.open();
        long last = Truncations.many(bench);
        storage.deletion().orElseThrow().truncate(CART, Version.of(last - 1));
        bench.events().updateMany(Filters.exists("until"), Updates.unset("until"));
        for (int code : List.of(CURSOR_NOT_FOUND, QUERY_PLAN_KILLED, CURSOR_KILLED)) {
            Fault killing = bench.faults().next("getMore").fail(code);
            List<Long> versions = Subject.drain(
                            storage.streams().read(StreamRead.of(CART).limit(3)))
                    .stream()
                    .map(event -> event.version().value())
                    .toList();
            assertEquals(1, killing.fired());
            assertEquals(List.of(last - 1, last), versions, "code " + code);
        }
    }

    private static void settledAgain(Bench bench) {
        bench.append(bench.open(), CART, 1);
        MongoStorage reader = bench.open();
        Fault failing = bench.faults()
                .next("find")
                .on(bench.store().getNamespace().getCollectionName())
                .fail(INTERRUPTED);
        FeedRead tagged = FeedRead.forwards().matching(EventQuery.tagged("seat:1"));
        try (Cursor<StoredSerializedEvent> cursor = reader.feed().orElseThrow().read(tagged)) {
            assertFalse(cursor.hasNext());
        }
        assertEquals(1, failing.fired());
    }

    private static void headAgain(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bench.append(storage, OTHER, 1);
        Fault failing = bench.faults().next("aggregate").fail(INTERRUPTED);
        List<StreamId> streams = Subject.drain(storage.listing().orElseThrow().list()).stream()
                .map(StreamHead::stream)
                .toList();
        assertEquals(1, failing.fired());
        assertEquals(Set.of(CART, OTHER), Set.copyOf(streams));
        assertEquals(2, streams.size());
    }

    /** The slot is recorded whenever it has moved by 1,000. */
    private static void settledByReading(Bench bench) {
        MongoStorage writer = bench.open();
        for (int i = 0; i < 3; i++) {
            appendToMany(writer);
        }
        Position last = appendToMany(writer).position();
        FeedStorage feed = bench.open().feed().orElseThrow();
        FeedRead live = FeedRead.forwards().after(last);
        List<Long> recorded = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (Cursor<StoredSerializedEvent> cursor = feed.read(live)) {
                assertFalse(cursor.hasNext());
            }
            recorded.add(Objects.requireNonNull(
                            bench.store().find(Filters.eq("_id", "settled")).first(), "settled")
                    .getLong("settled"));
        }
        assertEquals(List.of(1_200L, 2_400L), recorded);
    }

    private static void recording(Bench bench) throws InterruptedException {
        MongoStorage writer = bench.open();
        appendToMany(writer);
        appendToMany(writer);
        FeedStorage feed = bench.open().feed().orElseThrow();
        HoldingFault recording = bench.faults()
                .next("update")
                .on(bench.store().getNamespace().getCollectionName())
                .hold();
        Call<Position> held = Call.heldBy(recording, feed::end);
        Position last = bench.append(writer, CART, 1).position();
        Position end = Call.of(feed::end).result();
        assertTrue(end.compareTo(last) >= 0);
        assertFalse(held.isDone());
        recording.release();
        held.result();
    }

    /** Three answers are slow; each alone comes within the deadline, and the third one does not in what is left of it. */
    private static void endInTwo(Bench bench) {
        MongoStorage writer = bench.open();
        for (int i = 0; i < 4; i++) {
            appendToMany(writer);
        }
        FeedStorage feed = bench.openWithin(Duration.ofSeconds(3)).feed().orElseThrow();
        Fault slow = bench.nthFind(1).times(3).delay(Duration.ofMillis(1_200));
        assertThrows(StorageUnavailableException.class, feed::end);
        slow.cancel();
        Position end = writer.feed().orElseThrow().end();
        bench.commands().clear();
        assertEquals(end, feed.end());
        assertTrue(
                bench.commands().count("getMore") <= 1, "further batches of the second call; two from the beginning");
    }

    /** A commit that takes 600 slots in either layout. */
    private static AppendResult appendToMany(MongoStorage storage) {
        Part[] appends = IntStream.range(0, 600)
                .mapToObj(i ->
                        Commits.add(StreamId.of("seat", UUID.randomUUID().toString()), ExpectedVersion.noStream(), 1))
                .toArray(Part[]::new);
        return storage.streams().append(Commits.of(appends));
    }
}
