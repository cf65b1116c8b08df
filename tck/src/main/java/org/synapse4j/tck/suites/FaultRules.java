package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.AppendCondition.unlessAny;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.tck.kit.FaultyCalls.assertAllOrNothing;
import static org.synapse4j.tck.kit.FaultyCalls.assertAppears;
import static org.synapse4j.tck.kit.FaultyCalls.assertStoredOnce;
import static org.synapse4j.tck.kit.FaultyCalls.bounded;
import static org.synapse4j.tck.kit.FaultyCalls.die;
import static org.synapse4j.tck.kit.FaultyCalls.halted;
import static org.synapse4j.tck.kit.FaultyCalls.places;
import static org.synapse4j.tck.kit.FaultyCalls.stalled;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.FaultInjection;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.StoreContents;
import org.synapse4j.tck.kit.Subject;

/** The rules FAULT: lost connections, lost answers, dead and stalled writers. */
public final class FaultRules {
    /** The events of the commits that break off; a writer dies after each number of writes up to this. */
    private static final int SIZE = 3;

    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId STOCK = StreamId.of("stock", "7");
    private static final StreamId ORDER = StreamId.of("order", "1");

    /** Likely cause: an append whose connection was lost is not sent again, or the caller is left with a driver's error. */
    @Rule(
            id = "FAULT-1",
            says = "An append whose connection is lost before anything was written is stored once all the same.",
            needs = Capability.FAULTS)
    public void connectionLost(Subject store) {
        store.append(CART, noStream(), Sample.events(1));
        store.faults().loseConnectionBeforeWrite();
        assertStoredOnce(store, CART, "connection was lost");
    }

    /** Likely cause: an append whose answer was lost is sent again without its commit id, or its own events conflict with it. */
    @Rule(
            id = "FAULT-2",
            says = "An append whose answer is lost returns where its events are, and they are stored once.",
            needs = Capability.FAULTS)
    public void answerLost(Subject store) {
        store.append(CART, noStream(), Sample.events(1));
        store.faults().loseAnswer();
        assertStoredOnce(store, CART, "answer was lost");
    }

    /** Likely cause: where the answer to a refusal is lost, the append is taken for stored. */
    @Rule(
            id = "FAULT-3",
            says = "An append that is not as expected conflicts also where the answer is lost, and stores nothing.",
            needs = Capability.FAULTS)
    public void refusalLost(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        StoreContents before = StoreContents.of(store, CART);
        store.faults().loseAnswer();
        assertThrows(
                VersionConflictException.class,
                () -> store.append(CART, exactly(1), Sample.events(1)),
                "An append that expects version 1 of a stream at version 2, its answer lost, does not conflict");
        assertEquals(before, StoreContents.of(store, CART), "An append refused, its answer lost, left a trace");
    }

    /** Likely cause: nobody knows whether the commit is stored, and it is reported as stored, as not stored, or by a driver's error. */
    @Rule(
            id = "FAULT-4",
            says =
                    "An append whose storage goes out of reach after the write throws OutcomeUnknownException with its commit id.",
            needs = Capability.FAULTS)
    public void outcomeUnknown(Subject store) {
        CommitId id = CommitId.fresh();
        store.append(CART, noStream(), Sample.events(1));
        store.faults().vanishAfterWrite();
        OutcomeUnknownException unknown = assertThrows(
                OutcomeUnknownException.class,
                () -> store.patience()
                        .within(
                                "An append whose storage went out of reach",
                                () -> store.append(id, CART, exactly(1), Sample.events(2))),
                "An append whose storage went out of reach does not say so");
        assertEquals(id, unknown.commitId(), "The error names another commit id");
        store.faults().comeBack();
    }

