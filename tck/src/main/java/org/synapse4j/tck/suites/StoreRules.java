package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.AppendCondition.unlessAny;
import static org.synapse4j.api.EventQuery.types;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.Snapshot;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules STORE: what an event store, its streams and its snapshots are on the storage. */
public final class StoreRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");

    /** Likely cause: what APPEND, READ or DATA say; or the storage keeps what it was given instead of what it stored. */
    @Rule(
            id = "STORE-1",
            says =
                    "An event store gives back the objects that it was given, with their ids, tags, metadata and times, where its append said.")
    public void givesBack(Subject subject) {
        EventStore store = Said.on(subject);
        EventId id = EventId.fresh();
        NewEvent whole = NewEvent.of(new Said("whole"))
                .tagged("seat:1")
                .with(Map.of("by", "tck"))
                .withId(id)
                .at(Sample.TIME);
        AppendResult result = store.append(CART, noStream(), new Said("plain"), whole);
        List<StoredEvent> read = all(store.read(CART));
        assertEquals(
                List.of(new Said("plain"), new Said("whole")),
                read.stream().map(StoredEvent::payload).toList(),
                "The objects that an event store reads");
        assertEquals(result.places(), places(read), "The places that an event store's append returned");
        StoredEvent last = read.get(1);
        assertEquals(id, last.id(), "The id of an event");
        assertEquals(Set.of(Tag.of("seat:1")), last.tags(), "The tags of an event");
        assertEquals(Map.of("by", "tck"), last.metadata(), "The metadata of an event");
        assertEquals(Sample.TIME, last.time(), "The time of an event");
        assertEquals(result.version(), store.head(CART).version(), "The version of the stream");
        if (subject.declares(Capability.FEED)) {
            assertEquals(result.places(), places(all(store.feed())), "Where the feed of an event store has the events");
        }
    }

    /** Likely cause: what READ-11 to READ-15 or LIFE-4 say. */
    @Rule(
            id = "STORE-2",
            says =
                    "An event store's stream shows the next event without taking it, goes on where a loop stopped, ends once, and is refused by"
                            + " ClosedException when it or its store is closed.")
    public void streams(Subject subject) {
        EventStore store = Said.on(subject);
        store.append(CART, noStream(), new Said("a"), new Said("b"), new Said("c"));
        EventStream stream = store.read(CART);
        assertEquals(new Said("a"), stream.peek().payload(), "What a stream shows");
        assertEquals(new Said("a"), stream.next().payload(), "What a stream gives after it was shown");
        for (StoredEvent event : stream) {
            assertEquals(new Said("b"), event.payload(), "What a loop over a stream gives");
            break;
        }
        assertEquals(new Said("c"), stream.next().payload(), "What a stream gives after a loop over it stopped");
        assertFalse(stream.hasNext(), "A stream has an event after its last one");
        assertThrows(NoSuchElementException.class, stream::next, "A stream at its end");
        stream.close();
        assertThrows(ClosedException.class, stream::hasNext, "A stream that was closed");
        EventStream open = store.read(StreamRead.of(CART).backwards());
        assertEquals(new Said("c"), open.next().payload(), "What a stream gives backwards");
        store.close();
        assertThrows(
                ClosedException.class,
                () -> {
                    while (open.hasNext()) {
                        open.next();
                    }
                },
                "A stream whose store was closed");
        assertThrows(ClosedException.class, () -> store.head(CART), "A head of a store that was closed");
    }

    /** Likely cause: what EXPECT, REPEAT, FIND or CONDITION say. */
    @Rule(
            id = "STORE-3",
            says =
                    "An event store's commit is stored once however often it is appended, found by its id, and refused where its stream or its"
                            + " condition says so.")
    public void commits(Subject subject) {
        EventStore store = Said.on(subject);
        Commit commit = Commit.of(CART, noStream(), new Said("a"));
        AppendResult first = store.append(commit);
        store.append(CART, exactly(1), new Said("b"));
        assertEquals(first, store.append(commit), "The result of a commit that an event store appends again");
        assertEquals(Optional.of(first), store.find(commit.id()), "What an event store finds by the id of a commit");
        Commit reused = Commit.of(CART, any(), new Said("c")).withId(commit.id());
        assertThrows(CommitIdReusedException.class, () -> store.append(reused), "A commit id with other objects");
        Commit stale = Commit.of(CART, exactly(1), new Said("c"));
        assertThrows(VersionConflictException.class, () -> store.append(stale), "A commit of an old version");
        if (subject.declares(Capability.CONDITIONAL) && subject.declares(Capability.FEED)) {
            Commit unless = Commit.of(OTHER, any(), new Said("c")).when(unlessAny(types("Said")));
            assertThrows(ConditionConflictException.class, () -> store.append(unless), "A commit under a condition");
        }
        assertEquals(
                List.of(new Said("a"), new Said("b")),
                all(store.read(CART)).stream().map(StoredEvent::payload).toList(),
                "What is stored of commits, some of which were refused");
    }

    /** Likely cause: what DELETE or LIST say. */
    @Rule(
            id = "STORE-4",
            says = "An event store truncates, deletes and lists streams, and tells their heads, as the storage does.",
            needs = {Capability.DELETION, Capability.LISTING})
    public void removals(Subject subject) {
        EventStore store = Said.on(subject);
        store.append(CART, noStream(), new Said("a"), new Said("b"));
        store.append(OTHER, noStream(), new Said("c"));
        store.truncate(CART, Version.of(2));
        store.delete(OTHER);
        assertEquals(
                List.of(new Said("b")),
                all(store.read(CART)).stream().map(StoredEvent::payload).toList(),
                "What an event store left of a truncated stream");
        assertEquals(List.of(), all(store.read(OTHER)), "What an event store left of a deleted stream");
        assertFalse(store.head(OTHER).exists(), "A stream exists that an event store deleted");
        List<StreamId> listed = Subject.drain(store.streams("cart")).stream()
                .map(StreamHead::stream)
                .toList();
        assertEquals(List.of(CART), listed, "The streams that an event store lists");
        assertEquals(2, store.append(OTHER, noStream(), new Said("d")).version().value(), "The version after deletion");
    }

    /** Likely cause: what SNAPSHOT says; or a payload comes back in another form than it was given in. */
    @Rule(
            id = "STORE-5",
            says =
                    "An event store's snapshot is the object that was saved; the latest up to a version counts, one that cannot be read is absent,"
                            + " and bounds delete.",
            needs = Capability.SNAPSHOTS)
    public void snapshots(Subject subject) {
        EventStore store = Said.on(subject);
        store.snapshots().save(CART, Version.of(1), new Said("one"));
        store.snapshots().save(CART, Version.of(3), new Said("three"));
        assertEquals(Optional.of(new Said("three")), state(store, Version.MAX), "The latest state");
        assertEquals(Optional.of(new Said("one")), state(store, Version.of(2)), "The latest state up to version 2");
        subject.snapshots().save(SnapshotRules.snapshot(CART, 5));
        assertEquals(Optional.empty(), state(store, Version.MAX), "A state of a type that is not registered");
        store.snapshots().delete(CART, SnapshotBounds.all().versions(Version.of(2), Version.MAX));
        assertEquals(
                Optional.of(new Said("one")), state(store, Version.MAX), "The latest state after later were deleted");
    }

    /** Likely cause: what FEED-3 or DATA-5 say; the feed delivers other times than streams do, or another event than the next one. */
    @Rule(
            id = "STORE-6",
            says =
                    "An event store finds by time a position up to which every event is earlier, and no event far earlier lies after it.",
            needs = Capability.FEED)
    public void byTime(Subject subject) {
        EventStore store = Said.on(subject);
        assertEquals(Position.START, store.positionAt(Sample.TIME), "A position by time in an empty feed");
        Duration apart = Duration.ofSeconds(30);
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            // Clocks that are half a minute apart: of two minutes that follow each other, the later one may have the
            // earlier time.
            Instant now = minute(i).plus(i % 3 == 0 ? apart : Duration.ZERO);
            store.append(
                    StreamId.of("cart", "" + i % 4),
                    any(),
                    NewEvent.of(new Said("e" + i)).at(now));
            times.add(now);
        }
        List<EventPlace> places = places(all(store.feed()));
        for (int i = 1; i <= 17; i += 4) {
            Instant time = minute(i);
            Position found = store.positionAt(time, apart);
            for (int event = 0; event < times.size(); event++) {
                Instant at = times.get(event);
                if (places.get(event).position().compareTo(found) <= 0) {
                    assertTrue(at.isBefore(time), "Up to the position for " + time + " lies an event of " + at);
                } else {
                    assertFalse(
                            at.isBefore(time.minus(apart.multipliedBy(4))),
                            "After the position for " + time + " lies an event of " + at);
                }
            }
        }
        assertEquals(
                places.get(15).position(),
                store.positionAt(Instant.parse("2100-01-01T00:00:00Z")),
                "A position by time far ahead");
        assertEquals(Position.START, store.positionAt(Sample.TIME.minusSeconds(1)), "A position by time long ago");
    }

    private static Instant minute(int number) {
        return Sample.TIME.plus(Duration.ofMinutes(number));
    }

    private static Optional<Said> state(EventStore store, Version atMost) {
        return store.snapshots().latest(CART, atMost, Said.class).map(Snapshot::state);
    }

    private static List<EventPlace> places(List<StoredEvent> events) {
        return events.stream()
                .map(event -> new EventPlace(event.stream(), event.version(), event.position()))
                .toList();
    }

    private static List<StoredEvent> all(EventStream stream) {
        try (stream) {
            List<StoredEvent> events = new ArrayList<>();
            stream.forEach(events::add);
            return events;
        }
    }
}
