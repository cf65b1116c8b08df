package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.api.ExpectedVersion.streamExists;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.StoreContents;
import org.synapse4j.tck.kit.Subject;

/** The rules EXPECT: expected versions. */
public final class ExpectRules {
    private static final int ROUNDS = 20;
    private static final int THREADS = 16;

    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId ABSENT = StreamId.of("cart", "2");

    /** Likely cause: any is turned into the version that was read before, or refused where the stream is absent. */
    @Rule(id = "EXPECT-1", says = "Any version is met by an absent stream and by an existing one.")
    public void anyVersion(Subject store) {
        assertMet(store, CART, any(), 0);
        assertMet(store, CART, any(), 1);
    }

    /** Likely cause: noStream is treated as any, or as exactly the last version that was seen. */
    @Rule(id = "EXPECT-2", says = "No stream is met by an absent stream, and not by an existing one.")
    public void absentStream(Subject store) {
        assertMet(store, CART, noStream(), 0);
        assertConflict(store, noStream(), store.headAt(CART, 1));
    }

    /** Likely cause: streamExists is treated as any. */
    @Rule(id = "EXPECT-3", says = "That the stream exists is met by an existing stream, and not by an absent one.")
    public void existingStream(Subject store) {
        assertConflict(store, streamExists(), StreamHead.absent(CART));
        assertMet(store, CART, any(), 0);
        assertMet(store, CART, streamExists(), 1);
    }

    /** Likely cause: exactly(0) is treated as any, or the version is compared with less-than. */
    @Rule(
            id = "EXPECT-4",
            says = "Exactly version n is met by a stream at version n alone, also for the 0 of an absent stream.")
    public void exactVersion(Subject store) {
        assertConflict(store, exactly(1), StreamHead.absent(CART));
        assertMet(store, CART, exactly(0), 0);
        assertMet(store, CART, exactly(1), 1);
        StreamHead at2 = store.headAt(CART, 2);
        for (long wrong : new long[] {0, 1, 3, 4, Long.MAX_VALUE}) {
            assertConflict(store, exactly(wrong), at2);
        }
        assertMet(store, CART, exactly(2), 2);
    }

    /** Likely cause: only the last event of a commit, or the number of commits, is compared; or a version ahead leaves a hole. */
    @Rule(id = "EXPECT-5", says = "A version inside a commit, and one beyond the head, are met by no stream.")
    public void insideAndBeyond(Subject store) {
        store.append(CART, noStream(), Sample.events(4));
        store.append(CART, exactly(4), Sample.events(3));
        StreamHead head = store.headAt(CART, 7);
        for (long wrong : new long[] {1, 2, 3, 4, 5, 6, 8, 9, 100}) {
            assertConflict(store, exactly(wrong), head);
        }
    }

    /** Likely cause: what conflicts is the last version that would be written, not the first. */
    @Rule(
            id = "EXPECT-6",
            says = "Of two appends that expect the same version the second conflicts, whatever their lengths.")
    public void sameStartOtherLength(Subject store) {
        int stream = 0;
        for (int[] lengths : new int[][] {{1, 2}, {2, 1}, {2, 3}, {3, 2}, {2, 2}}) {
            StreamId cart = StreamId.of("cart", "length-" + stream++);
            store.append(cart, noStream(), Sample.events(2));
            store.append(cart, exactly(2), Sample.events(lengths[0]));
            StoreContents before = StoreContents.of(store, cart);
            assertThrows(
                    VersionConflictException.class,
                    () -> store.append(cart, exactly(2), Sample.events(lengths[1])),
                    "After an append of " + lengths[0] + " events at version 2, one of " + lengths[1]
                            + " events that expects version 2 does not conflict");
            assertEquals(before, StoreContents.of(store, cart), "The second append left a trace");
        }
    }

    /** Likely cause: the error of the storage below comes through, or a fixed or guessed version is reported. */
    @Rule(
            id = "EXPECT-7",
            says = "A conflict names the stream, what was expected of it, and the head that it has instead.")
    public void conflictNamesAll(Subject store) {
        store.append(CART, noStream(), Sample.events(3));
        for (ExpectedVersion wrong : List.of(noStream(), exactly(0), exactly(2), exactly(9))) {
            assertNames(store, wrong, store.headAt(CART, 3));
        }
        for (ExpectedVersion wrong : List.of(streamExists(), exactly(2))) {
            assertNames(store, wrong, StreamHead.absent(ABSENT));
        }
    }

    /** Likely cause: the version is computed from the events that are left. */
    @Rule(
            id = "EXPECT-8",
            says = "A truncated stream, also a wholly truncated one, exists at its version for every expectation.",
            needs = Capability.DELETION)
    public void truncated(Subject store) {
        for (long before : new long[] {3, 5}) {
            StreamId cart = StreamId.of("cart", "truncated-" + before);
            store.append(cart, noStream(), Sample.events(4));
            store.deletion().truncate(cart, Version.of(before));
            StreamHead head = store.headAt(cart, 4);
            for (ExpectedVersion wrong : List.of(noStream(), exactly(0), exactly(2), exactly(3), exactly(5))) {
                assertConflict(store, wrong, head);
            }
            assertMet(store, cart, exactly(4), 4);
            assertMet(store, cart, streamExists(), 5);
            assertMet(store, cart, any(), 6);
        }
    }

