package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.tck.suites.CursorPromises.take;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules READ: reads of a stream. */
public final class ReadRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");
    private static final StreamRead ALL = StreamRead.of(CART);

    /** Likely cause: a bound is exclusive, or one of the two is left out when both are given. */
    @Rule(id = "READ-1", says = "A read delivers the events from one version to another, both included.")
    public void boundsAreInclusive(Subject store) {
        var stored = store.store(CART, 7, 3);
        for (int from = 1; from <= 7; from++) {
            Compare.events(stored.subList(from - 1, 7), store.read(ALL.from(Version.of(from))), "From " + from);
            Compare.events(stored.subList(0, from), store.read(ALL.upTo(Version.of(from))), "To " + from);
            for (int to = from; to <= 7; to++) {
                var read = ALL.from(Version.of(from)).upTo(Version.of(to));
                Compare.events(stored.subList(from - 1, to), store.read(read), "From " + from + " to " + to);
            }
        }
    }

    /** Likely cause: 0 is taken for no limit, as some drivers do, or a limit counts documents instead of events. */
    @Rule(id = "READ-2", says = "A read delivers at most as many events as its limit says; with limit 0 none.")
    public void limitsCountEvents(Subject store) {
        var stored = store.store(CART, 7, 3);
        for (int limit = 0; limit <= 7; limit++) {
            Compare.events(stored.subList(0, limit), store.read(ALL.limit(limit)), "Limit " + limit);
            Compare.events(
                    reversed(stored).subList(0, limit),
                    store.read(ALL.backwards().limit(limit)),
                    "Backwards, limit " + limit);
        }
        Compare.events(stored, store.read(ALL.limit(8)), "A limit above the number of events");
        Compare.events(stored, store.read(ALL.limit(1L << 32)), "A limit that fits no 32 bits");
    }

    /** Likely cause: a bound beyond the head is an error, or is moved to the last event. */
    @Rule(id = "READ-3", says = "Bounds outside the stream's versions are no error: what is within them is delivered.")
    public void boundsBeyondTheHead(Subject store) {
        var stored = store.store(CART, 3, 2);
        for (boolean forwards : List.of(true, false)) {
            var all = forwards ? ALL : ALL.backwards();
            var expected = forwards ? stored : reversed(stored);
            Compare.events(List.of(), store.read(all.from(Version.of(4))), "From the version after the head");
            Compare.events(
                    List.of(),
                    store.read(all.from(Version.of(4)).upTo(Version.of(9))),
                    "Between two versions beyond the head");
            Compare.events(List.of(), store.read(all.from(Version.MAX)), "From the highest version there is");
            Compare.events(expected, store.read(all.upTo(Version.of(4))), "To the version after the head");
            Compare.events(expected, store.read(all.from(Version.NONE)), "From version 0");
            Compare.events(
                    List.of(), store.read(all.from(Version.NONE).upTo(Version.NONE)), "From version 0 to version 0");
        }
    }

    /** Likely cause: the direction is ignored where there is a bound, or only pages are turned round and not their contents. */
    @Rule(
            id = "READ-4",
            says = "A backward read delivers the newest event first; with limit 1 it is the stream's last event.")
    public void backwards(Subject store) {
        var stored = store.store(CART, 7, 3);
        Compare.events(reversed(stored), store.read(ALL.backwards()), "Backwards");
        Compare.events(
                stored.subList(6, 7),
                store.read(ALL.backwards().limit(1)),
                "The last event, read backwards with limit 1");
        Compare.events(
                reversed(stored.subList(1, 4)),
                store.read(ALL.backwards().from(Version.of(2)).upTo(Version.of(4))),
                "Backwards, from 2 to 4");
    }

    /** Likely cause: the limit is counted from the beginning of the stream instead of from the bound. */
    @Rule(
            id = "READ-5",
            says = "Bounds, limit and direction combine: the limit counts from the end at which the read starts.")
    public void combined(Subject store) {
        var stored = store.store(CART, 6, 4);
        for (int from = 1; from <= 6; from++) {
            for (int to = from; to <= 6; to++) {
                var within = stored.subList(from - 1, to);
                for (int limit = 0; limit <= 3; limit++) {
                    int count = Math.min(limit, within.size());
                    var read = ALL.from(Version.of(from)).upTo(Version.of(to)).limit(limit);
                    String what = "From " + from + " to " + to + ", limit " + limit;
                    Compare.events(within.subList(0, count), store.read(read), what);
                    Compare.events(
                            reversed(within).subList(0, count), store.read(read.backwards()), what + ", backwards");
                }
            }
        }
    }

    /** Likely cause: commits are delivered as they are stored, in one piece, from where a bound or a limit cuts them. */
    @Rule(id = "READ-6", says = "Bounds and limits may cut inside a commit, at any place, forwards and backwards.")
    public void cutsInsideACommit(Subject store) {
        store.store(OTHER, 1, 1);
        var stored = store.store(CART, 15, 5);
        for (int cut = 1; cut < 15; cut++) {
            String where = "A cut inside a commit, after version " + cut;
            Compare.events(stored.subList(cut, 15), store.read(ALL.from(Version.of(cut + 1))), where);
            Compare.events(stored.subList(0, cut), store.read(ALL.upTo(Version.of(cut))), where);
            Compare.events(stored.subList(0, cut), store.read(ALL.limit(cut)), where + ", by a limit");
            var backwards = ALL.backwards();
            Compare.events(reversed(stored.subList(cut, 15)), store.read(backwards.from(Version.of(cut + 1))), where);
            Compare.events(reversed(stored.subList(0, cut)), store.read(backwards.upTo(Version.of(cut))), where);
            Compare.events(
                    reversed(stored.subList(cut, 15)), store.read(backwards.limit(15 - cut)), where + ", by a limit");
        }
    }

    /** Likely cause: place and commit id are made up when reading instead of kept when storing. */
    @Rule(
            id = "READ-7",
            says = "Every read delivers an event at the place, and with the commit id, that its append returned.")
    public void placesAndCommitIds(Subject store) {
        var stored = new ArrayList<StoredSerializedEvent>();
        for (int size : List.of(1, 3, 1, 2)) {
            store.store(OTHER, size, size);
            stored.addAll(store.store(CART, size, size));
        }
        for (int version = 1; version <= stored.size(); version++) {
            var one = stored.subList(version - 1, version);
            Compare.events(
                    one,
                    store.read(ALL.from(Version.of(version)).upTo(Version.of(version))),
                    "The event at version " + version);
        }
        Compare.events(stored, store.read(CART), "The stream");
    }

    /** Likely cause: the last event of a page is lost or repeated, or a page that is exactly full is taken for the end. */
    @Rule(
            id = "READ-8",
            says = "Streams that fill pages exactly, and one more or less, are read whole, with limits too.")
    public void pages(Subject store) {
        for (int length : List.of(99, 100, 101, 127, 128, 129, 255, 256, 257, 512, 999, 1000, 1001)) {
            StreamId stream = StreamId.of("page", String.valueOf(length));
            var stored = store.store(stream, length, 50);
            var read = StreamRead.of(stream);
            String what = "A stream of " + length + " events";
            Compare.events(stored, store.read(stream), what);
            Compare.events(reversed(stored), store.read(read.backwards()), what + ", backwards");
            Compare.events(stored.subList(0, length - 1), store.read(read.limit(length - 1)), what + ", less one");
            Compare.events(
                    stored.subList(1, length),
                    store.read(read.from(Version.of(2)).limit(length)),
                    what + ", from 2");
        }
    }

    /** Likely cause: a stream is taken for a range of positions. */
    @Rule(id = "READ-9", says = "Streams whose events were stored in turns are each read whole, and alone.")
    public void interleaved(Subject store) {
        Map<StreamId, List<StoredSerializedEvent>> stored = new LinkedHashMap<>();
        for (int round = 0; round < 101; round++) {
            for (String id : List.of("a", "b", "c")) {
                StreamId stream = StreamId.of("turn", id);
                stored.computeIfAbsent(stream, each -> new ArrayList<>())
                        .addAll(store.store(stream, Sample.events(1 + round % 3)));
            }
        }
        stored.forEach((stream, events) -> {
            Compare.events(events, store.read(stream), "One of three interleaved streams");
            Compare.events(reversed(events), store.read(StreamRead.of(stream).backwards()), "One of three, backwards");
        });
    }

    /** Likely cause: a read is one answer of the server, which has a limit, or a number of 16 bits counts events. */
    @Rule(
            id = "READ-10",
            says = "A stream of 20,000 events is read whole, in both directions, and from any place in it.",
            large = true)
    public void longStream(Subject store) {
        var stored = store.store(
                CART, 20_000, Math.min(1_000, store.storage().limits().commitEvents()));
        Compare.events(stored, store.read(CART), "A long stream");
        Compare.events(reversed(stored), store.read(ALL.backwards()), "A long stream, backwards");
        Compare.events(
                stored.subList(16_383, 16_393),
                store.read(ALL.from(Version.of(16_384)).limit(10)),
                "Ten events of a long stream");
    }

    /** Likely cause: hasNext() fetches another event each time it is asked. */
    @Rule(id = "READ-11", says = "A cursor may be asked hasNext as often as one likes, and it changes nothing.")
    public void askingChangesNothing(Subject store) {
        store.store(CART, 5, 2);
        CursorPromises.assertAskingChangesNothing(open(store, ALL), store.read(CART));
        CursorPromises.assertAskingChangesNothing(open(store, ALL.backwards()), store.read(ALL.backwards()));
    }

    /** Likely cause: the cursor delivers the last event again, or null. */
    @Rule(id = "READ-12", says = "A cursor at its end throws NoSuchElementException, and stays at its end.")
    public void end(Subject store) {
        store.store(CART, 3, 2);
        CursorPromises.assertEnds(open(store, ALL));
        CursorPromises.assertEnds(open(store, ALL.limit(2)));
        CursorPromises.assertEnds(open(store, StreamRead.of(OTHER)));
    }

    /** Likely cause: what the cursor holds is released twice. */
    @Rule(id = "READ-13", says = "Closing a cursor does no harm before its first event, at its end, and again.")
    public void closeAgain(Subject store) {
        store.store(CART, 3, 2);
        CursorPromises.assertClosesAgain(() -> open(store, ALL));
    }

    /** Likely cause: a closed cursor goes on with the page that it has, or looks like one at its end. */
    @Rule(id = "READ-14", says = "A closed cursor refuses hasNext and next by a ClosedException, at its end too.")
    public void closedCursor(Subject store) {
        store.store(CART, 3, 2);
        CursorPromises.assertClosedRefuses(() -> open(store, ALL));
    }

    /** Likely cause: reads share a cursor, or closing one early closes more than that. */
    @Rule(id = "READ-15", says = "A read that was closed early may be made again, and delivers everything.")
    public void stopEarly(Subject store) {
        store.store(CART, 7, 3);
        CursorPromises.assertMayStopEarly(() -> open(store, ALL), store.read(CART));
        CursorPromises.assertMayStopEarly(() -> open(store, ALL.backwards()), store.read(ALL.backwards()));
    }

    /** Likely cause: a cursor that is closed before its end keeps its connection, or its place on the server. */
    @Rule(
            id = "READ-16",
            says = "A cursor that is closed early releases what it holds: thousands may be opened and left.")
    public void closingReleases(Subject store) {
        var stored = store.store(CART, 20, 10);
        for (int i = 0; i < 2_000; i++) {
            try (var cursor = assertDoesNotThrow(() -> open(store, ALL), "Opening one more read")) {
                if (i % 2 == 0) {
                    Compare.events(stored.subList(0, 1), take(cursor, 1), "The first event of one more read");
                }
            }
        }
        Compare.events(stored, store.read(CART), "A read after thousands that were closed early");
    }

    /** Likely cause: one read of a stream, or of a thread, is all that the storage keeps track of. */
    @Rule(id = "READ-17", says = "Many cursors may be open at once, also on one stream, each at its own place.")
    public void manyCursors(Subject store) {
        var stored = store.store(CART, 60, 20);
        var other = store.store(OTHER, 60, 20);
        List<Cursor<StoredSerializedEvent>> cursors = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            cursors.add(open(store, i % 2 == 0 ? ALL : StreamRead.of(OTHER)));
            take(cursors.get(i), i);
        }
        for (int i = 0; i < 50; i++) {
            var rest = (i % 2 == 0 ? stored : other).subList(i, 60);
            Compare.events(rest, take(cursors.get(i), 60 - i), "One of fifty open cursors");
            cursors.get(i).close();
        }
    }

    /** Likely cause: the end of a read is looked up anew for each page, by event and not by commit. */
    @Rule(
            id = "READ-18",
            says =
                    "A read delivers all that was stored before it was opened; of what is stored meanwhile, whole commits.")
    public void endsAtACommit(Subject store) {
        for (int taken = 0; taken < 3; taken++) {
            StreamId stream = StreamId.of("growing", String.valueOf(taken));
            var stored = store.store(stream, 9, 3);
            try (var forwards = open(store, StreamRead.of(stream));
                    var backwards = open(store, StreamRead.of(stream).backwards())) {
                var begun = take(forwards, taken);
                var begunBackwards = take(backwards, taken);
                stored.addAll(store.store(stream, 6, 3));
                begun.addAll(Subject.drain(forwards));
                begunBackwards.addAll(Subject.drain(backwards));
                assertWholeCommits(stored, begun, "Forwards, " + taken + " taken");
                Collections.reverse(begunBackwards);
                assertWholeCommits(stored, begunBackwards, "Backwards, " + taken + " taken");
            }
        }
    }

    /** Likely cause: names are compared by a collation, by their beginning, or after they were trimmed or normalised. */
    @Rule(id = "READ-19", says = "Streams whose names differ in anything are different streams.")
    public void namesThatAreAlmostTheSame(Subject store) {
        List<StreamId> streams = new ArrayList<>();
        for (String id : List.of("p", "P", "p-1", "p-10", "p-1-0", "p/1", "p/", "p/1/0", " p", "p ", "p.1", "p_1")) {
            streams.add(StreamId.of("cart", id));
        }
        for (String id :
                List.of("caf\u00e9", "cafe\u0301", "cafe", "\u017f", "s", "\u00df", "ss", "\u2460", "1", "01")) {
            streams.add(StreamId.of("cart", id));
        }
        for (String category : List.of("Cart", "cart-1", "cart.", "car", "c")) {
            streams.add(StreamId.of(category, "p"));
        }
        assertEachIsAStream(store, streams);
    }

    /** Likely cause: a character that means something to the server is escaped in one direction only, or a name is cut. */
    @Rule(
            id = "READ-20",
            says =
                    "Names of streams may hold anything that StreamId allows, in up to 512 bytes, and come back as they are.")
    public void unusualNames(Subject store) {
        List<StreamId> streams = new ArrayList<>();
        for (String id : List.of(
                "a/b",
                "/",
                "//",
                "$",
                "$where",
                "a.b",
                ".",
                "..",
                ":",
                "a:b",
                "a b",
                "%2F",
                "%",
                "*",
                "?",
                "#",
                "\\",
                "\"",
                "'",
                "{}",
                "[0]",
                "a\nb",
                "\t.",
                "\u0001",
                "\u007f",
                "\u65e5\u672c",
                "\ud83d\uded2",
                "\uffff",
                "null",
                "0",
                "-1",
                "1e3",
                "true",
                "\u202e.",
                "a\u200d")) {
            streams.add(StreamId.of("cart", id));
        }
        for (String category :
                List.of("$", "a.b", "a b", ":", "\u8cb7\u3044\u7269", "\ud83d\uded2", "system.", "x".repeat(255))) {
            streams.add(StreamId.of(category, "1"));
        }
        streams.add(StreamId.of("cart", "x".repeat(StreamId.MAX_BYTES - 5)));
        streams.add(StreamId.of("cart", "x".repeat(StreamId.MAX_BYTES - 6) + "y"));
        streams.add(StreamId.of("c", "\ud83d\uded2".repeat((StreamId.MAX_BYTES - 4) / 4)));
        assertEachIsAStream(store, streams);
    }

    /** Likely cause: a bound or a limit becomes a number of 32 bits on its way. */
    @Rule(id = "READ-21", says = "Bounds and limits beyond 31 and 32 bits mean what they say, in the feed too.")
    public void wideBounds(Subject store) {
        var stored = store.store(CART, 6, 3);
        for (long wide : List.of(1L << 31, 1L << 32, (1L << 32) + 3, 1L << 62)) {
            for (boolean forwards : List.of(true, false)) {
                var all = forwards ? ALL : ALL.backwards();
                var expected = forwards ? stored : reversed(stored);
                Compare.events(List.of(), store.read(all.from(Version.of(wide))), "From version " + wide);
                Compare.events(expected, store.read(all.upTo(Version.of(wide))), "To version " + wide);
                Compare.events(expected, store.read(all.limit(wide)), "Limit " + wide);
            }
            if (store.declares(Capability.FEED)) {
                Position far = Position.of(wide + stored.get(5).position().value());
                var feed = FeedRead.forwards();
                Compare.events(List.of(), store.readFeed(feed.after(far)), "After position " + far);
                Compare.events(stored, store.readFeed(feed.before(far)), "Before position " + far);
                Compare.events(stored, store.readFeed(feed.limit(wide)), "The feed with limit " + wide);
            }
        }
    }

    private static void assertEachIsAStream(Subject store, List<StreamId> streams) {
        Map<StreamId, List<StoredSerializedEvent>> stored = new LinkedHashMap<>();
        for (StreamId stream : streams) {
            assertEquals(StreamHead.absent(stream), store.head(stream), "The head of a stream that never was");
            stored.put(stream, store.store(stream, Sample.events(2)));
        }
        stored.forEach((stream, events) -> {
            String name = "The stream named '" + stream + "'";
            assertEquals(store.headAt(stream, 2), store.head(stream), name + " has another head");
            assertEquals(stream, events.get(0).stream(), name + " has another name in an append's result");
            Compare.events(events, store.read(stream), name);
        });
    }

    private static void assertWholeCommits(
            List<StoredSerializedEvent> stored, List<StoredSerializedEvent> delivered, String what) {
        int end = delivered.size();
        assertTrue(end >= 9 && end % 3 == 0, what + ": " + end + " events delivered, which ends inside a commit");
        Compare.events(stored.subList(0, end), delivered, what);
    }

    private static Cursor<StoredSerializedEvent> open(Subject store, StreamRead read) {
        return store.storage().streams().read(read);
    }

    static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }
}
