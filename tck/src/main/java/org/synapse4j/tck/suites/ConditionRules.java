package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.AppendCondition.unlessAny;
import static org.synapse4j.api.EventQuery.category;
import static org.synapse4j.api.EventQuery.tagged;
import static org.synapse4j.api.EventQuery.types;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.ConditionalHistory;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.StoreContents;
import org.synapse4j.tck.kit.Subject;

/** The rules CONDITION: conditional appends. */
public final class ConditionRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId HALL = StreamId.of("hall", "1");
    private static final StreamId OTHER = StreamId.of("hall", "2");

    /** Likely cause: a commit's own events stand in its way, or the way of conditional appends stores other fields. */
    @Rule(
            id = "CONDITION-1",
            says = "A conditional append that no event stands in the way of is stored as any append, "
                    + "also where its own events match its condition.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void storedAsAnyAppend(Subject store) {
        store.append(HALL, noStream(), List.of(seat("seat:1")));
        SerializedCommit commit = Commits.of(Commits.add(HALL, exactly(1), seat("seat:2"), seat("seat:2")));
        AppendResult result = assertDoesNotThrow(
                () -> store.append(commit, unlessAny(tagged("seat:2"))),
                "A conditional append that no event stands in the way of is refused");
        List<StoredSerializedEvent> stored = store.read(HALL).subList(1, 3);
        assertEquals(
                Sample.contents(commit.events()),
                Sample.storedContents(stored),
                "A conditional append's events are not what is read");
        assertEquals(
                stored.stream().map(StoredSerializedEvent::place).toList(),
                result.places(),
                "The places that a conditional append returns are not where its events are");
        assertEquals(Version.of(3), result.version(), "The version that a conditional append returns");
        assertEquals(stored, store.readFeed(FeedRead.forwards().matching(tagged("seat:2"))), "The events in the feed");
    }

    /** Likely cause: one of several tags is enough, or tags are compared by key or prefix. */
    @Rule(
            id = "CONDITION-2",
            says = "An event that carries all tags of the condition stands in the way; one that lacks any does not.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void byTag(Subject store) {
        store.append(HALL, noStream(), List.of(seat("seat:12", "row:3")));
        assertMatches(store, tagged("seat:12"), tagged("row:3"), tagged("seat:12", "row:3"));
        assertMatchesNot(store, tagged("seat:1"), tagged("seat:123"), tagged("row:12"), tagged("seat:12", "row:4"));
    }

    /** Likely cause: the condition's types are not looked at, or compared by prefix. */
    @Rule(
            id = "CONDITION-3",
            says = "An event of one of the condition's types stands in the way; one of another type does not.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void byType(Subject store) {
        store.append(HALL, noStream(), List.of(Sample.event("SeatTaken")));
        assertMatches(store, types("SeatTaken"), types("Other", "SeatTaken"));
        assertMatchesNot(store, types("Seat"), types("SeatTakenBack"), types("seattaken"), types("Other", "Another"));
    }

    /** Likely cause: the condition's categories are not looked at, or the stream's name is compared by prefix. */
    @Rule(
            id = "CONDITION-4",
            says = "An event in a stream of one of the condition's categories stands in the way; another does not.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void byCategory(Subject store) {
        store.append(HALL, noStream(), List.of(Sample.event("SeatTaken")));
        assertMatches(store, category("hall"), category("room", "hall"));
        assertMatchesNot(store, category("hal"), category("hall2"), category("room"));
    }

    /** Likely cause: criteria are joined the wrong way round, or only the first is looked at; a query of none matches all. */
    @Rule(
            id = "CONDITION-5",
            says = "Of queries joined by or one must match, of those joined by and all; every event matches the query "
                    + "for all, none that of no criterion.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void combinations(Subject store) {
        store.append(HALL, noStream(), List.of(seat("seat:1")));
        EventQuery taken = types("SeatTaken");
        EventQuery freed = types("SeatFreed");
        assertMatches(
                store,
                freed.or(tagged("seat:1")),
                tagged("seat:1").or(freed),
                taken.and(tagged("seat:1")).and(category("hall")),
                taken.and(tagged("seat:9")).or(category("hall")),
                EventQuery.all());
        assertMatchesNot(
                store,
                freed.or(tagged("seat:9")),
                taken.and(tagged("seat:9")),
                freed.and(tagged("seat:1")),
                taken.and(tagged("seat:1")).and(category("room")),
                new EventQuery(List.of()));
    }

    /** Likely cause: the position's own event is counted, or the one after it is not. */
    @Rule(
            id = "CONDITION-6",
            says = "Events after the condition's position stand in the way; the one at it and those before do not.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void afterAPosition(Subject store) {
        List<EventPlace> places = store.append(HALL, noStream(), List.of(seat("seat:1"), seat("seat:1")))
                .places();
        Position first = places.get(0).position();
        Position last = places.get(1).position();
        EventQuery query = tagged("seat:1");
        assertTrue(
                conflict(store, unlessAny(query)).isPresent(),
                "Two events match, and an append unless any matches from the start is stored");
        assertEquals(
                Optional.of(last),
                conflict(store, unlessAny(query).after(first)),
                "The position that stands in the way after that of the first of two events that match");
        assertEquals(
                Optional.empty(),
                conflict(store, unlessAny(query).after(last)),
                "A condition after the position of the last event that matches is refused");
        assertEquals(
                Optional.empty(),
                conflict(store, unlessAny(query).after(Position.MAX)),
                "A condition after the highest position is refused");
    }

    /** Likely cause: the end of the feed, or the condition's own position, is reported. */
    @Rule(
            id = "CONDITION-7",
            says = "The conflict names the condition, and the position of an event after it that matches.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void conflictNamesAll(Subject store) {
        store.append(HALL, noStream(), List.of(seat("seat:1"), seat("seat:2")));
        Position matching = store.append(HALL, any(), List.of(seat("seat:1"))).position();
        store.append(HALL, any(), List.of(seat("seat:2")));
        AppendCondition condition =
                unlessAny(tagged("seat:1")).after(store.read(HALL).get(0).position());
        ConditionConflictException conflict = assertThrows(
                ConditionConflictException.class,
                () -> store.append(Commits.of(Commits.add(OTHER, any(), 1)), condition),
                "An event matches after the condition's position, and the append is not refused");
        assertEquals(condition, conflict.condition(), "The conflict names another condition");
        assertEquals(matching, conflict.matched(), "The conflict names another position than that of the match");
    }

    /** Likely cause: the commit is written first and hidden afterwards, and its versions or its id stay taken. */
    @Rule(
            id = "CONDITION-8",
            says = "A conditional append that is refused leaves no trace, and its commit id is free.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void refusedLeavesNoTrace(Subject store) {
        store.append(HALL, noStream(), List.of(seat("seat:1")));
        StoreContents before = StoreContents.of(store, HALL, OTHER);
        SerializedCommit commit = Commits.of(Commits.add(OTHER, noStream(), seat("seat:1"), seat("seat:2")));
        assertThrows(
                ConditionConflictException.class,
                () -> store.append(commit, unlessAny(tagged("seat:1"))),
                "A conditional append that an event stands in the way of is not refused");
        assertEquals(
                before, StoreContents.of(store, HALL, OTHER), "A conditional append that was refused left a trace");
        assertDoesNotThrow(
                () -> store.append(commit, unlessAny(tagged("seat:3"))),
                "A conditional append that was refused cannot be repeated with another condition");
        assertEquals(
                Sample.contents(commit.events()),
                Sample.storedContents(store.read(OTHER)),
                "A conditional append repeated with another condition is not what is read");
    }

    /** Likely cause: a conditional append goes its own way, past the expectations. */
    @Rule(
            id = "CONDITION-9",
            says = "A conditional append conflicts too if its stream is not as expected, and stores nothing then.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void expectationsAreJudged(Subject store) {
        store.append(HALL, noStream(), List.of(seat("seat:1")));
        StoreContents before = StoreContents.of(store, HALL, OTHER);
        for (ExpectedVersion wrong : List.of(noStream(), exactly(0), exactly(2))) {
            VersionConflictException conflict = assertThrows(
                    VersionConflictException.class,
                    () -> store.append(Commits.of(Commits.add(HALL, wrong, 1)), unlessAny(tagged("seat:2"))),
                    "A conditional append that expects " + wrong + " of a stream at version 1 does not conflict");
            assertEquals(store.headAt(HALL, 1), conflict.actual(), "The head that the conflict names");
        }
        assertEquals(before, StoreContents.of(store, HALL, OTHER), "A conditional append that conflicted left a trace");
    }

    /** Likely cause: the condition is judged before the commit id, and the commit's own events stand in its way. */
    @Rule(
            id = "CONDITION-10",
            says = "A conditional append repeated is answered with an equal result and stored once, "
                    + "whatever its condition says now; other content is refused by CommitIdReusedException.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void repeated(Subject store) {
        SerializedCommit commit = Commits.of(Commits.add(HALL, noStream(), seat("seat:1"), seat("seat:1")));
        AppendCondition condition = unlessAny(tagged("seat:1"));
        AppendResult first = store.append(commit, condition);
        StoreContents before = StoreContents.of(store, HALL);
        assertEquals(
                first,
                assertDoesNotThrow(
                        () -> store.append(commit, condition),
                        "A conditional append repeated is refused, and its own events match its condition"),
                "A conditional append repeated is not answered with its first result");
        assertThrows(
                CommitIdReusedException.class,
                () -> store.append(Commits.of(commit.id(), List.of(Commits.add(HALL, any(), 2))), condition),
                "A conditional append with a commit id that is taken, and other content, is not refused so");
        assertEquals(before, StoreContents.of(store, HALL), "A conditional append was stored again");
    }

    /** Likely cause: the condition is judged, or the commit stored, for each stream by itself. */
    @Rule(
            id = "CONDITION-11",
            says = "A conditional append over several streams is stored in all of them or in none.",
            needs = {Capability.CONDITIONAL, Capability.FEED, Capability.MULTI_STREAM})
    public void overSeveralStreams(Subject store) {
        store.append(CART, noStream(), List.of(seat("seat:1")));
        StoreContents before = StoreContents.of(store, CART, HALL, OTHER);
        SerializedCommit commit =
                Commits.of(Commits.add(HALL, any(), seat("seat:2")), Commits.add(OTHER, any(), seat("seat:3")));
        assertThrows(
                ConditionConflictException.class,
                () -> store.append(commit, unlessAny(tagged("seat:1"))),
                "A conditional append over several streams that an event stands in the way of is not refused");
        assertEquals(before, StoreContents.of(store, CART, HALL, OTHER), "A conditional append refused left a trace");
        AppendResult result = store.append(commit, unlessAny(tagged("seat:2")));
        List<EventPlace> places = new ArrayList<>();
        store.read(HALL).forEach(event -> places.add(event.place()));
        store.read(OTHER).forEach(event -> places.add(event.place()));
        assertEquals(2, places.size(), "Events stored by a conditional append over two streams");
        assertEquals(places, result.places(), "The places that a conditional append over two streams returns");
    }

    /** Likely cause: looking for matches and storing are two steps, and another append comes in between. */
    @Rule(
            id = "CONDITION-12",
            says = "Of conditional appends at the same time that stand in each other's way exactly one is stored.",
            needs = {Capability.CONDITIONAL, Capability.FEED},
            races = true)
    public void oneTakesTheSeat(Subject store) {
        for (int round = 0; round < 20; round++) {
            String seat = "seat:" + round;
            List<Boolean> taken = store.patience()
                    .together(8, thread -> take(store, StreamId.of("guest", seat + "/" + thread), seat, seat));
            assertEquals(1, taken.stream().filter(won -> won).count(), "Guests of 8 who took " + seat);
            assertEquals(
                    1,
                    store.readFeed(FeedRead.forwards().matching(tagged(seat))).size(),
                    "Events in the feed of who took " + seat);
        }
    }

    /** Likely cause: only what the append itself stores is guarded, not what its condition looked at (write skew). */
    @Rule(
            id = "CONDITION-13",
            says = "Of two conditional appends at the same time whose conditions cross exactly one is stored.",
            needs = {Capability.CONDITIONAL, Capability.FEED},
            races = true)
    public void crossedConditions(Subject store) {
        for (int round = 0; round < 30; round++) {
            String left = "left:" + round;
            String right = "right:" + round;
            List<Boolean> stored = store.patience()
                    .together(
                            2,
                            thread -> thread == 0
                                    ? take(store, StreamId.of("skew", left), left, right)
                                    : take(store, StreamId.of("skew", right), right, left));
            assertEquals(
                    1,
                    stored.stream().filter(won -> won).count(),
                    "Of two appends at the same time, each unless there is what the other stores, were stored");
            assertEquals(
                    1,
                    store.readFeed(FeedRead.forwards().matching(tagged(left).or(tagged(right))))
                            .size(),
                    "Events of two appends at the same time whose conditions cross");
        }
    }

    /** Likely cause: an append that is still under way at a lower position is not waited for. */
    @Rule(
            id = "CONDITION-14",
            says = "In the whole history of appends at the same time, no event that matches lies between a conditional "
                    + "append's position and its own events, and every refusal names an event that matches.",
            needs = {Capability.CONDITIONAL, Capability.FEED},
            races = true)
    public void wholeHistory(Subject store) {
        ConditionalHistory history = new ConditionalHistory();
        store.patience().together(8, thread -> {
            StreamId stream = StreamId.of("hall", "own-" + thread);
            for (int i = 0; i < 30; i++) {
                var event = seat("seat:" + (thread + i) % 3);
                if (i % 5 == 0) {
                    store.append(stream, any(), List.of(event));
                } else {
                    EventQuery wanted = tagged("seat:" + (thread + 2 * i) % 3);
                    history.append(store, Commits.of(Commits.add(stream, any(), event)), wanted);
                }
            }
            return true;
        });
        history.check(store.readFeed());
    }

    /** Likely cause: an append of no events ends before its condition is looked at. */
    @Rule(
            id = "CONDITION-15",
            says =
                    "A conditional append of no events is judged by its condition and its expectation, and stores nothing.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void nothingIsJudged(Subject store) {
        AppendResult first = store.append(HALL, noStream(), List.of(seat("seat:1")));
        SerializedCommit nothing = Commits.of(Commits.add(HALL, exactly(1)));
        AppendResult free = assertDoesNotThrow(
                () -> store.append(nothing, unlessAny(tagged("seat:2"))),
                "An append of no events that no event stands in the way of is refused");
        assertEquals(first.version(), free.version(), "The version that an append of no events tells");
        ConditionConflictException conflict = assertThrows(
                ConditionConflictException.class,
                () -> store.append(nothing, unlessAny(tagged("seat:1"))),
                "An append of no events is not judged by its condition");
        assertEquals(first.position(), conflict.matched(), "The position that the conflict names");
        SerializedCommit unexpected = Commits.of(Commits.add(HALL, noStream()));
        assertThrows(
                VersionConflictException.class,
                () -> store.append(unexpected, unlessAny(tagged("seat:2"))),
                "A conditional append of no events is not judged by what it expects");
        assertEquals(1, store.readFeed().size(), "Events in the feed after appends of none");
    }

    /** Likely cause: the stream is found by the beginning of its name, or by its category. */
    @Rule(
            id = "CONDITION-16",
            says =
                    "An event in one of the condition's streams after its position stands in the way; one in another stream does not.",
            needs = {Capability.CONDITIONAL, Capability.FEED})
    public void byStream(Subject store) {
        StreamId prefix = StreamId.of(HALL.category(), HALL.id() + "0");
        store.append(HALL, noStream(), List.of(seat("seat:1"), seat("seat:2")));
        Position read = store.head(HALL).position();
        EventQuery hall = EventQuery.streams(HALL);
        assertEquals(
                Optional.empty(),
                conflict(store, unlessAny(hall).after(read)),
                "Events that were read stand in the way");
        store.append(prefix, noStream(), List.of(seat("seat:1")));
        store.append(StreamId.of("other", HALL.id()), noStream(), List.of(seat("seat:1")));
        assertEquals(
                Optional.empty(),
                conflict(store, unlessAny(hall).after(read)),
                "An event of another stream stands in the way of an append unless any of " + hall);
        assertMatches(store, hall.or(EventQuery.streams(OTHER)), EventQuery.streams(OTHER, HALL));
        Position next = store.append(HALL, any(), List.of(seat("seat:3"))).position();
        assertEquals(
                Optional.of(next),
                conflict(store, unlessAny(hall).after(read)),
                "The event that stands in the way of an append unless any of " + hall);
        assertMatchesNot(store, hall.and(tagged("seat:4")), EventQuery.streams(OTHER));
    }

    /** Likely cause: a stream that is gone is taken for one that has changed. */
    @Rule(
            id = "CONDITION-17",
            says = "That a stream was truncated or deleted is no event: it stands in nobody's way.",
            needs = {Capability.CONDITIONAL, Capability.FEED, Capability.DELETION})
    public void removalIsNoEvent(Subject store) {
        for (boolean deleted : new boolean[] {false, true}) {
            StreamId hall = StreamId.of("hall", "of-" + deleted);
            store.append(hall, noStream(), List.of(seat("seat:1"), seat("seat:2")));
            Position read = store.head(hall).position();
            if (deleted) {
                store.deletion().delete(hall);
            } else {
                store.deletion().truncate(hall, Version.of(3));
            }
            assertEquals(
                    Optional.empty(),
                    conflict(store, unlessAny(EventQuery.streams(hall)).after(read)),
                    "What stands in the way after a stream was " + (deleted ? "deleted" : "truncated"));
            Position next = store.append(hall, any(), List.of(seat("seat:3"))).position();
            assertEquals(
                    Optional.of(next),
                    conflict(store, unlessAny(EventQuery.streams(hall)).after(read)),
                    "What stands in the way after a stream was removed and appended to again");
        }
    }

    private static NewSerializedEvent seat(String... tags) {
        return Sample.event("SeatTaken", "{\"n\":1}", tags);
    }

    private static boolean take(Subject store, StreamId stream, String stores, String unless) {
        try {
            store.append(Commits.of(Commits.add(stream, any(), seat(stores))), unlessAny(tagged(unless)));
            return true;
        } catch (ConditionConflictException conflict) {
            return false;
        }
    }

    private static void assertMatches(Subject store, EventQuery... queries) {
        for (EventQuery query : queries) {
            assertTrue(
                    conflict(store, unlessAny(query)).isPresent(),
                    "An event that matches does not stand in the way of an append unless any of " + query);
        }
    }

    private static void assertMatchesNot(Subject store, EventQuery... queries) {
        for (EventQuery query : queries) {
            assertEquals(
                    Optional.empty(),
                    conflict(store, unlessAny(query)),
                    "An event that does not match stands in the way of an append unless any of " + query);
        }
    }

    /** Appends an event that no query here matches; where it is refused, the position that the conflict names. */
    private static Optional<Position> conflict(Subject store, AppendCondition condition) {
        try {
            store.append(Commits.of(Commits.add(StreamId.of("probe", "1"), any(), Sample.event("Probe"))), condition);
            return Optional.empty();
        } catch (ConditionConflictException conflict) {
            return Optional.of(conflict.matched());
        }
    }
}
