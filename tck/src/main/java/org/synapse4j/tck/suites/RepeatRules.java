package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.api.ExpectedVersion.streamExists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.StoreContents;
import org.synapse4j.tck.kit.Subject;

/** The rules REPEAT: commit ids, and the same commit appended again. */
public final class RepeatRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");
    private static final Map<String, UnaryOperator<SerializedEvent>> CHANGES = changes();

    /** Likely cause: commit ids are not kept, or looked up only after the expectation has failed. */
    @Rule(
            id = "REPEAT-1",
            says = "A commit appended again is answered with an equal result and stored once, "
                    + "also where its expectation would now fail.")
    public void storedOnce(Subject store) {
        store.append(CART, noStream(), Sample.events(1));
        for (ExpectedVersion expected : List.of(any(), streamExists(), exactly(5))) {
            // Two events each: the third time the stream is at version 5.
            assertStoredOnce(store, CART, expected);
        }
        assertStoredOnce(store, OTHER, noStream());
        assertStoredOnce(store, StreamId.of("cart", "3"), exactly(0));
    }

    /** Likely cause: only a stream's last commit is compared, or the result is computed from the present head. */
    @Rule(
            id = "REPEAT-2",
            says = "A commit appended again after later ones is still answered with its first result and stored once.")
    public void storedOnceAfterLaterOnes(Subject store) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        AppendResult first = store.append(id, CART, noStream(), events);
        for (int i = 0; i < 5; i++) {
            store.append(CART, any(), Sample.events(3));
            store.append(OTHER, any(), Sample.events(1));
        }
        StoreContents before = StoreContents.of(store, CART, OTHER);
        assertEquals(
                first,
                again(store, id, CART, noStream(), events),
                "After later appends a commit is not answered with its first result");
        assertEquals(before, StoreContents.of(store, CART, OTHER), "After later appends a commit was stored again");
    }

    /** Likely cause: event ids and times are compared although the store's user did not give them, so every retry differs. */
    @Rule(id = "REPEAT-3", says = "Event ids and times that the caller did not give are no part of a commit's content.")
    public void freshIdsAndTimes(Subject store) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        AppendResult first = store.append(id, CART, noStream(), events);
        StoreContents before = StoreContents.of(store, CART);
        List<NewSerializedEvent> again = Commits.withFreshIds(events).stream()
                .map(added ->
                        Commits.changed(added, event -> at(event, event.time().plusSeconds(7))))
                .toList();
        assertEquals(
                first,
                again(store, id, CART, noStream(), again),
                "A commit with other ids and times that nobody gave is not answered with its first result");
        assertEquals(before, StoreContents.of(store, CART), "Other ids or times that nobody gave were stored");
    }

    /** Likely cause: the commit id alone is looked up, and not what it names. */
    @Rule(
            id = "REPEAT-4",
            says = "A commit id with another type, revision, tags, payload or metadata of any event, another number of "
                    + "events, their order or stream is refused by CommitIdReusedException, and nothing is stored.")
    public void otherContent(Subject store) {
        CommitId id = CommitId.fresh();
        var events = List.of(Sample.event("Added", "{\"n\":1}", "a:1", "b:2"), Sample.event("Counted"));
        store.append(id, CART, noStream(), events);
        StoreContents before = StoreContents.of(store, CART, OTHER);
        for (Map.Entry<String, UnaryOperator<SerializedEvent>> change : CHANGES.entrySet()) {
            for (int i = 0; i < 2; i++) {
                List<NewSerializedEvent> changed = new ArrayList<>(events);
                changed.set(i, Commits.changed(events.get(i), change.getValue()));
                assertRefused(store, id, CART, changed, change.getKey() + " of event " + i);
            }
        }
        assertRefused(store, id, CART, events.subList(0, 1), "number of events");
        assertRefused(store, id, CART, List.of(events.get(1), events.get(0)), "order of events");
        assertRefused(store, id, OTHER, events, "stream");
        assertEquals(
                before, StoreContents.of(store, CART, OTHER), "A commit with a commit id that is taken left a trace");
    }

    /** Likely cause: event ids and times are never compared, so an import with wrong ones seems to succeed. */
    @Rule(id = "REPEAT-5", says = "An event id or a time that the caller gave is part of the commit's content.")
    public void givenIdsAndTimes(Subject store) {
        CommitId id = CommitId.fresh();
        SerializedEvent event = Sample.event("Imported").event();
        AppendResult first = store.append(id, CART, noStream(), List.of(Sample.given(event)));
        StoreContents before = StoreContents.of(store, CART);
        assertEquals(
                first,
                again(store, id, CART, noStream(), List.of(Sample.given(event))),
                "A commit with equal ids and times that were given is not answered with its first result");
        assertRefused(
                store,
                id,
                CART,
                List.of(Sample.givenId(Commits.withId(event, EventId.fresh()))),
                "event id that the caller gave");
        assertRefused(
                store,
                id,
                CART,
                List.of(Sample.givenTime(at(event, event.time().plusNanos(1_000_000)))),
                "time that the caller gave");
        assertEquals(before, StoreContents.of(store, CART), "A commit with a commit id that is taken left a trace");
    }

    /** Likely cause: the expectation is judged first, so that a reused commit id looks like a conflict and is tried again. */
    @Rule(id = "REPEAT-6", says = "A commit id with other content is refused so also where the expectation would fail.")
    public void judgedBeforeTheExpectation(Subject store) {
        CommitId id = CommitId.fresh();
        store.append(id, CART, noStream(), Sample.events(2));
        store.append(CART, exactly(2), Sample.events(2));
        for (ExpectedVersion wrong : List.of(noStream(), exactly(2), exactly(9))) {
            CommitIdReusedException refused = assertThrows(
                    CommitIdReusedException.class,
                    () -> store.append(id, CART, wrong, Sample.events(3)),
                    "A commit id with other content, and expecting " + wrong + " of a stream at version 4, "
                            + "is not refused for its content");
            assertEquals(id, refused.commitId(), "The refusal names another commit id");
        }
    }

    /** Likely cause: the id of an append without events is stored. */
    @Rule(id = "REPEAT-7", says = "An append of no events does not keep its commit id.")
    public void nothingKeepsNoId(Subject store) {
        CommitId id = CommitId.fresh();
        store.append(id, CART, any(), List.of());
        store.append(id, OTHER, any(), List.of());
        var events = Sample.events(2);
        assertDoesNotThrow(
                () -> store.append(id, CART, noStream(), events),
                "The commit id of an append of no events cannot be used");
        assertEquals(
                Sample.contents(events),
                Sample.storedContents(store.read(CART)),
                "What was appended with the commit id of an append of no events is not what is read");
    }

    /** Likely cause: the commit id is written before the expectation is judged, and stays. */
    @Rule(
            id = "REPEAT-8",
            says = "The commit id of a refused append is free: the append may be repeated with another expectation, "
                    + "or other content.")
    public void refusedKeepsNoId(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        CommitId same = CommitId.fresh();
        CommitId other = CommitId.fresh();
        var events = Sample.events(2);
        for (CommitId id : List.of(same, other)) {
            assertThrows(
                    VersionConflictException.class,
                    () -> store.append(id, CART, noStream(), events),
                    "An append to an existing stream that expects none is not refused");
        }
        var changed = Sample.events(1);
        assertDoesNotThrow(
                () -> {
                    store.append(same, CART, exactly(2), events);
                    store.append(other, CART, exactly(4), changed);
                },
                "The commit id of a refused append cannot be used");
        assertEquals(
                List.of(Sample.contents(events), Sample.contents(changed)),
                List.of(
                        Sample.storedContents(store.read(
                                StreamRead.of(CART).from(Version.of(3)).upTo(Version.of(4)))),
                        Sample.storedContents(store.read(StreamRead.of(CART).from(Version.of(5))))),
                "What was appended with the commit id of a refused append is not what is read");
    }

    /** Likely cause: the commit id goes with the events when these are removed. */
    @Rule(
            id = "REPEAT-9",
            says = "A commit whose events were truncated or deleted is still answered with its first result, "
                    + "and not stored again.",
            needs = Capability.DELETION)
    public void afterDeletion(Subject store) {
        CommitId id = CommitId.fresh();
        CommitId gone = CommitId.fresh();
        var events = Sample.events(3);
        AppendResult truncated = store.append(id, CART, noStream(), events);
        AppendResult deleted = store.append(gone, OTHER, noStream(), events);
        for (long before : new long[] {3, 4}) {
            store.deletion().truncate(CART, Version.of(before));
            store.deletion().delete(OTHER);
            StoreContents then = StoreContents.of(store, CART, OTHER);
            assertEquals(
                    truncated,
                    again(store, id, CART, noStream(), events),
                    "A commit truncated before version " + before + " is not answered with its first result");
            assertEquals(
                    deleted,
                    again(store, gone, OTHER, noStream(), events),
                    "A commit of a deleted stream is not answered with its first result");
            assertEquals(then, StoreContents.of(store, CART, OTHER), "A commit was stored again after deletion");
        }
    }

    /** Likely cause: looking for the commit id and storing the commit are two steps, and the same commit comes in between. */
    @Rule(
            id = "REPEAT-10",
            says = "The same commit appended by several at the same time is stored once, and all get an equal result.",
            races = true)
    public void atTheSameTime(Subject store) {
        for (int round = 0; round < 20; round++) {
            CommitId id = CommitId.fresh();
            ExpectedVersion expected = round % 2 == 0 ? exactly(2L * round) : any();
            var events = Sample.events(2);
            List<AppendResult> results = store.patience()
                    .together(8, thread -> again(store, id, CART, expected, Commits.withFreshIds(events)));
            assertEquals(
                    Collections.nCopies(8, results.get(0)),
                    results,
                    "Appends of the same commit at the same time have different results");
            assertEquals(
                    results.get(0).places(),
                    store.read(StreamRead.of(CART).from(Version.of(2L * round + 1))).stream()
                            .map(event -> event.place())
                            .toList(),
                    "The same commit, appended by 8 threads at the same time, is not stored once, where the result says");
        }
    }

    /** Likely cause: commit ids are kept in the memory of the process. */
    @Rule(
            id = "REPEAT-11",
            says = "A commit that another process stored is recognised.",
            needs = Capability.SECOND_PROCESS)
    public void inAnotherProcess(Subject store) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        Subject other = store.another();
        AppendResult first = other.append(id, CART, noStream(), events);
        assertEquals(
                first,
                again(store, id, CART, noStream(), events),
                "A commit that another process stored is not answered with its first result");
        assertRefused(store, id, CART, Sample.events(3), "number of events");
        assertEquals(other.read(CART), store.read(CART), "The two processes read different events");
        assertEquals(2, store.read(CART).size(), "Events in the stream, of a commit of 2 appended by two processes");
    }

    /** Likely cause: commit ids are kept in memory, or only for a time. */
    @Rule(
            id = "REPEAT-12",
            says = "A commit is recognised after its store was closed and opened again.",
            needs = Capability.REOPEN)
    public void afterReopening(Subject store) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        AppendResult first = store.append(id, CART, noStream(), events);
        store.append(CART, exactly(2), Sample.events(1));
        Subject reopened = store.reopen();
        StoreContents before = StoreContents.of(reopened, CART);
        assertEquals(
                first,
                again(reopened, id, CART, noStream(), events),
                "After reopening a commit is not answered with its first result");
        assertRefused(reopened, id, CART, Sample.events(3), "number of events");
        assertEquals(before, StoreContents.of(reopened, CART), "After reopening a commit was stored again");
    }

    /** Likely cause: what is stored was written in another way, and is compared with what is given, character by character. */
    @Rule(
            id = "REPEAT-13",
            says =
                    "A commit whose JSON has white space, escapes and exponents of any kind, appended again, is answered with its first result.")
    public void spelling(Subject store) {
        CommitId id = CommitId.fresh();
        List<NewSerializedEvent> events = Stream.of(
                        " { \"a\" :\t1 ,\r\n\"b\":[ ] }\n",
                        "{\"\\u0061\":\"\\u0062\\/\\u00e9\\ud83d\\uded2\",\"c\":\"\\b\\f\\u0008\"}",
                        "[1E2,1e+2,1.0E-2,-0,-0.0,1e400,100,1.10]",
                        "\t\"text\" ")
                .map(json -> Sample.event("Spelled", json))
                .toList();
        AppendResult first = store.append(id, CART, noStream(), events);
        assertEquals(
                first,
                again(store, id, CART, noStream(), events),
                "A commit of JSON in an unusual spelling is not answered with its first result");
        assertEquals(4, store.read(CART).size(), "Events of a commit of 4 that was appended twice");
    }

    /** Likely cause: commit ids are kept for a time, or so many of them. */
    @Rule(
            id = "REPEAT-14",
            says =
                    "A commit appended again after 10,000 others is answered with its first result, and its id is taken.",
            large = true)
    public void afterManyOthers(Subject store) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        AppendResult first = store.append(id, CART, noStream(), events);
        for (int round = 0; round < 10; round++) {
            store.patience().together(20, thread -> {
                for (int i = 0; i < 50; i++) {
                    store.append(StreamId.of("many", thread + "-" + i % 10), any(), Sample.events(1));
                }
                return true;
            });
        }
        assertEquals(
                first,
                again(store, id, CART, noStream(), events),
                "After 10,000 other commits one is not answered with its first result");
        assertRefused(store, id, CART, Sample.events(3), "number of events, after 10,000 others");
        assertEquals(2, store.read(CART).size(), "Events of a commit of 2 that was appended twice");
    }

    private static Map<String, UnaryOperator<SerializedEvent>> changes() {
        Map<String, UnaryOperator<SerializedEvent>> changes = new LinkedHashMap<>();
        changes.put("type", event -> with(event, TypeName.of("Other"), event.revision(), event.tags()));
        changes.put("revision", event -> with(event, event.type(), Revision.of("other"), event.tags()));
        changes.put("tags", event -> with(event, event.type(), event.revision(), Set.of(Tag.of("a:9"))));
        changes.put("payload", event -> event.withPayload(Payload.json("{\"n\":2}")));
        changes.put("metadata", event -> with(event, Map.of("by", "another")));
        return changes;
    }

    private static SerializedEvent with(SerializedEvent event, TypeName type, Revision revision, Set<Tag> tags) {
        return new SerializedEvent(event.id(), type, revision, tags, event.payload(), event.metadata(), event.time());
    }

    private static SerializedEvent with(SerializedEvent event, Map<String, String> metadata) {
        return new SerializedEvent(
                event.id(), event.type(), event.revision(), event.tags(), event.payload(), metadata, event.time());
    }

    private static SerializedEvent at(SerializedEvent event, Instant time) {
        return new SerializedEvent(
                event.id(), event.type(), event.revision(), event.tags(), event.payload(), event.metadata(), time);
    }

    private static void assertStoredOnce(Subject store, StreamId stream, ExpectedVersion expected) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        AppendResult first = store.append(id, stream, expected, events);
        StoreContents before = StoreContents.of(store, stream);
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    first,
                    again(store, id, stream, expected, events),
                    "A commit that expects " + expected + ", appended again, is not answered with its first result");
        }
        assertEquals(before, StoreContents.of(store, stream), "A commit appended again was stored again");
    }

    private static AppendResult again(
            Subject store, CommitId id, StreamId stream, ExpectedVersion expected, List<NewSerializedEvent> events) {
        return assertDoesNotThrow(
                () -> store.append(id, stream, expected, events),
                "The same commit appended again, expecting " + expected + ", is refused");
    }

    private static void assertRefused(
            Subject store, CommitId id, StreamId stream, List<NewSerializedEvent> events, String other) {
        CommitIdReusedException refused = assertThrows(
                CommitIdReusedException.class,
                () -> store.append(id, stream, any(), events),
                "A commit id that is taken, with another " + other + ", is not refused so");
        assertEquals(id, refused.commitId(), "The refusal names another commit id");
    }
}
