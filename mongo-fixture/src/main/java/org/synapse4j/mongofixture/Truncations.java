package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.Finding.Kind;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Subject;

/** The mark that a removal leaves on a stream's first tombstone: what it says, and that readers who go by it miss nothing. */
final class Truncations {
    private static final Bson FIRST = Filters.and(Filters.eq("stream", CART.toString()), Filters.eq("version", 1));
    /** A read asks for so many documents first, and for the rest once it knows that there is one. */
    static final int FIRST_PAGE = 500;

    private static final int MANY = 1_200;
    private static final int ENDS = 11;
    private static final int UNAUTHORIZED = 13;

    private Truncations() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A removal marks how far it went, and never less", factory, Truncations::marked),
                test("A mark lies between two documents", factory, Truncations::betweenDocuments),
                test("A removal that is cut short marks no more than it did", factory, Truncations::cutShort),
                test("A late removal does not lower the mark", factory, Truncations::late),
                test("A long truncated stream is read from behind the mark", factory, Truncations::leapt),
                test("A store without a mark is read as before, and gets one", factory, Truncations::unmarked),
                test("Who reads while a stream is truncated misses nothing that stays", factory, Truncations::beside),
                test("What was truncated may be deleted, pruned and appended to", factory, Truncations::goneOn),
                test("A mark that hides events is found", factory, Truncations::hiding));
    }

    private static void marked(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 6; i++) {
            bench.append(storage, CART, 1);
        }
        truncate(storage, 1);
        assertEquals(0, mark(bench));
        truncate(storage, 5);
        assertEquals(4, mark(bench));
        truncate(bench.open(), 3);
        assertEquals(4, mark(bench));
        truncate(bench.open(), 6);
        assertEquals(5, mark(bench));
        storage.deletion().orElseThrow().delete(CART);
        assertEquals(6, mark(bench));
        assertEquals(List.of(), versions(storage, StreamRead.of(CART)));
    }

    private static void betweenDocuments(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 3);
        bench.append(storage, CART, 3);
        truncate(storage, 3);
        assertEquals(isPerCommit(bench) ? 0 : 2, mark(bench));
        truncate(storage, 6);
        assertEquals(isPerCommit(bench) ? 3 : 5, mark(bench));
        assertEquals(List.of(6L), versions(bench.open(), StreamRead.of(CART)));
        truncate(storage, 7);
        assertEquals(6, mark(bench));
        bench.append(storage, CART, 2);
        assertEquals(List.of(7L, 8L), versions(bench.open(), StreamRead.of(CART)));
    }

    /** Each of the documents may be the last that is written. */
    private static void cutShort(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 5; i++) {
            bench.append(storage, CART, 1);
        }
        for (int done = 1; done <= 4; done++) {
            bench.faults().next("update").stopAfter(1);
            bench.faults().nth(2, "update").times(1_000).fail(UNAUTHORIZED);
            assertThrows(SynapseException.class, () -> truncate(storage, 6));
            bench.faults().clear();
            assertEquals(5 - done, versions(bench.open(), StreamRead.of(CART)).size());
            assertEquals(0, mark(bench));
        }
        bench.faults().nth(2, "update").times(1_000).fail(UNAUTHORIZED);
        assertThrows(SynapseException.class, () -> truncate(storage, 6));
        bench.faults().clear();
        assertEquals(List.of(), versions(bench.open(), StreamRead.of(CART)));
        assertEquals(0, mark(bench));
        truncate(storage, 6);
        assertEquals(5, mark(bench));
    }

    private static void late(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bench.append(storage, CART, 4);
        HoldingFault held = bench.faults().next("update").hold();
        Call<Boolean> lower = Call.heldBy(held, () -> truncate(storage, 2));
        truncate(bench.open(), 6);
        held.release();
        lower.result();
        assertEquals(5, mark(bench));
    }

    private static void leapt(Bench bench) {
        MongoStorage storage = bench.open();
        long last = many(bench);
        truncate(storage, last - 10);
        assertAsks(bench, 2, StreamRead.of(CART), last - 10, last);
        assertAsks(bench, 2, StreamRead.of(CART).limit(3), last - 10, last - 8);
        assertAsks(bench, 1, StreamRead.of(CART).backwards(), last, last - 10);
        int floor = isPerCommit(bench) ? 1 : 0;
        assertAsks(
                bench,
                1 + floor,
                StreamRead.of(CART).from(Version.of(last - 300)).backwards(),
                last,
                last - 10);
        assertAsks(bench, 3 + floor, StreamRead.of(CART).from(Version.of(10)), last - 10, last);
        assertAsks(bench, 1 + floor, StreamRead.of(CART).from(Version.of(last - 300)), last - 10, last);
        assertAsks(bench, 1 + floor, StreamRead.of(CART).from(Version.of(last - 5)), last - 5, last);
        assertEquals(List.of(), versions(bench.open(), StreamRead.of(CART).upTo(Version.of(last - 20))));
        bench.commands().clear();
        truncate(bench.open(), last);
        assertFalse(bench.commands().count("getMore") > 0, bench.commands()::toString);
        storage.deletion().orElseThrow().delete(CART);
        assertAsks(bench, 1, StreamRead.of(CART).backwards(), 0, 1);
        bench.append(storage, CART, 2);
        assertAsks(bench, 2, StreamRead.of(CART), last + 1, last + 2);
    }

    private static void unmarked(Bench bench) {
        MongoStorage storage = bench.open();
        long last = many(bench);
        truncate(storage, last - 10);
        bench.events().updateOne(FIRST, Updates.unset("until"));
        assertEquals(range(last - 10, last), versions(bench.open(), StreamRead.of(CART)));
        assertEquals(
                range(last - 10, last),
                versions(bench.open(), StreamRead.of(CART).from(Version.of(3))));
        truncate(bench.open(), 2);
        assertEquals(1, mark(bench));
        bench.events().updateOne(FIRST, Updates.set("until", "unreadable"));
        assertEquals(range(last - 10, last), versions(bench.open(), StreamRead.of(CART)));
        bench.events().updateOne(FIRST, Updates.unset("until"));
        truncate(bench.open(), last);
        assertEquals(last - 1, mark(bench));
    }

    private static void beside(Bench bench) {
        MongoStorage storage = bench.open();
        long last = many(bench);
        try (Cursor<StoredSerializedEvent> forwards = storage.streams().read(StreamRead.of(CART));
                Cursor<StoredSerializedEvent> backwards =
                        storage.streams().read(StreamRead.of(CART).backwards())) {
            for (int i = 0; i < 100; i++) {
                forwards.next();
                backwards.next();
            }
            truncate(bench.open(), last - 200);
            List<Long> after = Subject.drain(forwards).stream()
                    .map(event -> event.version().value())
                    .toList();
            assertEquals(range(last - 200, last), after.subList(after.size() - 201, after.size()));
            List<Long> before = Subject.drain(backwards).stream()
                    .map(event -> event.version().value())
                    .toList();
            assertEquals(reversed(range(last - 200, last - 100)), before.subList(0, 101));
        }
    }

    private static void goneOn(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 5; i++) {
            bench.append(storage, CART, 1);
        }
        truncate(storage, 6);
        storage.deletion().orElseThrow().delete(CART);
        assertFalse(bench.open().streams().head(CART).exists());
        bench.append(storage, CART, 2);
        bench.append(storage, CART, 2);
        truncate(storage, 9);
        Prunings.age(bench);
        storage.prune(Prunings.MONTH);
        assertEquals(List.of(9L), versions(bench.open(), StreamRead.of(CART)));
        assertEquals(List.of(9L), versions(bench.open(), StreamRead.of(CART).backwards()));
        assertEquals(List.of(9L), versions(bench.open(), StreamRead.of(CART).from(Version.of(3))));
        bench.append(bench.open(), CART, 1);
        truncate(bench.open(), 10);
        assertEquals(List.of(10L), versions(bench.open(), StreamRead.of(CART)));
        storage.deletion().orElseThrow().delete(CART);
        assertEquals(10, bench.open().streams().head(CART).version().value());
        assertFalse(bench.open().streams().head(CART).exists());
        assertEquals(List.of(), Verifications.kinds(bench.open()));
    }

    private static void hiding(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < 3; i++) {
            bench.append(storage, CART, 1);
            bench.append(storage, OTHER, 1);
        }
        truncate(storage, 2);
        assertEquals(List.of(), Verifications.kinds(storage));
        bench.events().updateOne(FIRST, Updates.set("until", 2L));
        assertEquals(List.of(Kind.HIDDEN_EVENTS), Verifications.kinds(storage));
    }

    /**
     * Documents of a stream, each with one event in either layout, and as many of another; the last ones are commits of their own. Returns the last
     * version.
     */
    static long many(Bench bench) {
        StreamId[] streams = Collections.nCopies(MANY / 2, List.of(CART, OTHER)).stream()
                .flatMap(List::stream)
                .toArray(StreamId[]::new);
        MongoStorage storage = bench.open();
        storage.streams().append(Commits.alternating(streams));
        for (int i = 0; i < ENDS; i++) {
            bench.append(storage, CART, 1);
        }
        return MANY / 2 + ENDS;
    }

    /** By a storage that remembers nothing of the stream. */
    private static void assertAsks(Bench bench, int requests, StreamRead read, long first, long last) {
        MongoStorage fresh = bench.open();
        bench.commands().clear();
        List<Long> found = versions(fresh, read);
        List<Long> expected = first <= last ? range(first, last) : reversed(range(last, first));
        assertEquals(first == 0 ? List.of() : expected, found, read::toString);
        assertEquals(
                requests,
                bench.commands().count("find"),
                () -> read + ": " + bench.commands().seen());
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<Long> reversed(List<Long> versions) {
        return versions.stream().sorted(Collections.reverseOrder()).toList();
    }

    private static List<Long> versions(MongoStorage storage, StreamRead read) {
        return Subject.drain(storage.streams().read(read)).stream()
                .map(event -> event.version().value())
                .toList();
    }

    private static boolean truncate(MongoStorage storage, long before) {
        storage.deletion().orElseThrow().truncate(CART, Version.of(before));
        return true;
    }

    private static boolean isPerCommit(Bench bench) {
        return bench.open().name().equals("mongo-per-commit");
    }

    private static long mark(Bench bench) {
        Document first = bench.events().find(FIRST).first();
        return first == null ? 0 : first.get("until", 0L);
    }
}
