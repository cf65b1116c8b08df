package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synapse4j.api.Revision;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules SNAPSHOT: snapshots. */
public final class SnapshotRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final Revision SECOND = Revision.of("2");

    /** Likely cause: an absent snapshot is an error, or that of another stream is found. */
    @Rule(
            id = "SNAPSHOT-1",
            says = "A snapshot that was saved is the latest of its stream; a stream of which none was saved has none.",
            needs = Capability.SNAPSHOTS)
    public void saveThenLatest(Subject store) {
        store.store(CART, 3, 3);
        assertNone(store, CART, "A stream of which no snapshot was saved");
        assertNone(store, StreamId.of("cart", "never"), "A stream that never was");
        store.snapshots().save(snapshot(CART, 3));
        assertLatest(store, Long.MAX_VALUE, snapshot(CART, 3), "The only snapshot of a stream");
        assertNone(store, StreamId.of("cart", "never"), "A stream that never was, beside one with a snapshot");
    }

    /** Likely cause: the bound is exclusive, or versions are compared as text. */
    @Rule(
            id = "SNAPSHOT-2",
            says =
                    "The latest snapshot at a version at most is the one with the highest version up to it, that one included.",
            needs = Capability.SNAPSHOTS)
    public void latestAtMost(Subject store) {
        for (int version : List.of(2, 9, 10, 100)) {
            store.snapshots().save(snapshot(CART, version));
        }
        assertEquals(
                Optional.empty(), store.snapshots().latest(CART, Version.of(1)), "The latest below the first snapshot");
        assertEquals(Optional.empty(), store.snapshots().latest(CART, Version.NONE), "The latest at most at version 0");
        Map<Integer, Integer> latest = Map.of(2, 2, 3, 2, 8, 2, 9, 9, 10, 10, 11, 10, 99, 10, 100, 100, 101, 100);
        latest.forEach((atMost, version) ->
                assertLatest(store, atMost, snapshot(CART, version), "The latest at most at version " + atMost));
    }

    /** Likely cause: the first one stays, or the one with the later time does. */
    @Rule(
            id = "SNAPSHOT-3",
            says = "A snapshot saved at the version of another one replaces it, whatever their times are.",
            needs = Capability.SNAPSHOTS)
    public void overwrite(Subject store) {
        store.snapshots().save(snapshot(CART, 4));
        store.snapshots().save(snapshot(CART, 5));
        for (int days : List.of(1, -10, 0)) {
            var replacing = new SerializedSnapshot(
                    CART,
                    Version.of(5),
                    TypeName.of("Other" + days),
                    SECOND,
                    Payload.json("{\"days\":" + days + "}"),
                    Map.of(),
                    Sample.TIME.plusSeconds(days * 86_400L));
            store.snapshots().save(replacing);
            assertLatest(store, 5, replacing, "The snapshot that replaced another");
        }
        assertLatest(store, 4, snapshot(CART, 4), "The snapshot below one that was replaced");
        store.snapshots().delete(CART, SnapshotBounds.all().versions(Version.of(5), Version.of(5)));
        assertLatest(store, 5, snapshot(CART, 4), "After the snapshot that replaced others was deleted");
    }

    /** Likely cause: the latest is the one that was saved last. */
    @Rule(
            id = "SNAPSHOT-4",
            says = "A snapshot of a lower version that is saved later does not hide the higher one.",
            needs = Capability.SNAPSHOTS)
    public void olderSavedLater(Subject store) {
        store.snapshots().save(snapshot(CART, 7));
        store.snapshots().save(snapshot(CART, 3));
        assertLatest(store, Long.MAX_VALUE, snapshot(CART, 7), "The latest, saved before an older one");
        assertLatest(store, 6, snapshot(CART, 3), "The older one");
    }

    /** Likely cause: snapshots are stored by other code than events, which was not held to what events are. */
    @Rule(
            id = "SNAPSHOT-5",
            says = "Every field of a snapshot comes back as it was given.",
            needs = Capability.SNAPSHOTS)
    public void fields(Subject store) {
        List<SerializedSnapshot> snapshots = new ArrayList<>();
        for (Instant time : DataSamples.TIMES) {
            snapshots.add(given(snapshots, "Cart", SECOND, Payload.json("{}"), Map.of(), time));
        }
        for (Payload<?> payload : DataSamples.payloads()) {
            snapshots.add(given(snapshots, "Cart", SECOND, payload, Map.of(), Sample.TIME));
        }
        for (String name : DataSamples.NAMES) {
            snapshots.add(given(snapshots, name, Revision.of(name), Payload.json("{}"), Map.of(), Sample.TIME));
        }
        snapshots.add(given(snapshots, "Cart", SECOND, Payload.json("{\"a.b\":1}"), DataSamples.METADATA, Sample.TIME));
        snapshots.forEach(snapshot -> store.snapshots().save(snapshot));
        for (SerializedSnapshot snapshot : snapshots) {
            assertLatest(
                    store,
                    snapshot.version().value(),
                    snapshot,
                    "The snapshot at version " + snapshot.version() + " of " + snapshots.size());
        }
    }

    /** Likely cause: a payload is cut, or kept where values must be small. */
    @Rule(id = "SNAPSHOT-6", says = "A snapshot of a megabyte comes back identical.", needs = Capability.SNAPSHOTS)
    public void large(Subject store) {
        int size = (int) Math.min(1 << 20, store.storage().limits().snapshotSize());
        var payloads = List.of(
                Payload.json(DataSamples.jsonObjectOf(size)),
                new Payload<>(Representation.BYTES, DataSamples.bytes(size)));
        for (Payload<?> payload : payloads) {
            var large = new SerializedSnapshot(
                    CART, Version.of(1), TypeName.of("Cart"), SECOND, payload, Map.of(), Sample.TIME);
            store.snapshots().save(large);
            assertLatest(store, 1, large, "A snapshot of a megabyte in " + payload.representation());
        }
    }

    /** Likely cause: a bound is exclusive, or a deletion of one takes the older ones along. */
    @Rule(
            id = "SNAPSHOT-7",
            says =
                    "Deleting within versions removes the snapshots from one version to another, both included, and no other.",
            needs = Capability.SNAPSHOTS)
    public void deleteByVersion(Subject store) {
        for (int from = 1; from <= 4; from++) {
            for (int to = from; to <= 4; to++) {
                StreamId stream = StreamId.of("cart", from + "-" + to);
                saveFour(store, stream);
                store.snapshots().delete(stream, SnapshotBounds.all().versions(Version.of(from), Version.of(to)));
                int low = from;
                int high = to;
                assertLeft(store, stream, version -> version < low || version > high, "versions " + from + " to " + to);
            }
        }
    }

    /** Likely cause: a bound is exclusive, or times are compared by the second. */
    @Rule(
            id = "SNAPSHOT-8",
            says =
                    "Deleting within times removes the snapshots taken from one time to another, both included, and no other.",
            needs = Capability.SNAPSHOTS)
    public void deleteByTime(Subject store) {
        for (int from = 1; from <= 4; from++) {
            for (int to = from; to <= 4; to++) {
                StreamId stream = StreamId.of("cart", from + "-" + to);
                saveFour(store, stream);
                store.snapshots().delete(stream, SnapshotBounds.all().times(timeOf(from), timeOf(to)));
                int low = from;
                int high = to;
                assertLeft(store, stream, version -> version < low || version > high, "times " + from + " to " + to);
            }
        }
        saveFour(store, CART);
        var between =
                SnapshotBounds.all().times(timeOf(1).plusNanos(1), timeOf(4).minusNanos(1));
        store.snapshots().delete(CART, between);
        assertLeft(
                store, CART, version -> version == 1 || version == 4, "times a nanosecond within the first and last");
    }

    /** Likely cause: one of the two bounds is enough. */
    @Rule(
            id = "SNAPSHOT-9",
            says = "Deleting within versions and times removes the snapshots that are within both.",
            needs = Capability.SNAPSHOTS)
    public void deleteByBoth(Subject store) {
        saveFour(store, CART);
        var bounds = SnapshotBounds.all();
        store.snapshots()
                .delete(CART, bounds.versions(Version.of(1), Version.of(3)).times(timeOf(3), timeOf(4)));
        assertLeft(store, CART, version -> version != 3, "versions 1 to 3 and times 3 to 4");
        store.snapshots()
                .delete(CART, bounds.versions(Version.of(1), Version.of(2)).times(timeOf(3), timeOf(4)));
        assertLeft(store, CART, version -> version != 3, "versions 1 to 2 and times 3 to 4");
    }

    /** Likely cause: the lowest and highest bounds that there are do not fit what the server compares. */
    @Rule(
            id = "SNAPSHOT-10",
            says =
                    "The widest bounds remove all snapshots of a stream, and the narrowest none, however early or late taken.",
            needs = Capability.SNAPSHOTS)
    public void extremeBounds(Subject store) {
        for (int i = 0; i < DataSamples.TIMES.size(); i++) {
            store.snapshots().save(given(CART, i + 1, DataSamples.TIMES.get(i)));
        }
        var all = SnapshotBounds.all();
        for (SnapshotBounds none : List.of(
                all.versions(Version.NONE, Version.NONE),
                all.versions(Version.MAX, Version.MAX),
                all.times(Instant.MIN, Instant.MIN),
                all.times(Instant.MAX, Instant.MAX))) {
            assertDoesNotThrow(() -> store.snapshots().delete(CART, none), "Deleting within " + none);
        }
        for (int i = 0; i < DataSamples.TIMES.size(); i++) {
            assertLatest(store, i + 1, given(CART, i + 1, DataSamples.TIMES.get(i)), "After the narrowest bounds");
        }
        assertDoesNotThrow(() -> store.snapshots().delete(CART, all), "Deleting within " + all);
        assertNone(store, CART, "After the widest bounds");
        assertDoesNotThrow(() -> store.snapshots().delete(CART, all), "Deleting where there is none");
    }

    /** Likely cause: streams are told apart by the beginning of their names, or not at all. */
    @Rule(
            id = "SNAPSHOT-11",
            says = "Saving and deleting snapshots touches no other stream's, however similar its name.",
            needs = Capability.SNAPSHOTS)
    public void otherStreams(Subject store) {
        List<StreamId> others = new ArrayList<>();
        for (String id : List.of("10", "1/", "1/2", "1 ", "01", "\u2460", "2")) {
            others.add(StreamId.of("cart", id));
        }
        others.add(StreamId.of("Cart", "1"));
        others.add(StreamId.of("cart2", "1"));
        others.forEach(stream -> store.snapshots().save(snapshot(stream, 5)));
        assertNone(store, CART, "A stream beside those with snapshots");
        store.snapshots().save(snapshot(CART, 9));
        others.forEach(stream ->
                assertLatest(store, Long.MAX_VALUE, snapshot(stream, 5), "A stream beside one with a snapshot"));
        store.snapshots().delete(CART, SnapshotBounds.all());
        assertNone(store, CART, "A stream whose snapshots were deleted");
        others.forEach(stream ->
                assertLatest(store, Long.MAX_VALUE, snapshot(stream, 5), "A stream beside one without snapshots"));
    }

    /** Likely cause: the limit is left to the server, which counts other bytes, or the old snapshot is removed first. */
    @Rule(
            id = "SNAPSHOT-12",
            says =
                    "A snapshot exactly at the limit is stored; one byte more is refused by a TooLargeException, and nothing"
                            + " changes.",
            needs = Capability.SNAPSHOTS)
    public void limit(Subject store) {
        int limit = DataSamples.testable(store.storage().limits().snapshotSize());
        for (boolean json : List.of(true, false)) {
            store.snapshots().delete(CART, SnapshotBounds.all());
            var largest = ofSize(limit, json);
            assertDoesNotThrow(() -> store.snapshots().save(largest), "A snapshot exactly at the limit");
            assertLatest(store, 1, largest, "The snapshot exactly at the limit");
            if (limit == store.storage().limits().snapshotSize()) {
                var refused = assertThrows(
                        TooLargeException.class,
                        () -> store.snapshots().save(ofSize(limit + 1, json)),
                        "A snapshot one byte above the limit");
                assertEquals(CART, refused.stream(), "The stream that the refusal names");
                assertEquals(limit + 1L, refused.size(), "The size that the refusal names");
                assertEquals(limit, refused.limit(), "The limit that the refusal names");
                assertLatest(store, 1, largest, "The snapshot that a refused one would have replaced");
            }
        }
    }

    /** Likely cause: saving a snapshot makes the stream's head. */
    @Rule(
            id = "SNAPSHOT-13",
            says = "Snapshots change nothing about streams, and may be of a version that is not there.",
            needs = Capability.SNAPSHOTS)
    public void streamsStayAsTheyAre(Subject store) {
        StreamId absent = StreamId.of("cart", "never");
        var stored = store.store(CART, 2, 1);
        store.snapshots().save(snapshot(absent, 4));
        store.snapshots().save(snapshot(CART, 9));
        assertLatest(store, 4, snapshot(absent, 4), "A snapshot of a stream that never was");
        assertLatest(store, 9, snapshot(CART, 9), "A snapshot of a version that is not there");
        store.snapshots().delete(CART, SnapshotBounds.all());
        assertEquals(StreamHead.absent(absent), store.head(absent), "The head of an absent stream with a snapshot");
        assertEquals(store.headAt(CART, 2), store.head(CART), "The head of a stream with a snapshot");
        Compare.events(stored, store.read(CART), "A stream whose snapshots were deleted");
    }

    /** Likely cause: a first snapshot is inserted where none was found, and of two inserts one fails. */
    @Rule(
            id = "SNAPSHOT-14",
            says =
                    "A stream's first snapshots may be saved by several at the same time: no save fails, and one of each version stays.",
            needs = Capability.SNAPSHOTS,
            races = true)
    public void firstSavesAtTheSameTime(Subject store) {
        for (int round = 0; round < 20; round++) {
            StreamId stream = StreamId.of("cart", "first-" + round);
            List<SerializedSnapshot> saved = assertDoesNotThrow(
                    () -> store.patience().together(4, thread -> {
                        var own = given(stream, 1 + thread / 2, Sample.TIME.plusSeconds(thread));
                        store.snapshots().save(own);
                        return own;
                    }),
                    "A first snapshot, saved by several at the same time, is refused");
            for (int version = 1; version <= 2; version++) {
                var found =
                        store.snapshots().latest(stream, Version.of(version)).orElseThrow();
                assertTrue(
                        saved.subList(2 * version - 2, 2 * version).contains(found),
                        "At version " + version + " none of those is found that were saved at the same time: " + found);
            }
        }
    }

    /** Likely cause: versions become numbers of 32 bits on their way. */
    @Rule(
            id = "SNAPSHOT-15",
            says = "Snapshots of versions beyond 31 and 32 bits are found and deleted by their versions.",
            needs = Capability.SNAPSHOTS)
    public void wideVersions(Subject store) {
        List<Long> versions = List.of(5L, (1L << 31) + 5, (1L << 32) + 5, Long.MAX_VALUE);
        versions.forEach(version -> store.snapshots().save(snapshot(CART, version)));
        for (long version : versions) {
            assertLatest(store, version, snapshot(CART, version), "The snapshot at version " + version);
        }
        assertLatest(store, (1L << 32) + 4, snapshot(CART, versions.get(1)), "The latest below version 2^32 + 5");
        store.snapshots().delete(CART, SnapshotBounds.all().versions(Version.of(1L << 31), Version.of(1L << 32)));
        assertLatest(store, (1L << 32) + 4, snapshot(CART, 5), "The latest below version 2^32 + 5, one deleted");
        assertLatest(store, (1L << 32) + 5, snapshot(CART, versions.get(2)), "The one at version 2^32 + 5");
    }

    /** Likely cause: a deletion removes the snapshots that are there, and leaves nothing that tells of it: what is saved later is found. */
    @Rule(
            id = "SNAPSHOT-16",
            says =
                    "A snapshot that is saved after its stream was deleted, of the version of then or a lower one, is never found; one of a"
                            + " later version is.",
            needs = {Capability.SNAPSHOTS, Capability.DELETION})
    public void savedAfterDeletion(Subject store) {
        store.store(CART, 3, 1);
        store.snapshots().save(snapshot(CART, 2));
        store.deletion().delete(CART);
        saveLate(store, "a stream that was deleted", 3, 2, 1, 3);
        store.deletion().delete(CART);
        saveLate(store, "a stream that was deleted twice", 3, 1);
        store.store(CART, 2, 2);
        store.snapshots().save(snapshot(CART, 5));
        assertLatest(store, 5, snapshot(CART, 5), "A snapshot of a stream that goes on after its deletion");
        store.snapshots().save(snapshot(CART, 3));
        assertLatest(store, Long.MAX_VALUE, snapshot(CART, 5), "The latest beside one that was saved late");
        assertNoneUpTo(store, 4, "a stream that goes on after its deletion");
        store.snapshots().delete(CART, SnapshotBounds.all());
        saveLate(store, "a stream that was deleted, and its snapshots then", 3, 2);
        store.deletion().delete(CART);
        saveLate(store, "a stream that was deleted, went on, and was deleted again", 5, 3, 4);
        store.snapshots().save(snapshot(CART, 6));
        assertLatest(store, Long.MAX_VALUE, snapshot(CART, 6), "A snapshot of the version after that of a deletion");
    }

    /** Likely cause: what tells of a deletion is kept in the process that deleted. */
    @Rule(
            id = "SNAPSHOT-17",
            says = "SNAPSHOT-16 holds too for what another process than the one that deleted saves.",
            needs = {Capability.SNAPSHOTS, Capability.DELETION, Capability.SECOND_PROCESS})
    public void savedByAnother(Subject store) {
        store.store(CART, 3, 1);
        Subject other = store.another();
        other.snapshots().save(snapshot(CART, 3));
        store.deletion().delete(CART);
        for (long version : List.of(3L, 2L)) {
            other.snapshots().save(snapshot(CART, version));
            assertNone(store, CART, "A stream of which another process saved one late");
            assertEquals(
                    Optional.empty(),
                    other.snapshots().latest(CART, Version.MAX),
                    "Found by the process that saved it late");
        }
    }

    private static void saveLate(Subject store, String where, long... versions) {
        for (long version : versions) {
            store.snapshots().save(snapshot(CART, version));
            assertNoneUpTo(store, Long.MAX_VALUE, where + ", saved late at " + version);
        }
    }

    /** Nothing is found at most at any of the versions there are, nor at the one given. */
    private static void assertNoneUpTo(Subject store, long highest, String where) {
        for (long atMost : List.of(1L, 2L, 3L, 4L, highest)) {
            assertEquals(
                    Optional.empty(),
                    store.snapshots().latest(CART, Version.of(atMost)),
                    "The latest at most at " + atMost + " of " + where);
        }
    }

    static SerializedSnapshot snapshot(StreamId stream, long version) {
        return given(stream, version, Sample.TIME);
    }

    static void assertLatest(Subject store, long atMost, SerializedSnapshot expected, String what) {
        var found = store.snapshots().latest(expected.stream(), Version.of(atMost));
        assertTrue(found.isPresent(), what + ": there is none at most at version " + atMost);
        Compare.snapshot(expected, found.orElseThrow(), what + ": ");
    }

    private static void assertNone(Subject store, StreamId stream, String what) {
        assertEquals(Optional.empty(), store.snapshots().latest(stream, Version.MAX), what + " has a snapshot");
    }

    private static void saveFour(Subject store, StreamId stream) {
        for (int version = 1; version <= 4; version++) {
            store.snapshots().save(given(stream, version, timeOf(version)));
        }
    }

    private static void assertLeft(
            Subject store, StreamId stream, java.util.function.IntPredicate left, String bounds) {
        for (int version = 1; version <= 4; version++) {
            String what = "Snapshot " + version + " of 4 after those within " + bounds + " were deleted";
            if (left.test(version)) {
                assertLatest(store, version, given(stream, version, timeOf(version)), what);
            } else {
                var found = store.snapshots().latest(stream, Version.of(version));
                boolean gone = found.isEmpty() || found.orElseThrow().version().value() < version;
                assertTrue(gone, what + ": it is still there");
            }
        }
    }

    private static Instant timeOf(int version) {
        return Sample.TIME.plusNanos(10L * version);
    }

    private static SerializedSnapshot given(StreamId stream, long version, Instant time) {
        return new SerializedSnapshot(
                stream,
                Version.of(version),
                TypeName.of("Cart"),
                SECOND,
                Payload.json("{\"of\":\"" + version + "\"}"),
                Map.of("by", "tck"),
                time);
    }

    private static SerializedSnapshot given(
            List<SerializedSnapshot> before,
            String type,
            Revision revision,
            Payload<?> payload,
            Map<String, String> metadata,
            Instant time) {
        Version version = Version.of(before.size() + 1L);
        return new SerializedSnapshot(CART, version, TypeName.of(type), revision, payload, metadata, time);
    }

    private static SerializedSnapshot ofSize(int size, boolean json) {
        Payload<?> payload = json
                ? Payload.json(DataSamples.jsonText(size))
                : new Payload<>(Representation.BYTES, DataSamples.bytes(size));
        return new SerializedSnapshot(CART, Version.of(1), TypeName.of("Cart"), SECOND, payload, Map.of(), Sample.TIME);
    }
}
