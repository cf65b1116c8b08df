package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.api.ExpectedVersion.streamExists;
import static org.synapse4j.tck.suites.ReadRules.reversed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules DELETE: truncating and deleting. */
public final class DeleteRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");

    /** Likely cause: the bound itself goes too, or the head is computed from the events that are left. */
    @Rule(
            id = "DELETE-1",
            says = "A truncated stream begins at the version that was the lowest to keep, and its head stays.",
            needs = Capability.DELETION)
    public void truncate(Subject store) {
        for (int before = 0; before <= 6; before++) {
            StreamId stream = StreamId.of("truncated", String.valueOf(before));
            var stored = store.store(stream, 6, 1);
            store.deletion().truncate(stream, Version.of(before));
            var left = stored.subList(Math.max(before - 1, 0), 6);
            assertReads(store, stream, left, "A stream truncated before " + before);
            assertEquals(
                    store.headAt(stream, 6), store.head(stream), "The head of a stream truncated before " + before);
        }
    }

    /** Likely cause: bounds are applied to what is left, as if its first event had version 1. */
    @Rule(
            id = "DELETE-2",
            says = "Versions, bounds and limits of a truncated stream mean what they meant before.",
            needs = Capability.DELETION)
    public void boundsOfTruncated(Subject store) {
        var stored = store.store(CART, 9, 3);
        store.deletion().truncate(CART, Version.of(5));
        var read = StreamRead.of(CART);
        Compare.events(
                stored.subList(4, 7),
                store.read(read.from(Version.of(3)).upTo(Version.of(7))),
                "From a truncated version to one that is left");
        Compare.events(stored.subList(5, 9), store.read(read.from(Version.of(6))), "From a version that is left");
        Compare.events(List.of(), store.read(read.upTo(Version.of(4))), "Only truncated versions");
        Compare.events(stored.subList(4, 6), store.read(read.limit(2)), "The first two that are left");
        Compare.events(
                reversed(stored.subList(4, 9)), store.read(read.backwards().limit(8)), "Backwards, limit 8");
    }

    /** Likely cause: a stream without events is taken for one that does not exist. */
    @Rule(
            id = "DELETE-3",
            says =
                    "A stream of which everything is truncated reads empty, exists, keeps its version, and goes on after it.",
            needs = Capability.DELETION)
    public void truncateEverything(Subject store) {
        store.store(CART, 4, 3);
        store.deletion().truncate(CART, Version.of(5));
        assertReads(store, CART, List.of(), "A stream of which everything is truncated");
        assertEquals(store.headAt(CART, 4), store.head(CART), "The head of a stream of which everything is truncated");
        assertConflict(store, CART, noStream(), store.headAt(CART, 4));
        assertConflict(store, CART, exactly(0), store.headAt(CART, 4));
        var added = appended(store, streamExists(), 1);
        added.addAll(appended(store, exactly(5), 2));
        assertReads(store, CART, added, "What was appended after everything was truncated");
        assertEquals(Version.of(5), added.get(0).version(), "The version after everything was truncated");
    }

    /** Likely cause: documents are removed whole, or a commit that lacks events is taken for one that is not whole. */
    @Rule(
            id = "DELETE-4",
            says =
                    "Truncation may cut inside a commit, at any place; what is left is read at its place and with its commit id.",
            needs = Capability.DELETION)
    public void truncateInsideACommit(Subject store) {
        for (int before = 1; before <= 11; before++) {
            StreamId stream = StreamId.of("cut", String.valueOf(before));
            var stored = store.store(stream, 10, 5);
            store.deletion().truncate(stream, Version.of(before));
            String what = "A commit cut by truncation before " + before;
            assertReads(store, stream, stored.subList(before - 1, 10), what);
            stored.addAll(store.store(stream, 1, 1));
            assertReads(store, stream, stored.subList(before - 1, 11), what + ", with another after it");
        }
    }

    /** Likely cause: the bound is kept and applied to later events too. */
    @Rule(
            id = "DELETE-5",
            says = "Truncation above the head removes all events there are, and none that come later.",
            needs = Capability.DELETION)
    public void truncateAboveTheHead(Subject store) {
        store.store(CART, 3, 3);
        store.deletion().truncate(CART, Version.of(100));
        assertReads(store, CART, List.of(), "A stream truncated above its head");
        assertEquals(store.headAt(CART, 3), store.head(CART), "The head of a stream truncated above it");
        var later = store.store(CART, 2, 1);
        assertReads(store, CART, later, "What was appended after a truncation above the head");
        store.deletion().truncate(CART, Version.MAX);
        assertReads(store, CART, List.of(), "A stream truncated before the highest version there is");
        assertEquals(store.headAt(CART, 5), store.head(CART), "The head after the highest truncation there is");
    }

    /** Likely cause: truncating what is gone already fails, or makes a head for a stream that never was. */
    @Rule(
            id = "DELETE-6",
            says = "Truncating again, or before a lower version, changes nothing; of an absent stream neither does it.",
            needs = Capability.DELETION)
    public void truncateAgain(Subject store) {
        var stored = store.store(CART, 5, 2);
        for (int before : List.of(4, 4, 2, 0)) {
            assertDoesNotThrow(() -> store.deletion().truncate(CART, Version.of(before)), "Truncating again");
            assertReads(store, CART, stored.subList(3, 5), "A stream truncated before 4, then " + before);
        }
        assertDoesNotThrow(() -> store.deletion().truncate(OTHER, Version.of(3)), "Truncating an absent stream");
        assertEquals(StreamHead.absent(OTHER), store.head(OTHER), "The head of an absent stream that was truncated");
        var first = store.store(OTHER, 2, 2);
        assertReads(store, OTHER, first, "A stream that was truncated before it was");
    }

    /** Likely cause: expectations are judged by the events that are left. */
    @Rule(
            id = "DELETE-7",
            says = "Truncation changes nothing about which expected versions are met: stale writers fail.",
            needs = Capability.DELETION)
    public void staleWriterAfterTruncate(Subject store) {
        store.store(CART, 4, 2);
        store.deletion().truncate(CART, Version.of(4));
        for (int stale : List.of(0, 1, 3, 5)) {
            assertConflict(store, CART, exactly(stale), store.headAt(CART, 4));
        }
        assertConflict(store, CART, noStream(), store.headAt(CART, 4));
        assertEquals(Version.of(5), appended(store, exactly(4), 1).get(0).version(), "The version after truncation");
    }

    /** Likely cause: the head goes with the events, or stays as that of a stream that exists. */
    @Rule(
            id = "DELETE-8",
            says = "A deleted stream reads empty, does not exist, and keeps its version.",
            needs = Capability.DELETION)
    public void delete(Subject store) {
        store.store(CART, 5, 2);
        store.deletion().delete(CART);
        assertReads(store, CART, List.of(), "A deleted stream");
        Compare.events(
                List.of(), store.read(StreamRead.of(CART).from(Version.of(5))), "The last event of a deleted stream");
        assertEquals(store.headOfDeleted(CART, 5), store.head(CART), "The head of a deleted stream");
    }

    /** Likely cause: a deleted stream counts as one at version 0, or as one that exists. */
    @Rule(
            id = "DELETE-9",
            says =
                    "A deleted stream at version n is as noStream, any and exactly(n) demand, not as streamExists or another"
                            + " exactly does.",
            needs = Capability.DELETION)
    public void expectationsOfDeleted(Subject store) {
        for (ExpectedVersion met : List.of(noStream(), any(), exactly(3))) {
            StreamId stream = StreamId.of("deleted", met.toString());
            store.store(stream, 3, 2);
            store.deletion().delete(stream);
            var gone = store.headOfDeleted(stream, 3);
            for (ExpectedVersion stale : List.of(streamExists(), exactly(0), exactly(1), exactly(2), exactly(4))) {
                assertConflict(store, stream, stale, gone);
            }
            assertDoesNotThrow(
                    () -> store.append(stream, met, Sample.events(1)), "A deleted stream is not as it demands: " + met);
            assertEquals(store.headAt(stream, 4), store.head(stream), "The head of a deleted stream appended to");
        }
    }

    /** Likely cause: the second deletion finds the traces of the first and takes them for its own. */
    @Rule(
            id = "DELETE-10",
            says =
                    "A stream may be deleted, appended to and deleted again: it goes on at n + 1, with the new events only.",
            needs = Capability.DELETION)
    public void deleteAndRecreate(Subject store) {
        int version = 0;
        for (int size : List.of(3, 1, 5)) {
            var stored = store.store(CART, size, 2);
            assertEquals(Version.of(version + 1), stored.get(0).version(), "The first version after a deletion");
            version += size;
            assertReads(store, CART, stored, "A stream that was deleted and appended to");
            assertEquals(store.headAt(CART, version), store.head(CART), "The head after a deletion and an append");
            store.deletion().delete(CART);
            assertReads(store, CART, List.of(), "A stream that was deleted again");
            assertEquals(
                    store.headOfDeleted(CART, version),
                    store.head(CART),
                    "The head of a stream that was deleted again");
        }
    }

    /** Likely cause: deleting what is not there fails, or leaves a head behind. */
    @Rule(
            id = "DELETE-11",
            says = "Deleting an absent or a deleted stream changes nothing; truncating a deleted one neither.",
            needs = Capability.DELETION)
    public void deleteAgain(Subject store) {
        assertDoesNotThrow(() -> store.deletion().delete(OTHER), "Deleting an absent stream");
        assertEquals(StreamHead.absent(OTHER), store.head(OTHER), "The head of an absent stream that was deleted");
        store.store(CART, 3, 3);
        store.deletion().delete(CART);
        assertDoesNotThrow(() -> store.deletion().delete(CART), "Deleting a deleted stream");
        assertEquals(store.headOfDeleted(CART, 3), store.head(CART), "The head of a stream that was deleted twice");
        assertDoesNotThrow(() -> store.deletion().truncate(CART, Version.of(2)), "Truncating a deleted stream");
        assertEquals(store.headOfDeleted(CART, 3), store.head(CART), "The head of a deleted stream that was truncated");
        assertReads(store, CART, List.of(), "A deleted stream that was truncated");
    }

    /** Likely cause: what to remove is found by the beginning of a name, or by position. */
    @Rule(
            id = "DELETE-12",
            says = "Truncating and deleting touch no other stream, however similar its name.",
            needs = Capability.DELETION)
    public void otherStreams(Subject store) {
        Map<StreamId, List<StoredSerializedEvent>> others = new LinkedHashMap<>();
        StreamId deleted = StreamId.of("cart", "p-1");
        StreamId truncated = StreamId.of("cart", "p-1/2");
        for (String id : List.of("p-10", "p", "p-1/", "P-1", "p-1 ", "p-1/20", "p-1/2/3", "p-1.2", "p.1")) {
            StreamId other = StreamId.of("cart", id);
            others.put(other, store.store(other, 3, 2));
            store.store(deleted, 1, 1);
            store.store(truncated, 1, 1);
        }
        others.put(StreamId.of("cart2", "p-1"), store.store(StreamId.of("cart2", "p-1"), 3, 2));
        store.deletion().delete(deleted);
        store.deletion().truncate(truncated, Version.MAX);
        others.forEach((stream, events) -> {
            assertReads(store, stream, events, "A stream beside one that was deleted");
            assertEquals(store.headAt(stream, 3), store.head(stream), "The head of a stream beside a deleted one");
        });
    }

    /** Likely cause: events are removed from the stream's view only, or their neighbours look like parts of a broken commit. */
    @Rule(
            id = "DELETE-13",
            says =
                    "The feed delivers nothing that was truncated or deleted, and everything else, also of the same commit.",
            needs = {Capability.DELETION, Capability.FEED})
    public void feed(Subject store) {
        var kept = new ArrayList<>(store.store(OTHER, 3, 3));
        var gone = store.store(CART, 3, 3);
        kept.addAll(store.store(OTHER, 2, 1));
        var cut = store.store(StreamId.of("cart", "3"), 5, 5);
        kept.addAll(cut.subList(2, 5));
        kept.addAll(store.store(OTHER, 2, 2));
        store.deletion().delete(CART);
        store.deletion().truncate(StreamId.of("cart", "3"), Version.of(3));
        Compare.events(kept, store.readFeed(), "The feed after a deletion and a truncation");
        Compare.events(reversed(kept), store.readFeed(FeedRead.backwards()), "The feed after a deletion, backwards");
        var query = FeedRead.forwards().matching(EventQuery.category("cart"));
        Compare.events(kept, store.readFeed(query), "A query of the feed after a deletion");
        assertTrue(
                store.feed().end().compareTo(gone.get(2).position()) > 0,
                "The end of the feed went back by a deletion");
    }

    /** Likely cause: the next position is computed from the events that are left. */
    @Rule(
            id = "DELETE-14",
            says = "Positions and versions of what was truncated or deleted are never given out again.",
            needs = Capability.DELETION)
    public void placesAreNotReused(Subject store) {
        Position last = Position.START;
        for (int round = 1; round <= 4; round++) {
            var stored = store.store(CART, 2, 2);
            assertTrue(
                    stored.get(0).position().compareTo(last) > 0,
                    "After position " + last + " was deleted, this one was given out: "
                            + stored.get(0).place());
            assertEquals(Version.of(2L * round - 1), stored.get(0).version(), "A deleted version was given out again");
            last = stored.get(1).position();
            if (round % 2 == 0) {
                store.deletion().delete(CART);
            } else {
                store.deletion().truncate(CART, Version.MAX);
            }
        }
    }

    /** Likely cause: snapshots are another collection, which deletion forgets, or truncation empties. */
    @Rule(
            id = "DELETE-15",
            says =
                    "A stream's snapshots go with it when it is deleted, but not when it is truncated; other streams' stay.",
            needs = {Capability.DELETION, Capability.SNAPSHOTS})
    public void snapshots(Subject store) {
        StreamId similar = StreamId.of("cart", "10");
        for (StreamId stream : List.of(CART, OTHER, similar)) {
            store.store(stream, 3, 3);
            store.snapshots().save(SnapshotRules.snapshot(stream, 2));
            store.snapshots().save(SnapshotRules.snapshot(stream, 3));
        }
        store.deletion().delete(CART);
        store.deletion().truncate(OTHER, Version.of(4));
        assertEquals(Optional.empty(), store.snapshots().latest(CART, Version.MAX), "A snapshot of a deleted stream");
        for (StreamId stream : List.of(OTHER, similar)) {
            for (int version : List.of(2, 3)) {
                SnapshotRules.assertLatest(
                        store, version, SnapshotRules.snapshot(stream, version), "A snapshot of a stream not deleted");
            }
        }
    }

    /** Likely cause: the result of a commit is remembered by its events only. */
    @Rule(
            id = "DELETE-16",
            says =
                    "A commit whose events were truncated or deleted, appended again, is answered with its first result.",
            needs = Capability.DELETION)
    public void repeatedCommit(Subject store) {
        var events = Sample.events(3);
        CommitId id = CommitId.fresh();
        var first = store.append(id, CART, noStream(), events);
        store.deletion().truncate(CART, Version.of(3));
        assertEquals(first, store.append(id, CART, noStream(), events), "The result of a truncated commit");
        store.deletion().delete(CART);
        assertEquals(first, store.append(id, CART, noStream(), events), "The result of a deleted commit");
        assertReads(store, CART, List.of(), "A deleted stream after its commit was appended again");
        assertEquals(
                store.headOfDeleted(CART, 3), store.head(CART), "The head after a deleted commit was appended again");
    }

    /** Likely cause: a commit that lacks one stream's events is taken for one that is not whole. */
    @Rule(
            id = "DELETE-17",
            says = "Deleting one stream of a commit over several leaves what the commit put into the others.",
            needs = {Capability.DELETION, Capability.MULTI_STREAM})
    public void oneOfSeveralStreams(Subject store) {
        for (int deleted = 0; deleted < 3; deleted++) {
            List<Part> appends = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                appends.add(new Part(StreamId.of("of" + deleted, "s" + i), any(), Sample.events(2)));
            }
            store.append(Commits.of(CommitId.fresh(), appends));
            store.deletion().delete(appends.get(deleted).stream());
            for (int i = 0; i < 3; i++) {
                var append = appends.get(i);
                assertEquals(
                        i == deleted ? List.of() : Sample.contents(append.events()),
                        Sample.storedContents(store.read(append.stream())),
                        "Stream " + i + " of a commit over three, of which stream " + deleted + " was deleted");
            }
        }
    }

    /** Likely cause: the head up to which events are removed lies inside a commit that lands meanwhile. */
    @Rule(
            id = "DELETE-18",
            says =
                    "A stream that is deleted while many events are stored in it in one commit loses all of them or none, in the feed too.",
            needs = Capability.DELETION,
            races = true)
    public void deleteBesideALargeCommit(Subject store) {
        besideLargeCommits(store, "deleted", stream -> store.deletion().delete(stream));
    }

    /** Likely cause: as for DELETE-18. */
    @Rule(
            id = "DELETE-19",
            says =
                    "A stream that is truncated above its head while many events are stored in it in one commit loses all of them or none, "
                            + "in the feed too.",
            needs = Capability.DELETION,
            races = true)
    public void truncateBesideALargeCommit(Subject store) {
        besideLargeCommits(store, "truncated", stream -> store.deletion().truncate(stream, Version.MAX));
    }

    /** Likely cause: what is in flight is kept from deletions by a lock of the process that writes it. */
    @Rule(
            id = "DELETE-20",
            says = "While another process stores many events in one commit, DELETE-18 holds too.",
            needs = {Capability.DELETION, Capability.SECOND_PROCESS},
            races = true)
    public void deleteBesideALargeCommitOfAnotherProcess(Subject store) {
        Subject other = store.another();
        besideLargeCommits(
                store, "deleted by another process", stream -> other.deletion().delete(stream));
    }

    private static void besideLargeCommits(Subject store, String what, Consumer<StreamId> removal) {
        LargeCommits commits = new LargeCommits(store, "large");
        Map<StreamId, Integer> left = new HashMap<>();
        commits.beside(removal, stream -> {
            left.put(stream, store.read(stream).size());
            assertEquals(
                    Version.of(commits.events()),
                    store.head(stream).version(),
                    "The head of a stream that was " + what);
            commits.assertEnd(
                    "A stream " + what + " while a commit was stored holds events as up to",
                    Version.of(left.get(stream)));
        });
        if (store.declares(Capability.FEED)) {
            Map<StreamId, Integer> seen = new HashMap<>();
            store.readFeed().forEach(event -> seen.merge(event.stream(), 1, Integer::sum));
            left.values().removeIf(count -> count == 0);
            assertEquals(left, seen, "The events of each stream in the feed, of streams " + what);
        }
    }

    private static void assertReads(Subject store, StreamId stream, List<StoredSerializedEvent> expected, String what) {
        Compare.events(expected, store.read(stream), what);
        Compare.events(reversed(expected), store.read(StreamRead.of(stream).backwards()), what + ", backwards");
    }

    private static void assertConflict(Subject store, StreamId stream, ExpectedVersion expected, StreamHead actual) {
        var conflict = assertThrows(
                VersionConflictException.class,
                () -> store.append(stream, expected, Sample.events(1)),
                "An append that expects " + expected + " of a stream that is " + actual);
        assertEquals(stream, conflict.stream(), "The stream that a conflict names");
        assertEquals(expected, conflict.expected(), "The expectation that a conflict names");
        assertEquals(actual, conflict.actual(), "The head that a conflict names");
    }

    private static List<StoredSerializedEvent> appended(Subject store, ExpectedVersion expected, int count) {
        var events = Sample.events(count);
        var result =
                assertDoesNotThrow(() -> store.append(CART, expected, events), "An append that expects " + expected);
        List<StoredSerializedEvent> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stored.add(new StoredSerializedEvent(
                    result.places().get(i), result.commitId(), events.get(i).event()));
        }
        return stored;
    }
}
