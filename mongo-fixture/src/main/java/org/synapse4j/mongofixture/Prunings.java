package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.LONG;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.Pruned;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;

/** Pruning: what it removes, and that all else stays as it was for everybody. */
final class Prunings {
    static final Duration MONTH = Duration.ofDays(30);
    private static final Bson REMAINS = Filters.or(Filters.exists("void"), Filters.exists("tombstone"));

    private Prunings() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("Pruning removes what is old, and nobody sees a difference", factory, Prunings::unseen),
                test("Pruning leaves what is young", factory, Prunings::young),
                test("A stream that was pruned is neither new nor shorter", factory, Prunings::stale),
                test("A head stays while a commit is in flight above it", factory, Prunings::inFlight),
                test("No slot is chosen below the settled one after pruning", factory, Prunings::end),
                test("A commit of which an event is left stays whole", factory, Prunings::wholeCommits),
                test("A store that has not read for long passes what was pruned at once", factory, Prunings::behind),
                test("What was pruned may be truncated once more, and deleted", factory, Prunings::removedAgain),
                test(
                        "A retention of less than a day, or more than a century, is refused",
                        factory,
                        Prunings::tooShort));
    }

    private static void unseen(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 6; i++) {
            bench.append(storage, CART, 1);
            bench.append(storage, OTHER, 1);
            voids(bench, 2);
        }
        storage.deletion().orElseThrow().truncate(CART, Version.of(5));
        storage.deletion().orElseThrow().delete(OTHER);
        age(bench);
        bench.append(storage, OTHER, 1);
        List<SeenEvent> before = bench.feed();
        Pruned pruned = storage.prune(MONTH);
        assertEquals(12, pruned.voids(), "voids");
        assertEquals(3 + 5, pruned.tombstones(), "tombstones: all but the first of each stream");
        assertEquals(2, bench.events().countDocuments(REMAINS));
        assertEquals(before, bench.feed());
        assertEquals(new Pruned(0, 0), bench.open().prune(MONTH));
        for (MongoStorage one : List.of(storage, bench.open())) {
            AppendResult next = bench.append(one, OTHER, 1);
            assertEquals(one == storage ? 8 : 9, next.version().value());
            assertEquals(6, one.streams().head(CART).version().value());
        }
        assertEquals(before.size() + 2, bench.feed().size());
    }

    private static void young(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 3);
        voids(bench, 2);
        bench.append(storage, CART, 1);
        storage.deletion().orElseThrow().truncate(CART, Version.of(4));
        List<Document> before = bench.log();
        assertEquals(new Pruned(0, 0), storage.prune(MONTH));
        assertEquals(before, bench.log());
    }

    /** A store that takes it for new looks at the index only. */
    private static void stale(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 5; i++) {
            bench.append(storage, CART, 1);
        }
        storage.deletion().orElseThrow().truncate(CART, Version.of(5));
        age(bench);
        storage.prune(MONTH);
        for (ExpectedVersion stale : List.of(ExpectedVersion.noStream(), ExpectedVersion.exactly(3))) {
            MongoStorage other = bench.open();
            assertThrows(
                    VersionConflictException.class,
                    () -> other.streams().append(Commits.of(Commits.add(CART, stale, 1))));
        }
        assertEquals(1, bench.feed().size());
    }

    /** Its writer has to start over, and then finds the head again. */
    private static void inFlight(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 5; i++) {
            bench.append(storage, CART, 1);
        }
        bench.append(storage, OTHER, 1);
        storage.deletion().orElseThrow().delete(CART);
        age(bench);
        MongoStorage writer = bench.open();
        HoldingFault inserting = bench.nextInsert().hold();
        Fault inPart = bench.nextInsert().stopAfter(1);
        Call<AppendResult> append = Call.heldBy(inserting, () -> bench.append(writer, List.of(CART, OTHER)));
        HoldingFault readingBack = bench.faults().next("find").hold();
        inserting.release();
        assertTrue(readingBack.awaitFired(1, LONG));
        assertEquals(1, inPart.fired());
        Pruned pruned = storage.prune(MONTH);
        assertEquals(6, bench.append(bench.open(), CART, 1).version().value());
        readingBack.release();
        assertEquals(7, append.result().version(CART).value());
        assertEquals(3, pruned.tombstones(), "tombstones: all but the first and the head");
    }

    private static void end(Bench bench) {
        MongoStorage storage = bench.open();
        Position last = bench.append(storage, CART, 1).position();
        voids(bench, 5);
        age(bench);
        assertEquals(4, storage.prune(MONTH).voids());
        assertTrue(bench.append(bench.open(), CART, 1).position().compareTo(last) > 0);
        assertEquals(
                List.of(1L, 6L, 7L),
                bench.log().stream().map(document -> document.getLong("_id")).toList());
        assertEquals(2, bench.feed().size());
    }

    private static void wholeCommits(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bench.append(storage, CART, 4);
        storage.streams()
                .append(Commits.of(
                        Commits.add(CART, ExpectedVersion.any(), 2), Commits.add(OTHER, ExpectedVersion.any(), 2)));
        bench.append(storage, CART, 1);
        storage.deletion().orElseThrow().truncate(CART, Version.of(4));
        storage.deletion().orElseThrow().truncate(OTHER, Version.of(2));
        age(bench);
        List<SeenEvent> before = bench.feed();
        List<Document> log = bench.log();
        assertEquals(0, storage.prune(MONTH).tombstones());
        assertEquals(log, bench.log());
        assertEquals(before, bench.feed());
    }

    private static void behind(Bench bench) {
        MongoStorage behind = bench.open();
        bench.append(behind, CART, 1);
        behind.feed().orElseThrow().end();
        MongoStorage other = bench.open();
        voids(bench, 10);
        bench.append(other, CART, 1);
        age(bench);
        assertEquals(10, other.prune(MONTH).voids());
        assertEquals(
                other.feed().orElseThrow().end(), behind.feed().orElseThrow().end());
        assertEquals(2, bench.log().size(), "documents, none of them a void");
    }

    /** Versions are missing below the bound, for good. */
    private static void removedAgain(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 6; i++) {
            bench.append(storage, CART, 1);
        }
        StreamDeletion deletion = storage.deletion().orElseThrow();
        deletion.truncate(CART, Version.of(6));
        age(bench);
        assertEquals(4, storage.prune(MONTH).tombstones());
        bench.commands().clear();
        deletion.truncate(CART, Version.of(4));
        assertEquals(
                2,
                bench.commands().count(),
                () -> "commands: " + bench.commands().seen());
        assertEquals(1, bench.feed().size());
        deletion.delete(CART);
        assertEquals(0, bench.feed().size());
        StreamHead head = storage.streams().head(CART);
        assertEquals(StreamHead.deleted(CART, Version.of(6), head.position()), head);
    }

    private static void tooShort(Bench bench) {
        MongoStorage storage = bench.open();
        for (Duration wrong :
                List.of(Duration.ofHours(23), Duration.ofDays(40_000), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThrows(InvalidValueException.class, () -> storage.prune(wrong));
        }
        assertEquals(0, storage.prune(Duration.ofDays(36_500)).voids());
    }

    /** As fenced writers leave them. */
    private static void voids(Bench bench, int count) {
        long tail = bench.log().stream()
                .mapToLong(document -> document.getLong("_id"))
                .max()
                .orElse(0);
        List<Document> voids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            voids.add(Bench.voidIn(tail + i));
        }
        bench.events().insertMany(voids);
    }

    /** As if all that is there had been left 40 days ago. */
    static void age(Bench bench) {
        bench.events().updateMany(REMAINS, Updates.set("at", Instant.now().minus(Duration.ofDays(40))));
    }
}
