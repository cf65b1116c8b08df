package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.api.ExpectedVersion.streamExists;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.StoreContents;
import org.synapse4j.tck.kit.Subject;

/** The rules MULTI: commits over several streams. */
public final class MultiRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId STOCK = StreamId.of("stock", "7");
    private static final StreamId ORDER = StreamId.of("order", "1");

    /** Likely cause: the events of one stream are put into another, or a stream is left out. */
    @Rule(
            id = "MULTI-1",
            says = "A commit over several streams puts each stream's events at its end, in order.",
            needs = Capability.MULTI_STREAM)
    public void eventsAreInTheirStreams(Subject store) {
        store.append(STOCK, noStream(), Sample.events(3));
        Part cart = Commits.add(CART, noStream(), Sample.event("A"), Sample.event("B"));
        Part stock = Commits.add(STOCK, exactly(3), Sample.event("C"));
        Part order = Commits.add(ORDER, any(), Sample.event("D"), Sample.event("E"), Sample.event("F"));
        SerializedCommit commit = Commits.of(cart, stock, order);
        store.append(commit);
        for (Part part : List.of(cart, stock, order)) {
            List<StoredSerializedEvent> own = store.read(part.stream()).stream()
                    .filter(event -> event.commitId().equals(commit.id()))
                    .toList();
            assertEquals(
                    Sample.contents(part.events()),
                    Sample.storedContents(own),
                    "The commit's events in " + part.stream());
        }
        assertEquals(
                List.of(2L, 4L, 3L),
                Stream.of(CART, STOCK, ORDER)
                        .map(stream -> store.head(stream).version().value())
                        .toList(),
                "The versions of the commit's streams after it");
    }

    /** Likely cause: the result is that of the last stream, or groups places by stream in another order. */
    @Rule(
            id = "MULTI-2",
            says = "The result names, in the order of the commit, the places where its events are then read, "
                    + "and each stream's version.",
            needs = Capability.MULTI_STREAM)
    public void resultNamesPlacesAndVersions(Subject store) {
        store.append(STOCK, noStream(), Sample.events(3));
        SerializedCommit commit = Commits.of(
                Commits.add(STOCK, exactly(3), 2), Commits.add(ORDER, any(), 1), Commits.add(CART, any(), 2));
        AppendResult result = store.append(commit);
        List<EventPlace> places = Stream.of(store.read(STOCK).subList(3, 5), store.read(ORDER), store.read(CART))
                .flatMap(List::stream)
                .map(StoredSerializedEvent::place)
                .toList();
        assertEquals(places, result.places(), "The places in the result, against those at which the events are read");
        assertEquals(
                Map.of(STOCK, Version.of(5), ORDER, Version.of(1), CART, Version.of(2)),
                result.versions(),
                "The versions in the result");
        assertEquals(commit.id(), result.commitId(), "The commit id in the result");
    }

    /** Likely cause: streams are written in another order than the commit's, or each at once with another commit in between. */
    @Rule(
            id = "MULTI-3",
            says = "The feed shows the events of a commit in the order of the commit.",
            needs = {Capability.MULTI_STREAM, Capability.FEED})
    public void feedKeepsTheOrder(Subject store) {
        store.append(STOCK, noStream(), Sample.events(1));
        SerializedCommit commit =
                Commits.of(Commits.add(STOCK, any(), 2), Commits.add(CART, any(), 2), Commits.add(ORDER, any(), 1));
        AppendResult result = store.append(commit);
        store.append(CART, any(), Sample.events(1));
        List<StoredSerializedEvent> shown = store.readFeed().stream()
                .filter(event -> event.commitId().equals(commit.id()))
                .toList();
        assertEquals(
                Sample.contents(commit.events()),
                Sample.storedContents(shown),
                "The feed does not show the commit's events in its order");
        assertEquals(
                result.places(),
                shown.stream().map(StoredSerializedEvent::place).toList(),
                "The feed does not show the commit's events at the places that the result names");
    }

    /** Likely cause: each stream is appended to for itself, and what went well before the conflict stays. */
    @Rule(
            id = "MULTI-4",
            says = "If one stream of a commit is not as expected, nothing of the commit is stored in any stream.",
            needs = Capability.MULTI_STREAM)
    public void allOrNothing(Subject store) {
        store.append(STOCK, noStream(), Sample.events(2));
        List<StreamId> streams = List.of(CART, STOCK, ORDER);
        StoreContents before = StoreContents.of(store, CART, STOCK, ORDER);
        for (StreamId bad : streams) {
            Part[] appends = streams.stream()
                    .map(stream -> Commits.add(stream, stream.equals(bad) ? exactly(1) : any(), 2))
                    .toArray(Part[]::new);
            SerializedCommit commit = Commits.of(appends);
            assertThrows(
                    VersionConflictException.class,
                    () -> store.append(commit),
                    "A commit that expects version 1 of " + bad + " is not refused");
            assertEquals(
                    before,
                    StoreContents.of(store, CART, STOCK, ORDER),
                    "A commit that was refused because of " + bad + " left a trace");
        }
    }

    /** Likely cause: the first stream of the commit is named, or the order of writing judges instead of that of the commit. */
    @Rule(
            id = "MULTI-5",
            says = "The conflict of a commit names its first stream that is not as expected, what was expected of it, "
                    + "and its head.",
            needs = Capability.MULTI_STREAM)
    public void conflictNamesTheStream(Subject store) {
        store.append(STOCK, noStream(), Sample.events(2));
        SerializedCommit commit = Commits.of(
                Commits.add(CART, noStream(), 1),
                Commits.add(STOCK, exactly(1), 1),
                Commits.add(ORDER, streamExists(), 1));
        assertNames(store, commit, 1, store.headAt(STOCK, 2));
        SerializedCommit turned = Commits.of(
                Commits.add(ORDER, streamExists(), 1),
                Commits.add(STOCK, exactly(1), 1),
                Commits.add(CART, noStream(), 1));
        assertNames(store, turned, 0, StreamHead.absent(ORDER));
    }

    /** Likely cause: the events are grouped by stream before they are stored, so that the feed shows A1, A2, B1 for A1, B1, A2. */
    @Rule(
            id = "MULTI-6",
            says =
                    "A commit whose events alternate between its streams keeps their order: in the feed, in the result, and in each"
                            + " stream.",
            needs = {Capability.MULTI_STREAM, Capability.FEED})
    public void alternating(Subject store) {
        store.append(STOCK, noStream(), Sample.events(2));
        List<StreamId> order = List.of(CART, STOCK, CART, CART, ORDER, STOCK, CART, ORDER);
        SerializedCommit commit = Commits.alternating(order.toArray(StreamId[]::new));
        AppendResult result = store.append(commit);
        List<StoredSerializedEvent> shown = store.readFeed().stream()
                .filter(event -> event.commitId().equals(commit.id()))
                .toList();
        assertEquals(
                order,
                shown.stream().map(StoredSerializedEvent::stream).toList(),
                "The streams as the feed shows them");
        assertEquals(
                Sample.contents(commit.events()), Sample.storedContents(shown), "The events as the feed shows them");
        assertEquals(
                shown.stream().map(StoredSerializedEvent::place).toList(),
                result.places(),
                "The places in the result, against those in the feed");
        for (StreamId stream : commit.streams()) {
            List<StoredSerializedEvent> own = store.read(stream).stream()
                    .filter(event -> event.commitId().equals(commit.id()))
                    .toList();
            assertEquals(
                    Sample.contents(commit.eventsOf(stream)),
                    Sample.storedContents(own),
                    "The events of an alternating commit in " + stream);
            long last = store.head(stream).version().value();
            assertEquals(result.version(stream).value(), last, "The head of " + stream);
            store.append(stream, exactly(last), Sample.events(1));
        }
        assertEquals(result, store.append(commit), "The result of an alternating commit repeated");
    }

    /** Likely cause: commit ids are kept for each stream, or the repeated commit is judged by its expectations first. */
    @Rule(
            id = "MULTI-7",
            says = "A commit over several streams appended again is answered with an equal result and stored once.",
            needs = Capability.MULTI_STREAM)
    public void repeated(Subject store) {
        SerializedCommit commit = Commits.of(Commits.add(CART, noStream(), 2), Commits.add(STOCK, noStream(), 1));
        AppendResult first = store.append(commit);
        store.append(STOCK, any(), Sample.events(2));
        StoreContents before = StoreContents.of(store, CART, STOCK);
        assertEquals(
                first,
                assertDoesNotThrow(() -> store.append(commit), "A commit over several streams repeated is refused"),
                "A commit over several streams repeated is not answered with its first result");
        assertEquals(before, StoreContents.of(store, CART, STOCK), "A commit over several streams was stored again");
    }

    /** Likely cause: the commit id is looked up in the first stream alone. */
    @Rule(
            id = "MULTI-8",
            says = "The commit id of a commit over several streams is refused with one stream more, less or other, "
                    + "with other events in any stream, and with its events in another order over the streams.",
            needs = Capability.MULTI_STREAM)
    public void otherContent(Subject store) {
        Part cart = Commits.add(CART, any(), 2);
        Part stock = Commits.add(STOCK, any(), 1);
        SerializedCommit commit = Commits.of(cart, stock);
        store.append(commit);
        StoreContents before = StoreContents.of(store, CART, STOCK, ORDER);
        Part order = Commits.add(ORDER, any(), 1);
        for (List<Part> other : List.of(
                List.of(cart, stock, order),
                List.of(cart),
                List.of(stock),
                List.of(cart, order),
                List.of(stock, cart),
                List.of(cart, Commits.add(STOCK, any(), Sample.event("Other"))),
                List.of(Commits.add(CART, any(), 3), stock))) {
            assertThrows(
                    CommitIdReusedException.class,
                    () -> store.append(Commits.of(commit.id(), other)),
                    "A commit id that is taken, with other content over "
                            + other.stream().map(Part::stream).toList() + ", is not refused so");
        }
        assertEquals(
                before,
                StoreContents.of(store, CART, STOCK, ORDER),
                "A commit with a commit id that is taken left a trace");
    }

    /** Likely cause: streams are locked in the order of the commit, so that two commits wait for each other. */
    @Rule(
            id = "MULTI-9",
            says =
                    "Commits at the same time over the same streams in any order are all stored, whole and in bounded time.",
            needs = Capability.MULTI_STREAM,
            races = true)
    public void allLandInAnyOrder(Subject store) {
        int each = 15;
        List<List<AppendResult>> results = store.patience().together(8, thread -> {
            List<AppendResult> own = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                Part cart = Commits.add(CART, any(), 1);
                Part stock = Commits.add(STOCK, any(), 2);
                own.add(store.append(thread % 2 == 0 ? Commits.of(cart, stock) : Commits.of(stock, cart)));
            }
            return own;
        });
        Set<EventPlace> returned = results.stream()
                .flatMap(List::stream)
                .flatMap(result -> result.places().stream())
                .collect(Collectors.toSet());
        Set<EventPlace> stored = Stream.of(CART, STOCK)
                .flatMap(stream -> store.read(stream).stream())
                .map(StoredSerializedEvent::place)
                .collect(Collectors.toSet());
        assertEquals(returned, stored, "The places that the commits returned, against those where events are");
        assertEquals(
                List.of(8L * each, 8L * each * 2),
                List.of(
                        store.head(CART).version().value(),
                        store.head(STOCK).version().value()),
                "The versions of the streams");
    }

    /** Likely cause: each stream's expectation is judged and stored for itself, so that each of two commits wins in one stream. */
    @Rule(
            id = "MULTI-10",
            says =
                    "Of commits at the same time that expect the same versions of the same streams exactly one is stored.",
            needs = Capability.MULTI_STREAM,
            races = true)
    public void oneWins(Subject store) {
        for (int round = 0; round < 20; round++) {
            long version = round;
            List<List<CommitId>> won = store.patience().together(8, thread -> {
                Part cart = Commits.add(CART, exactly(version), 1);
                Part stock = Commits.add(STOCK, exactly(version), 1);
                SerializedCommit commit = thread % 2 == 0 ? Commits.of(cart, stock) : Commits.of(stock, cart);
                try {
                    store.append(commit);
                    return List.of(commit.id());
                } catch (VersionConflictException conflict) {
                    return List.of();
                }
            });
            List<CommitId> winners = won.stream().flatMap(List::stream).toList();
            assertEquals(1, winners.size(), "Commits that were stored of 8 that expected version " + version);
            for (StreamId stream : List.of(CART, STOCK)) {
                List<StoredSerializedEvent> events = store.read(stream);
                assertEquals(version + 1, events.size(), "Events in " + stream + " after round " + round);
                assertEquals(
                        winners.get(0),
                        events.get(round).commitId(),
                        "The commit that stored the last event of " + stream);
            }
        }
    }

    /** Likely cause: a reader of the second stream comes in before the commit's part there is visible. */
    @Rule(
            id = "MULTI-11",
            says = "Who reads an event of a commit in one stream then reads the commit's events in the others too.",
            needs = Capability.MULTI_STREAM,
            races = true)
    public void neverSeenInPart(Subject store) {
        AtomicBoolean done = new AtomicBoolean();
        store.patience().together(4, thread -> {
            if (thread == 0) {
                try {
                    for (int i = 0; i < 40; i++) {
                        store.append(Commits.of(pair(i)));
                    }
                } finally {
                    done.set(true);
                }
            }
            for (boolean last = false; !last; ) {
                last = done.get();
                StreamId first = thread % 2 == 0 ? CART : STOCK;
                StreamId second = thread % 2 == 0 ? STOCK : CART;
                Set<CommitId> seen = commits(store.read(first));
                Set<CommitId> then = commits(store.read(second));
                assertTrue(
                        then.containsAll(seen),
                        () -> "After commits were read in " + first + ", only a part of them is in " + second + ": "
                                + then.size() + " of " + seen.size());
            }
            return true;
        });
        assertEquals(commits(store.read(CART)), commits(store.read(STOCK)), "The commits in the two streams");
        assertEquals(40, commits(store.read(CART)).size(), "Commits that are stored");
    }

    /** Likely cause: the feed shows the events of a commit as they are written, stream by stream. */
    @Rule(
            id = "MULTI-12",
            says = "Who reads the feed sees all events of a commit over several streams, or none.",
            needs = {Capability.MULTI_STREAM, Capability.FEED},
            races = true)
    public void neverInTheFeedInPart(Subject store) {
        AtomicBoolean done = new AtomicBoolean();
        store.patience().together(3, thread -> {
            if (thread == 0) {
                try {
                    for (int i = 0; i < 40; i++) {
                        store.append(Commits.of(pair(i)));
                    }
                } finally {
                    done.set(true);
                }
            }
            for (boolean last = false; !last; ) {
                last = done.get();
                Map<CommitId, Long> seen = store.readFeed().stream()
                        .collect(Collectors.groupingBy(StoredSerializedEvent::commitId, Collectors.counting()));
                seen.values().removeIf(events -> events == 2);
                assertEquals(Map.of(), seen, "Commits of two events of which a read of the feed saw another number");
            }
            return true;
        });
    }

    /** Likely cause: commits are written together, and what a refused one had taken in its first stream is counted, or refuses its neighbours. */
    @Rule(
            id = "MULTI-13",
            says =
                    "A commit that is refused at its second stream, beside appends to its first, leaves no trace and hurts none of them.",
            needs = Capability.MULTI_STREAM,
            races = true)
    public void refusedBesideOthers(Subject store) {
        store.append(STOCK, noStream(), Sample.events(1));
        List<List<AppendResult>> stored = store.patience().together(4, thread -> {
            List<AppendResult> own = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                if (thread < 2) {
                    SerializedCommit refused =
                            Commits.of(Commits.add(CART, any(), 2), Commits.add(STOCK, exactly(2L + i % 3), 1));
                    assertThrows(
                            VersionConflictException.class,
                            () -> store.append(refused),
                            "A commit that is not as expected in its second stream");
                } else {
                    own.add(store.append(CART, any(), Sample.events(2)));
                }
            }
            return own;
        });
        List<StoredSerializedEvent> cart = store.read(CART);
        assertEquals(120, cart.size(), "Events of 60 appends beside refused commits to the same stream");
        for (AppendResult result : stored.stream().flatMap(List::stream).toList()) {
            int version = (int) result.places().get(0).version().value();
            assertEquals(
                    result.places(),
                    cart.subList(version - 1, version + 1).stream()
                            .map(StoredSerializedEvent::place)
                            .toList(),
                    "The places that an append beside refused commits returned");
        }
        assertEquals(1, store.read(STOCK).size(), "Events in the stream at which commits were refused");
    }

    private static Part[] pair(int i) {
        Part cart = Commits.add(CART, any(), 1);
        Part stock = Commits.add(STOCK, any(), 1);
        return i % 2 == 0 ? new Part[] {cart, stock} : new Part[] {stock, cart};
    }

    private static Set<CommitId> commits(List<StoredSerializedEvent> events) {
        return events.stream().map(StoredSerializedEvent::commitId).collect(Collectors.toSet());
    }

    private static void assertNames(Subject store, SerializedCommit commit, int wrong, StreamHead actual) {
        VersionConflictException conflict = assertThrows(
                VersionConflictException.class,
                () -> store.append(commit),
                "A commit with a wrong expectation is not refused");
        StreamExpectation first = commit.expectations().get(wrong);
        assertEquals(first.stream(), conflict.stream(), "The conflict names another stream");
        assertEquals(first.expected(), conflict.expected(), "The conflict names another expectation");
        assertEquals(actual, conflict.actual(), "The conflict names another head");
    }
}
