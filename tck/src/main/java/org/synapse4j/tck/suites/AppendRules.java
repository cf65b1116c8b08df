package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.api.ExpectedVersion.streamExists;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.StoreContents;
import org.synapse4j.tck.kit.Subject;

/** The rules APPEND: what an append does when it succeeds, and that it leaves no trace when it does not. */
public final class AppendRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");

    /** Likely cause: reads of a stream that has no document fail, or heads start at 1. */
    @Rule(id = "APPEND-1", says = "A stream that never was reads as empty, and its head is absent at version 0.")
    public void unknownStreamIsEmpty(Subject store) {
        store.append(OTHER, any(), Sample.events(1));
        assertEquals(List.of(), store.read(CART), "An unknown stream is not empty");
        assertEquals(StreamHead.absent(CART), store.head(CART), "The head of an unknown stream is not absent");
    }

    /** Likely cause: events of one append are stored in another order, lost after the first, or put into another stream. */
    @Rule(id = "APPEND-2", says = "The events of an append are in their stream, in order, and in no other stream.")
    public void eventsAreInTheirStream(Subject store) {
        var first = Sample.events(3);
        var second = Sample.events(2);
        store.append(CART, noStream(), first);
        store.append(OTHER, noStream(), second);
        assertEquals(
                Sample.contents(first), Sample.storedContents(store.read(CART)), "The stream does not hold its events");
        assertEquals(
                Sample.contents(second), Sample.storedContents(store.read(OTHER)), "Another stream's events differ");
    }

    /** Likely cause: versions start at 0, or are counted for each append instead of each event. */
    @Rule(
            id = "APPEND-3",
            says = "Versions are 1, 2, 3 … in each stream, over all its appends, and the head is the last one.")
    public void versionsHaveNoHoles(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        store.append(OTHER, noStream(), Sample.events(1));
        store.append(CART, exactly(2), Sample.events(3));
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L),
                store.read(CART).stream().map(event -> event.version().value()).toList(),
                "Versions of the stream have holes or repeat");
        assertEquals(store.headAt(CART, 5), store.head(CART), "The head is not the last version");
    }

    /** Likely cause: the result is counted by the caller's expectation instead of taken from what was stored. */
    @Rule(id = "APPEND-4", says = "An append returns its commit id and the places where its events are then read.")
    public void resultSaysWhereEventsLanded(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        store.append(OTHER, noStream(), Sample.events(1));
        var result = store.append(CART, any(), Sample.events(2));
        List<StoredSerializedEvent> stored = store.read(CART).subList(2, 4);
        List<EventPlace> places =
                stored.stream().map(StoredSerializedEvent::place).toList();
        assertEquals(places, result.places(), "The result names other places than the events are read at");
        assertEquals(Version.of(4), result.version(), "The result names another version than the stream has");
        assertEquals(result.commitId(), stored.get(0).commitId(), "The events name another commit than the result");
    }

    /** Likely cause: the feed is written apart from the streams, or ordered by something else than the position. */
    @Rule(
            id = "APPEND-5",
            says = "The events of an append are in the feed, in order, at the positions that it returned.",
            needs = Capability.FEED)
    public void eventsAreInTheFeed(Subject store) {
        var first = store.append(CART, noStream(), Sample.events(2));
        var second = store.append(OTHER, noStream(), Sample.events(2));
        var third = store.append(CART, any(), Sample.events(1));
        List<EventPlace> returned = Stream.of(first, second, third)
                .flatMap(result -> result.places().stream())
                .toList();
        List<StoredSerializedEvent> feed = store.readFeed();
        assertEquals(
                returned,
                feed.stream().map(StoredSerializedEvent::place).toList(),
                "The feed does not show the events where their appends said");
        List<StoredSerializedEvent> cart = store.read(CART);
        assertEquals(
                cart,
                feed.stream().filter(event -> event.stream().equals(CART)).toList(),
                "The feed shows other events than the stream");
    }

    /** Likely cause: positions are taken per stream, or from a clock or a counter that starts anew. */
    @Rule(
            id = "APPEND-6",
            says =
                    "Positions are above zero and ascend from append to append, whatever the streams, and within an append.")
    public void positionsAscend(Subject store) {
        List<Long> positions = new ArrayList<>(List.of(0L));
        for (int i = 0; i < 6; i++) {
            StreamId stream = i % 2 == 0 ? CART : OTHER;
            for (EventPlace place :
                    store.append(stream, any(), Sample.events(2)).places()) {
                positions.add(place.position().value());
            }
        }
        assertEquals(
                positions.stream().sorted().distinct().toList(),
                positions,
                "Positions, in the order of the appends, do not ascend from above 0");
    }

    /** Likely cause: the stream is created, or the last version read from the result of a write that did not happen. */
    @Rule(id = "APPEND-7", says = "An append of no events stores nothing, and returns the version that the stream has.")
    public void appendOfNothing(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        StoreContents before = StoreContents.of(store, CART, OTHER);
        CommitId id = CommitId.fresh();
        for (ExpectedVersion expected : List.of(any(), streamExists(), exactly(2))) {
            assertEquals(
                    AppendResult.ofNothing(id, before.heads().get(0)),
                    store.append(id, CART, expected, List.of()),
                    "An append of no events to a stream at version 2, expecting " + expected
                            + ", does not return version 2 and no places");
        }
        for (ExpectedVersion expected : List.of(any(), noStream(), exactly(0))) {
            assertEquals(
                    AppendResult.ofNothing(id, StreamHead.absent(OTHER)),
                    store.append(id, OTHER, expected, List.of()),
                    "An append of no events to an absent stream, expecting " + expected
                            + ", does not return version 0 and no places");
        }
        assertEquals(before, StoreContents.of(store, CART, OTHER), "An append of no events changed what is stored");
    }

    /** Likely cause: an append without events returns before the expectation is looked at. */
    @Rule(id = "APPEND-8", says = "An append of no events conflicts if the stream is not as expected.")
    public void appendOfNothingChecks(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        for (ExpectedVersion wrong : List.of(noStream(), exactly(1), exactly(3))) {
            assertThrows(
                    VersionConflictException.class,
                    () -> store.append(CART, wrong, List.of()),
                    "An append of no events to a stream at version 2, expecting " + wrong + ", does not conflict");
        }
        for (ExpectedVersion wrong : List.of(streamExists(), exactly(1))) {
            assertThrows(
                    VersionConflictException.class,
                    () -> store.append(OTHER, wrong, List.of()),
                    "An append of no events to an absent stream, expecting " + wrong + ", does not conflict");
        }
    }

    /** Likely cause: events, or the head, are written before the expectation is judged, or a version is used up by the attempt. */
    @Rule(
            id = "APPEND-9",
            says =
                    "A refused append leaves no trace in stream, head or feed, and the next one goes on as if it had not been.")
    public void refusedAppendLeavesNoTrace(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        StoreContents before = StoreContents.of(store, CART, OTHER);
        assertThrows(
                VersionConflictException.class,
                () -> store.append(CART, exactly(1), Sample.events(3)),
                "An append that expects version 1 of a stream at version 2 is not refused");
        assertThrows(
                VersionConflictException.class,
                () -> store.append(OTHER, streamExists(), Sample.events(3)),
                "An append that expects an absent stream to exist is not refused");
        assertEquals(before, StoreContents.of(store, CART, OTHER), "A refused append left a trace");
        var next = Sample.events(1);
        assertEquals(
                Version.of(3),
                store.append(CART, exactly(2), next).version(),
                "The append after a refused one does not get the next version");
        assertEquals(
                Sample.contents(next),
                Sample.storedContents(store.read(StreamRead.of(CART).from(Version.of(3)))),
                "The append after a refused one is not what is read");
    }

    /** Likely cause: events are converted one after the other while the first are written already. */
    @Rule(
            id = "APPEND-10",
            says = "A payload that is neither text nor bytes is refused by InvalidValueException, wherever it stands, "
                    + "and nothing of its append is stored.")
    public void unstorablePayload(Subject store) {
        store.append(CART, noStream(), Sample.events(1));
        StoreContents before = StoreContents.of(store, CART);
        Payload<Integer> number = new Payload<>(new Representation<>("number", Integer.class), 42);
        for (int bad = 0; bad < 3; bad++) {
            List<NewSerializedEvent> events = new ArrayList<>(Sample.events(3));
            events.set(bad, Commits.changed(events.get(bad), event -> event.withPayload(number)));
            assertThrows(
                    InvalidValueException.class,
                    () -> store.append(CART, any(), events),
                    "Event " + bad + " of 3 has a payload that cannot be stored, and the append is not refused so");
            assertEquals(
                    before,
                    StoreContents.of(store, CART),
                    "An append whose event " + bad + " of 3 cannot be stored left a trace");
        }
        var good = Sample.events(1);
        store.append(CART, exactly(1), good);
        assertEquals(
                Sample.contents(good),
                Sample.storedContents(store.read(StreamRead.of(CART).from(Version.of(2)))),
                "After an append that could not be stored, a good one is not what is read");
    }

    /** Likely cause: a unique index on the event id; it is unique within its commit only. */
    @Rule(id = "APPEND-12", says = "An event id that stands in another commit already is stored as any other.")
    public void eventIdOfAnotherCommit(Subject store) {
        var events = Sample.events(2);
        store.append(CART, noStream(), events);
        assertDoesNotThrow(() -> store.append(OTHER, noStream(), events), "Event ids of another commit were refused");
        assertEquals(
                Sample.contents(events),
                Sample.storedContents(store.read(OTHER)),
                "Events with ids of another commit are not what is read");
    }

    /** Likely cause: the head tells where the feed ends, or where the commit began. */
    @Rule(
            id = "APPEND-11",
            says =
                    "The head of a stream names the position of its last event, and Position.START where there was never one.")
    public void headNamesThePosition(Subject store) {
        assertEquals(Position.START, store.head(CART).position(), "The position in the head of an unknown stream");
        for (int commit = 1; commit <= 3; commit++) {
            Position last = store.append(CART, any(), Sample.events(commit)).position();
            store.append(OTHER, any(), Sample.events(2));
            assertEquals(last, store.head(CART).position(), "The position in the head, after commit " + commit);
        }
    }

    /** Likely cause: the position is that of the last event which is left. */
    @Rule(
            id = "APPEND-13",
            says = "The head of a stream keeps its position when the events are truncated or deleted.",
            needs = Capability.DELETION)
    public void headKeepsThePosition(Subject store) {
        Position last = store.append(CART, any(), Sample.events(3)).position();
        store.append(OTHER, any(), Sample.events(2));
        store.deletion().truncate(CART, Version.of(4));
        assertEquals(last, store.head(CART).position(), "The position in the head of a truncated stream");
        store.deletion().delete(CART);
        assertEquals(last, store.head(CART).position(), "The position in the head of a deleted stream");
    }
}
