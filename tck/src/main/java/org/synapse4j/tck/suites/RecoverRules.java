package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.AppendCondition.unlessAny;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.tck.kit.FaultyCalls.bounded;
import static org.synapse4j.tck.kit.FaultyCalls.die;
import static org.synapse4j.tck.kit.FaultyCalls.dieInRemoval;
import static org.synapse4j.tck.kit.FaultyCalls.halted;
import static org.synapse4j.tck.kit.FaultyCalls.places;
import static org.synapse4j.tck.suites.ReadRules.reversed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.FaultInjection;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules RECOVER: what goes on after removals and reads were cut short, and beside the dead and the interrupted. */
public final class RecoverRules {
    private static final int SIZE = 3;
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");
    private static final StreamId STOCK = StreamId.of("stock", "7");

    /** Likely cause: the stream is marked as deleted first, and what is marked so is not looked at again; or snapshots go last. */
    @Rule(
            id = "RECOVER-1",
            says =
                    "A deletion whose process dies after any number of its writes is finished by calling it again, snapshots included.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS, Capability.DELETION})
    public void deletionCutShort(Subject first) {
        for (int writes = 0; writes <= 5; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            var stored = store.store(CART, 6, 2);
            var others = store.store(OTHER, 1, 1);
            if (store.declares(Capability.SNAPSHOTS)) {
                store.snapshots().save(SnapshotRules.snapshot(CART, 2));
                store.snapshots().save(SnapshotRules.snapshot(CART, 6));
            }
            String when = " after a deletion was cut short by " + writes + " writes";
            dieInRemoval(store, writes, killed -> killed.deletion().delete(CART));
            assertTrue(stored.containsAll(other.read(CART)), "Something else is read" + when);
            bounded(other, "A deletion again" + when, () -> {
                other.deletion().delete(CART);
                return true;
            });
            Compare.events(List.of(), other.read(CART), "The stream deleted again" + when);
            assertEquals(other.headOfDeleted(CART, 6), other.head(CART), "The head of the stream deleted again" + when);
            if (store.declares(Capability.SNAPSHOTS)) {
                assertEquals(
                        Optional.empty(),
                        other.snapshots().latest(CART, Version.MAX),
                        "The snapshot of the stream deleted again" + when);
            }
            assertLeft(other, others, when);
        }
    }

    /** Likely cause: the newest events go first, so that those left look like the whole stream to the one who calls again. */
    @Rule(
            id = "RECOVER-2",
            says =
                    "A truncation whose process dies after any number of its writes has removed nothing else, and is finished by calling"
                            + " it again.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS, Capability.DELETION})
    public void truncationCutShort(Subject first) {
        for (int writes = 0; writes <= 4; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            var stored = store.store(CART, 8, 2);
            var others = store.store(OTHER, 1, 1);
            String when = " after a truncation was cut short by " + writes + " writes";
            dieInRemoval(store, writes, killed -> killed.deletion().truncate(CART, Version.of(6)));
            List<StoredSerializedEvent> left = other.read(CART);
            assertTrue(
                    stored.containsAll(left) && left.containsAll(stored.subList(5, 8)),
                    "Something else is gone, or read," + when);
            bounded(other, "A truncation again" + when, () -> {
                other.deletion().truncate(CART, Version.of(6));
                return true;
            });
            Compare.events(stored.subList(5, 8), other.read(CART), "The stream truncated again" + when);
            assertEquals(other.headAt(CART, 8), other.head(CART), "The head of the stream truncated again" + when);
            List<StoredSerializedEvent> all = new ArrayList<>(stored.subList(5, 8));
            all.addAll(others);
            assertLeft(other, all, when);
        }
    }

    /** Likely cause: the read goes on behind the commit in which it stopped, at its beginning, or in the wrong direction. */
    @Rule(
            id = "RECOVER-3",
            says =
                    "A read that the storage forgets in the middle of a commit goes on there, in a stream and in the feed, in both directions.",
            needs = {Capability.FAULTS, Capability.MULTI_STREAM})
    public void forgottenReads(Subject store) {
        StreamId[] turns = new StreamId[2_200];
        Arrays.setAll(turns, i -> i % 4 < 2 ? CART : STOCK);
        List<StoredSerializedEvent> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SerializedCommit commit = Commits.alternating(turns);
            AppendResult result = store.append(commit);
            for (int n = 0; n < turns.length; n++) {
                all.add(new StoredSerializedEvent(
                        result.places().get(n),
                        result.commitId(),
                        commit.events().get(n).event()));
            }
        }
        var cart = all.stream().filter(event -> event.stream().equals(CART)).toList();
        StreamRead read = StreamRead.of(CART);
        var streams = store.storage().streams();
        assertGoesOn(store, streams.read(read), cart, "A read of a stream");
        assertGoesOn(store, streams.read(read.backwards()), reversed(cart), "A read of a stream, backwards,");
        if (store.declares(Capability.FEED)) {
            assertGoesOn(store, store.feed().read(FeedRead.forwards()), all, "A read of the feed");
            assertGoesOn(
                    store, store.feed().read(FeedRead.backwards()), reversed(all), "A read of the feed, backwards,");
            var some = FeedRead.forwards().matching(EventQuery.streams(CART));
            assertGoesOn(store, store.feed().read(some), cart, "A read of the feed by a query");
        }
    }

    /** Likely cause: what the dead writer left of the commit stands in the way of itself. */
    @Rule(
            id = "RECOVER-4",
            says =
                    "After its writer died a commit that expects no stream, repeated before anyone else appends, is stored once.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS})
    public void repeatedAtOnce(Subject first) {
        for (int writes = 0; writes <= SIZE; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            var events = Sample.events(SIZE);
            SerializedCommit commit = Commits.of(new Part(CART, noStream(), events));
            die(store, writes, commit);
            String when = " after its writer died after " + writes + " writes";
            AppendResult repeated =
                    bounded(other, "A commit that expects no stream" + when, () -> other.append(commit));
            List<StoredSerializedEvent> stored = other.read(CART);
            assertEquals(Sample.contents(events), Sample.storedContents(stored), "The commit repeated" + when);
            assertEquals(repeated.places(), places(stored, commit.id()), "The places of the commit repeated" + when);
        }
    }

    /** Likely cause: an append of no events waits as one that stores does, but nobody ends what it waits for. */
    @Rule(
            id = "RECOVER-5",
            says = "After a writer died, a conditional append of no events is judged in bounded time, by what is read.",
            needs = {Capability.FAULTS, Capability.SECOND_PROCESS, Capability.CONDITIONAL, Capability.FEED})
    public void nothingIsJudgedBesideTheDead(Subject first) {
        for (int writes = 0; writes <= SIZE; writes++) {
            Subject store = first.fresh();
            Subject other = store.another();
            die(store, writes, Commits.of(Commits.add(CART, any(), SIZE)));
            String what = "A conditional append of no events after a writer died after " + writes + " writes";
            SerializedCommit nothing = Commits.of(Commits.add(STOCK, any()));
            boolean refused = bounded(other, what, () -> {
                try {
                    other.append(nothing, unlessAny(EventQuery.types("Counted")));
                    return false;
                } catch (ConditionConflictException conflict) {
                    return true;
                }
            });
            assertEquals(!other.read(CART).isEmpty(), refused, what + " is refused, against what is read");
        }
    }

    /** Likely cause: who waits for another's write cannot be interrupted, takes the write along, or is written all the same and not known. */
    @Rule(
            id = "RECOVER-6",
            says =
                    "An append that is interrupted while another one stalls ends in bounded time, its flag set, its commit can be repeated,"
                            + " and the others are stored.",
            needs = Capability.FAULTS)
    public void interruptedBehindAnother(Subject store) {
        FaultInjection.Stall stall = store.faults().stall();
        FutureTask<AppendResult> stalled = store.patience().started(() -> store.append(CART, any(), Sample.events(1)));
        CommitId id = CommitId.fresh();
        var events = Sample.events(2);
        AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        FutureTask<AppendResult> third;
        try {
            halted(store, stall);
            FutureTask<Boolean> waiting = store.patience().started(() -> {
                waiter.set(Thread.currentThread());
                try {
                    store.append(id, STOCK, noStream(), events);
                    return true;
                } catch (OperationInterruptedException | OutcomeUnknownException expected) {
                    return Thread.currentThread().isInterrupted();
                }
            });
            third = store.patience().started(() -> store.append(OTHER, any(), Sample.events(1)));
            store.patience().eventually("An append has not begun", () -> isWaiting(waiter.get()) || waiting.isDone());
            Stream.ofNullable(waiter.get()).forEach(Thread::interrupt);
            assertTrue(
                    store.patience().resultOf("An append interrupted while another stalls", waiting),
                    "An append interrupted while another stalls cleared the interrupt flag");
        } finally {
            stall.release();
        }
        AppendResult one = store.patience().resultOf("The append that had stalled", stalled);
        AppendResult other = store.patience().resultOf("An append beside the interrupted one", third);
        AppendResult repeated = bounded(
                store,
                "The commit of the interrupted append repeated",
                () -> store.append(id, STOCK, noStream(), events));
        assertEquals(one.places(), places(store.read(CART), one.commitId()), "Of the append that had stalled");
        assertEquals(other.places(), places(store.read(OTHER), other.commitId()), "Of the append beside");
        assertEquals(Sample.contents(events), Sample.storedContents(store.read(STOCK)), "Of the commit repeated");
        assertEquals(repeated.places(), places(store.read(STOCK), id), "The places of the commit repeated");
    }

    private static boolean isWaiting(@Nullable Thread thread) {
        return thread != null
                && (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void assertLeft(Subject store, List<StoredSerializedEvent> all, String when) {
        if (store.declares(Capability.FEED)) {
            Compare.events(all, store.readFeed(), "The feed when a removal was finished" + when);
        }
    }

    private static void assertGoesOn(
            Subject store, Cursor<StoredSerializedEvent> cursor, List<StoredSerializedEvent> expected, String what) {
        List<StoredSerializedEvent> delivered = CursorPromises.take(cursor, 1);
        store.faults().loseCursor();
        delivered.addAll(Subject.drain(cursor));
        Compare.events(expected, delivered, what + " that was forgotten");
    }
}