    /** Likely cause: the commit id is not looked up when an append is repeated, or its events are not recognised as its own. */
    @Rule(
            id = "FAULT-5",
            says = "A commit whose outcome was unknown, appended again when the storage is back, is stored once, "
                    + "with a result for good.",
            needs = Capability.FAULTS)
    public void unknownOutcomeIsResolved(Subject store) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        store.append(CART, noStream(), Sample.events(1));
        store.faults().vanishAfterWrite();
        assertThrows(
                OutcomeUnknownException.class,
                () -> store.append(id, CART, exactly(1), events),
                "An append whose storage went out of reach does not say so");
        store.faults().comeBack();
        AppendResult result = bounded(
                store,
                "An append repeated when the storage was back",
                () -> store.append(id, CART, exactly(1), events));
        assertEquals(Version.of(3), result.version(), "The version after the append repeated");
        List<StoredSerializedEvent> stored = store.read(StreamRead.of(CART).from(Version.of(2)));
        assertEquals(Sample.contents(events), Sample.storedContents(stored), "The events of the append repeated");
        assertEquals(
                result.places(),
                stored.stream().map(StoredSerializedEvent::place).toList(),
                "The places that the append repeated returned, against where its events are");
        store.append(CART, exactly(3), Sample.events(1));
        assertEquals(result, store.append(id, CART, exactly(1), events), "The result when it is repeated once more");
    }

    /** Likely cause: events are written one by one, and readers are shown those of a commit that is not whole. */
    @Rule(
            id = "FAULT-6",
            says =
                    "A writer that dies after any number of its writes leaves a whole commit, or nothing that another reads.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS})
    public void deadWriterLeavesAllOrNothing(Subject first) {
        for (int writes = 0; writes <= SIZE; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            store.append(CART, noStream(), Sample.events(2));
            StoreContents before = StoreContents.of(other, CART);
            var events = Sample.events(SIZE);
            SerializedCommit commit = Commits.of(new Part(CART, exactly(2), events));
            die(store, writes, commit);
            assertAllOrNothing(other, writes, commit, before);
        }
    }

    /** Likely cause: the streams of a commit are written one after the other. */
    @Rule(
            id = "FAULT-7",
            says = "A writer that dies in a commit over several streams leaves it whole, or nothing in any of them.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS, Capability.MULTI_STREAM})
    public void deadWriterOverSeveralStreams(Subject first) {
        for (int writes = 0; writes <= SIZE; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            StoreContents before = StoreContents.of(other, CART, STOCK, ORDER);
            SerializedCommit commit =
                    Commits.of(Commits.add(CART, any(), 1), Commits.add(STOCK, any(), 1), Commits.add(ORDER, any(), 1));
            die(store, writes, commit);
            assertAllOrNothing(other, writes, commit, before);
        }
    }

    /** Likely cause: a lock, or what the dead writer left, is waited for without end. */
    @Rule(
            id = "FAULT-8",
            says =
                    "A writer that dies after any number of its writes blocks nobody: another appends to the same stream "
                            + "in bounded time, and repeats the commit so that it is stored once.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS})
    public void deadWriterBlocksNobody(Subject first) {
        for (int writes = 0; writes <= SIZE; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            var events = Sample.events(SIZE);
            SerializedCommit commit = Commits.of(new Part(CART, any(), events));
            die(store, writes, commit);
            String when = " after a writer died after " + writes + " writes";
            AppendResult next = bounded(store, "An append" + when, () -> other.append(CART, any(), Sample.events(1)));
            AppendResult repeated =
                    bounded(store, "The commit repeated" + when, () -> other.append(commit.id(), CART, any(), events));
            List<StoredSerializedEvent> stored = other.read(CART);
            assertEquals(SIZE + 1, stored.size(), "Events in the stream, of one append and the commit repeated" + when);
            assertEquals(
                    List.of(next.places(), repeated.places()),
                    List.of(places(stored, next.commitId()), places(stored, commit.id())),
                    "The places that both returned, against where their events are," + when);
            assertEquals(
                    Sample.contents(events),
                    Sample.storedContents(stored.stream()
                            .filter(event -> event.commitId().equals(commit.id()))
                            .toList()),
                    "The events of the commit repeated" + when);
        }
    }

    /** Likely cause: readers stop for ever before a place that the dead writer had chosen. */
    @Rule(
            id = "FAULT-9",
            says =
                    "After a writer died, the feed shows what another appends in bounded time, once, and nothing in part.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS, Capability.FEED})
    public void feedGoesOnAfterADeadWriter(Subject first) {
        for (int writes = 0; writes <= SIZE; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            die(store, writes, Commits.of(Commits.add(CART, any(), SIZE)));
            String when = " after a writer died after " + writes + " writes";
            AppendResult next = bounded(
                    store, "An append to another stream" + when, () -> other.append(STOCK, any(), Sample.events(2)));
            assertAppears(other, next, when);
            List<StoredSerializedEvent> feed = other.readFeed();
            List<StoredSerializedEvent> dead = other.read(CART);
            assertEquals(
                    dead,
                    feed.stream().filter(event -> event.stream().equals(CART)).toList(),
                    "In the feed" + when);
        }
    }

    /** Likely cause: a writer holds a lock, or others wait for its place, for as long as it stalls. */
    @Rule(
            id = "FAULT-10",
            says = "While a writer stalls, others append to the same stream and read it and the feed in bounded time.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS, Capability.FEED})
    public void stalledWriterDelaysNobody(Subject store) {
        Subject other = store.another();
        store.append(CART, noStream(), Sample.events(1));
        stalled(store, CART, any(), Sample.events(2), () -> {
            AppendResult same = bounded(
                    store,
                    "An append to the same stream while a writer stalls",
                    () -> other.append(CART, exactly(1), Sample.events(1)));
            AppendResult next = bounded(
                    store,
                    "An append to another stream while a writer stalls",
                    () -> other.append(STOCK, any(), Sample.events(1)));
            assertEquals(
                    2,
                    bounded(store, "A read while a writer stalls", () -> other.read(CART))
                            .size(),
                    "Events in the stream while a writer stalls");
            assertAppears(other, same, " while a writer stalls");
            assertAppears(other, next, " while a writer stalls");
        });
    }

    /** Likely cause: the position is chosen before the stall and used after it, where readers have passed it. */
    @Rule(
            id = "FAULT-11",
            says = "What a stalled writer stores late is read by those who had read the feed on without it, once.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS, Capability.FEED})
    public void lateEventsAreNotSkipped(Subject store) {
        Subject other = store.another();
        store.append(CART, noStream(), Sample.events(1));
        var events = Sample.events(2);
        Position[] passed = {Position.START};
        AppendResult late = stalled(store, CART, any(), events, () -> {
            AppendResult next = other.append(STOCK, any(), Sample.events(2));
            assertAppears(other, next, " while a writer stalls");
            List<StoredSerializedEvent> feed = other.readFeed();
            passed[0] = feed.get(feed.size() - 1).position();
        });
        for (Subject reader : List.of(store, other)) {
            assertAppears(reader, late, " after the writer that had stalled stored it");
            List<StoredSerializedEvent> after =
                    reader.readFeed(FeedRead.forwards().after(passed[0]));
            assertEquals(
                    late.places(),
                    after.stream().map(StoredSerializedEvent::place).toList(),
                    "The events after position " + passed[0] + ", which a reader had reached while a writer stalled");
            assertEquals(Sample.contents(events), Sample.storedContents(after), "The events that came late");
        }
    }

    /** Likely cause: the expectation is judged before the stall only. */
    @Rule(
            id = "FAULT-12",
            says = "A stalled append whose stream another has appended to meanwhile conflicts, and stores nothing.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS})
    public void stalledAppendIsJudgedAtTheEnd(Subject store) {
        Subject other = store.another();
        store.append(CART, noStream(), Sample.events(1));
        var events = Sample.events(1);
        assertThrows(
                VersionConflictException.class,
                () -> stalled(
                        store,
                        CART,
                        exactly(1),
                        Sample.events(2),
                        () -> bounded(
                                store,
                                "An append to the same stream while a writer stalls",
                                () -> other.append(CART, exactly(1), events))),
                "An append that stalled while another passed the version that it expects does not conflict");
        for (Subject reader : List.of(store, other)) {
            assertEquals(
                    Sample.contents(events),
                    Sample.storedContents(reader.read(StreamRead.of(CART).from(Version.of(2)))),
                    "The events after version 1, of the append that was stored while another stalled");
        }
    }

    /** Likely cause: conditional appends wait for what the dead writer chose and will never write. */
    @Rule(
            id = "FAULT-13",
            says = "After a writer died, a conditional append is judged and stored in bounded time.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS, Capability.CONDITIONAL, Capability.FEED})
    public void conditionAfterADeadWriter(Subject first) {
        for (int writes = 0; writes <= SIZE; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            die(store, writes, Commits.of(Commits.add(CART, any(), SIZE)));
            SerializedCommit commit = Commits.of(Commits.add(STOCK, any(), Sample.event("Taken")));
            AppendResult result = bounded(
                    store,
                    "A conditional append after a writer died after " + writes + " writes",
                    () -> other.append(commit, unlessAny(EventQuery.types("Taken"))));
            assertEquals(
                    result.places(),
                    places(other.read(STOCK), commit.id()),
                    "The places of a conditional append after a writer died");
        }
    }

    /** Likely cause: the interrupt is answered as if nothing had been sent, and what was sent arrives later, or blocks the repeat. */
    @Rule(
            id = "FAULT-14",
            says =
                    "An append interrupted while it stalls throws OperationInterruptedException or OutcomeUnknownException, "
                            + "the flag stays set, and the commit repeated is stored once.",
            needs = Capability.FAULTS)
    public void interruptedWhileStalled(Subject store) {
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        FaultInjection.Stall stall = store.faults().stall();
        Thread[] writer = new Thread[1];
        FutureTask<Boolean> append = store.patience().started(() -> {
            writer[0] = Thread.currentThread();
            try {
                store.append(id, CART, noStream(), events);
                return false;
            } catch (OperationInterruptedException | OutcomeUnknownException expected) {
                return Thread.currentThread().isInterrupted();
            }
        });
        try {
            halted(store, stall);
            writer[0].interrupt();
            assertTrue(
                    store.patience().resultOf("An append interrupted while it stalls", append),
                    "An append interrupted while it stalls returned, or cleared the interrupt flag");
        } finally {
            stall.release();
        }
        AppendResult result = bounded(
                store,
                "The commit repeated after its append was interrupted",
                () -> store.append(id, CART, noStream(), events));
        List<StoredSerializedEvent> stored = store.read(CART);
        assertEquals(Sample.contents(events), Sample.storedContents(stored), "The events of the commit repeated");
        assertEquals(result.places(), places(stored, id), "The places that the commit repeated returned");
    }

    /** Likely cause: a conditional append sent again meets its own events. */
    @Rule(
            id = "FAULT-15",
            says =
                    "A conditional append whose answer is lost is stored once, also where its own events match its condition.",
            needs = {Capability.FAULTS, Capability.CONDITIONAL, Capability.FEED})
    public void answerOfAConditionLost(Subject store) {
        SerializedCommit commit = Commits.of(Commits.add(CART, any(), Sample.event("Taken")));
        AppendCondition condition = unlessAny(EventQuery.types("Taken"));
        store.faults().loseAnswer();
        AppendResult result =
                bounded(store, "A conditional append whose answer was lost", () -> store.append(commit, condition));
        List<StoredSerializedEvent> stored = store.read(CART);
        assertEquals(1, stored.size(), "Events stored by a conditional append of one whose answer was lost");
        assertEquals(result.places(), places(stored, commit.id()), "The places that it returned");
    }

    /** Likely cause: of a commit over several streams the part that is found missing, or all of it, is sent again. */
    @Rule(
            id = "FAULT-16",
            says = "A commit over several streams whose answer is lost is stored once in each.",
            needs = {Capability.FAULTS, Capability.MULTI_STREAM})
    public void answerOverSeveralStreamsLost(Subject store) {
        SerializedCommit commit = Commits.of(Commits.add(CART, any(), 2), Commits.add(STOCK, any(), 1));
        store.faults().loseAnswer();
        AppendResult result =
                bounded(store, "A commit over several streams whose answer was lost", () -> store.append(commit));
        List<StoredSerializedEvent> stored = new ArrayList<>(store.read(CART));
        stored.addAll(store.read(STOCK));
        assertEquals(
                result.places(),
                stored.stream().map(StoredSerializedEvent::place).toList(),
                "The places returned by a commit over two streams whose answer was lost, against where events are");
    }
}
