package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Subject;

/** Reads that nobody closes hold nothing on the server for longer than their storage, or than somebody has them. */
public final class LeftReads {
    private static final int READS = 90;
    /** Each read asks for fewer, so that the server keeps a cursor for it. */
    private static final int COMMITS = 10;

    private LeftReads() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(test("Reads that nobody closed end with their storage", factory, LeftReads::endWithStorage));
    }

    /** On a real server, which tells what cursors it holds. */
    public static Stream<DynamicTest> onServer(StorageFactory factory) {
        return Stream.of(
                DynamicTest.dynamicTest(
                        "A storage that is closed leaves no cursor behind", () -> leavesNoCursor(factory)),
                DynamicTest.dynamicTest("Reads that nobody has any more leave no cursor behind", () -> lost(factory)));
    }

    private static void endWithStorage(Bench bench) {
        MongoStorage storage = bench.open();
        for (int i = 0; i < COMMITS; i++) {
            bench.append(storage, CART, 1);
        }
        List<Cursor<StoredSerializedEvent>> left = begun(storage, 2);
        bench.commands().clear();
        storage.close();
        assertEquals(left.size(), bench.commands().count("killCursors"));
        assertThrows(ClosedException.class, left.get(0)::next);
        left.forEach(Cursor::close);
        assertEquals(left.size(), bench.commands().count("killCursors"));
    }

    private static void leavesNoCursor(StorageFactory factory) {
        try (ProfiledServer server = filled(factory)) {
            MongoStorage storage = server.open();
            List<Cursor<StoredSerializedEvent>> left = begun(storage, READS / 3);
            assertEquals(READS, server.openCursors(), "cursors of reads that have begun");
            storage.close();
            assertEquals(0, server.openCursors(), "cursors of a storage that is closed");
            assertThrows(ClosedException.class, left.get(0)::next);
        }
    }

    private static void lost(StorageFactory factory) throws InterruptedException {
        try (ProfiledServer server = filled(factory)) {
            begun(server.storage(), READS / 3);
            Bench.await(
                    () -> {
                        System.gc();
                        return server.openCursors() == 0;
                    },
                    () -> server.openCursors() + " cursors of reads that nobody has");
        }
    }

    private static ProfiledServer filled(StorageFactory factory) {
        ProfiledServer server = new ProfiledServer(factory);
        for (int i = 0; i < COMMITS; i++) {
            server.append(Commits.add(CART, ExpectedVersion.any(), 1));
        }
        return server;
    }

    /** So many reads of each kind, of which the first event was read, and more are wanted. */
    private static List<Cursor<StoredSerializedEvent>> begun(MongoStorage storage, int each) {
        // Now all is known to be settled: a read of a part that is would ask for that part only.
        Subject.drain(storage.feed().orElseThrow().read(FeedRead.forwards()));
        FeedRead forwards = FeedRead.forwards().limit(3);
        List<Cursor<StoredSerializedEvent>> reads = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            reads.add(storage.feed().orElseThrow().read(forwards));
            reads.add(storage.feed().orElseThrow().read(forwards.matching(EventQuery.category("cart"))));
            reads.add(storage.feed().orElseThrow().read(FeedRead.backwards().limit(3)));
        }
        reads.forEach(Cursor::next);
        return reads;
    }
}