    /** Likely cause: deleting removes the version with the events, so that a stale writer meets a stream that seems new. */
    @Rule(
            id = "EXPECT-9",
            says = "A deleted stream is as demanded by any, noStream and exactly its version, by nothing else, "
                    + "and goes on at the next version.",
            needs = Capability.DELETION)
    public void deleted(Subject store) {
        int number = 0;
        for (ExpectedVersion right : List.of(any(), noStream(), exactly(3))) {
            StreamId cart = StreamId.of("cart", "deleted-" + number++);
            store.append(cart, noStream(), Sample.events(3));
            store.deletion().delete(cart);
            StreamHead head = store.headOfDeleted(cart, 3);
            for (ExpectedVersion wrong : List.of(streamExists(), exactly(0), exactly(2), exactly(4))) {
                assertConflict(store, wrong, head);
            }
            assertMet(store, cart, right, 3);
            assertMet(store, cart, streamExists(), 4);
        }
    }

    /** Likely cause: the expectation is judged first and the events stored later, and another append comes in between. */
    @Rule(
            id = "EXPECT-10",
            says = "Of appends at the same time that expect the same version exactly one is stored, whole; "
                    + "the others conflict.",
            races = true)
    public void oneWins(Subject store) {
        for (int round = 0; round < ROUNDS; round++) {
            ExpectedVersion expected = round == 0 ? noStream() : exactly(2L * round);
            List<List<NewSerializedEvent>> stored = new ArrayList<>();
            for (var one : store.patience().together(THREADS, thread -> attempt(store, expected))) {
                if (!one.isEmpty()) {
                    stored.add(one);
                }
            }
            assertEquals(
                    1,
                    stored.size(),
                    "Appends that were stored of " + THREADS + " that expected " + expected + " at the same time");
            List<StoredSerializedEvent> events = store.read(CART);
            assertEquals(2 * (round + 1), events.size(), "Events in the stream after round " + round);
            assertEquals(
                    Sample.contents(stored.get(0)),
                    Sample.storedContents(events.subList(2 * round, 2 * round + 2)),
                    "The stream holds other events than those of the append that was stored");
        }
    }

    /** Likely cause: an append that expects any version gives up, or overwrites, when another takes the version it chose. */
    @Rule(
            id = "EXPECT-11",
            says = "Appends at the same time that expect any version are all stored, whole, at versions without holes.",
            races = true)
    public void allOfAnyLand(Subject store) {
        int each = 25;
        List<List<StoredSerializedEvent>> places = store.patience().together(8, thread -> {
            List<StoredSerializedEvent> own = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                var events = Sample.events(2);
                var result = store.append(CART, any(), events);
                for (int k = 0; k < 2; k++) {
                    SerializedEvent event = events.get(k).event();
                    own.add(new StoredSerializedEvent(result.places().get(k), result.commitId(), event));
                }
            }
            return own;
        });
        List<StoredSerializedEvent> stored = store.read(CART);
        assertEquals(
                LongStream.rangeClosed(1, 16L * each).boxed().toList(),
                stored.stream().map(event -> event.version().value()).toList(),
                "The versions of a stream after appends at the same time have holes, or events are lost");
        for (List<StoredSerializedEvent> own : places) {
            assertEquals(
                    own,
                    stored.stream().filter(own::contains).toList(),
                    "The stream does not hold a thread's events in its order, where their appends said");
        }
    }

    private static List<NewSerializedEvent> attempt(Subject store, ExpectedVersion expected) {
        var events = Sample.events(2);
        try {
            store.append(CART, expected, events);
            return events;
        } catch (VersionConflictException conflict) {
            return List.of();
        }
    }

    private static void assertMet(Subject store, StreamId stream, ExpectedVersion expected, long version) {
        var events = Sample.events(1);
        try {
            assertEquals(
                    Version.of(version + 1),
                    store.append(stream, expected, events).version(),
                    "The version after an append that expects " + expected + " of a stream at version " + version);
        } catch (VersionConflictException conflict) {
            Assertions.fail("A stream at version " + version + " does not meet " + expected, conflict);
        }
        List<StoredSerializedEvent> all = store.read(stream);
        assertEquals(
                Sample.contents(events),
                Sample.storedContents(all.subList(all.size() - 1, all.size())),
                "What was appended, expecting " + expected + ", is not the end of the stream");
    }

    private static void assertConflict(Subject store, ExpectedVersion wrong, StreamHead actual) {
        StoreContents before = StoreContents.of(store, actual.stream());
        assertThrows(
                VersionConflictException.class,
                () -> store.append(actual.stream(), wrong, Sample.events(2)),
                "An append that expects " + wrong + " does not conflict with " + actual);
        assertEquals(
                before,
                StoreContents.of(store, actual.stream()),
                "An append that expects " + wrong + " conflicted, and left a trace in " + actual);
        assertEquals(actual, before.heads().get(0), "The head of the stream");
    }

    private static void assertNames(Subject store, ExpectedVersion wrong, StreamHead actual) {
        VersionConflictException conflict = assertThrows(
                VersionConflictException.class,
                () -> store.append(actual.stream(), wrong, Sample.events(1)),
                "An append that expects " + wrong + " does not conflict with " + actual);
        assertEquals(actual.stream(), conflict.stream(), "The conflict names another stream");
        assertEquals(wrong, conflict.expected(), "The conflict names another expectation than the append had");
        assertEquals(actual, conflict.actual(), "The conflict names another head than the stream has");
    }
}
