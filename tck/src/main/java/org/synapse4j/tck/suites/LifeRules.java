package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.AppendCapability;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StorageIndexes;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.DeclaredCalls;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.StoreContents;
import org.synapse4j.tck.kit.Subject;

/** The rules LIFE: opening, closing, interrupting, bad input. */
public final class LifeRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");

    /** Likely cause: a capability was built and its declaration forgotten, or the other way round. */
    @Rule(id = "LIFE-1", says = "A storage offers the capabilities that are declared, and no others.")
    public void offersWhatIsDeclared(Subject store) {
        StorageStrategy storage = store.storage();
        Map<Capability, Boolean> offered = Map.of(
                Capability.MULTI_STREAM, storage.capabilities().contains(AppendCapability.MULTI_STREAM),
                Capability.CONDITIONAL, storage.capabilities().contains(AppendCapability.CONDITIONAL),
                Capability.FEED, storage.feed().isPresent(),
                Capability.LISTING, storage.listing().isPresent(),
                Capability.DELETION, storage.deletion().isPresent(),
                Capability.SNAPSHOTS, storage.snapshots().isPresent(),
                Capability.LEASES, storage.leases().isPresent());
        offered.forEach((capability, offer) ->
                assertEquals(store.declares(capability), offer, "Declared, against offered: " + capability.words()));
    }

    /** Likely cause: a call does not look whether the store is closed, or the error of a driver comes through. */
    @Rule(id = "LIFE-2", says = "After close every call of every capability throws ClosedException.")
    public void everyCallAfterClose(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        List<DeclaredCalls.Call> calls = DeclaredCalls.of(store);
        store.storage().close();
        for (DeclaredCalls.Call call : calls) {
            assertThrows(
                    ClosedException.class, () -> call.make(), "After close, " + call.name() + " does not throw so");
        }
    }

    /** Likely cause: what is released a second time throws. */
    @Rule(id = "LIFE-3", says = "Closing a store again does nothing, whoever closes it.")
    public void closedAgain(Subject store) {
        assertDoesNotThrow(() -> store.storage().close(), "Closing a store throws");
        assertDoesNotThrow(() -> store.storage().close(), "Closing a store again throws");
        assertDoesNotThrow(
                () -> store.patience().together(4, thread -> {
                    store.storage().close();
                    return true;
                }),
                "Closing a store again, by several threads at the same time, throws");
    }

    /** Likely cause: a cursor goes on with what it has fetched, or waits for a storage that is gone. */
    @Rule(
            id = "LIFE-4",
            says =
                    "A cursor that is open when its store is closed throws ClosedException, at once or after it was read from.")
    public void cursorOfAClosedStore(Subject store) {
        store.append(CART, noStream(), Sample.events(5));
        List<Cursor<?>> cursors = new ArrayList<>();
        cursors.add(store.storage().streams().read(StreamRead.of(CART)));
        if (store.declares(Capability.FEED)) {
            cursors.add(store.feed().read(FeedRead.forwards()));
        }
        if (store.declares(Capability.LISTING)) {
            store.append(OTHER, noStream(), Sample.events(1));
            cursors.add(store.listing().list());
        }
        cursors.forEach(Cursor::next);
        cursors.add(store.storage().streams().read(StreamRead.of(CART)));
        store.patience().within("Closing a store with open cursors", () -> {
            store.storage().close();
            return true;
        });
        for (int i = 0; i < cursors.size(); i++) {
            Cursor<?> cursor = cursors.get(i);
            String which = i == cursors.size() - 1 ? " of a cursor not read from" : " of cursor " + i;
            assertThrowsInTime(store, "hasNext()" + which, cursor::hasNext);
            assertThrowsInTime(store, "next()" + which, cursor::next);
            assertDoesNotThrow(cursor::close, "Closing a cursor of a closed store throws");
        }
    }

    /** Likely cause: closing a cursor releases what it holds on the storage, and what it has fetched goes on. */
    @Rule(
            id = "LIFE-5",
            says = "A closed cursor throws ClosedException; closing it again, or at its end, does nothing.")
    public void closedCursor(Subject store) {
        store.append(CART, noStream(), Sample.events(3));
        Cursor<?> cursor = store.storage().streams().read(StreamRead.of(CART));
        cursor.next();
        cursor.close();
        assertThrows(ClosedException.class, cursor::hasNext, "hasNext() of a closed cursor does not throw so");
        assertThrows(ClosedException.class, cursor::next, "next() of a closed cursor does not throw so");
        assertDoesNotThrow(cursor::close, "Closing a cursor again throws");
        Cursor<?> atEnd = store.storage().streams().read(StreamRead.of(CART));
        atEnd.forEachRemaining(event -> {});
        assertDoesNotThrow(atEnd::close, "Closing a cursor at its end throws");
        assertEquals(3, store.read(CART).size(), "Events read after cursors were closed");
    }

    /** Likely cause: closing tears the connection away from appends in progress, or waits for ever for those that wait. */
    @Rule(
            id = "LIFE-6",
            says =
                    "While a store is being closed, appends return or throw ClosedException, and close returns in bounded time.",
            races = true)
    public void closedWhileAppending(Subject store) {
        closeWhileAppending(store);
    }

    /** Likely cause: an append fails because of the closing after its events have been sent. */
    @Rule(
            id = "LIFE-7",
            says =
                    "What an append returned while its store was being closed is stored; what threw ClosedException is not.",
            needs = Capability.SECOND_PROCESS,
            races = true)
    public void closedAppendsAreCertain(Subject store) {
        Subject other = store.another();
        List<CommitId> returned = closeWhileAppending(store);
        List<CommitId> stored = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            other.read(StreamId.of("closing", "" + thread)).forEach(event -> stored.add(event.commitId()));
        }
        assertEquals(
                returned.stream().sorted(Comparator.comparing(CommitId::value)).toList(),
                stored.stream().sorted(Comparator.comparing(CommitId::value)).toList(),
                "The commits whose appends returned while the store was being closed, against those stored");
    }

    /** Likely cause: the interrupt is swallowed, or comes through as another error, or what was sent is given up. */
    @Rule(
            id = "LIFE-8",
            says = "An append by an interrupted thread throws OperationInterruptedException and stores nothing, or "
                    + "OutcomeUnknownException; the flag stays set, and the same commit again is stored once.")
    public void interruptedAppend(Subject store) {
        store.append(CART, noStream(), Sample.events(1));
        for (int i = 0; i < 3; i++) {
            StoreContents before = StoreContents.of(store, CART);
            CommitId id = CommitId.fresh();
            var events = Sample.events(2);
            SynapseException thrown = interrupted(() -> store.append(id, CART, any(), events), "an append");
            if (thrown instanceof OutcomeUnknownException unknown) {
                assertEquals(id, unknown.commitId(), "The error names another commit id");
            } else {
                assertTrue(
                        thrown instanceof OperationInterruptedException,
                        () -> "An append by an interrupted thread threw " + thrown);
                assertEquals(before, StoreContents.of(store, CART), "An append that was interrupted left a trace");
            }
            AppendResult result = store.append(id, CART, exactly(1 + 2L * i), events);
            assertEquals(
                    Version.of(3 + 2L * i), result.version(), "The version after the interrupted append was repeated");
            assertEquals(
                    Sample.contents(events),
                    Sample.storedContents(store.read(StreamRead.of(CART).from(Version.of(2 + 2L * i)))),
                    "After an interrupted append was repeated, the stream does not end with it, once");
        }
    }

    /** Likely cause: the interrupt ends the connection that other threads use, or its flag is cleared. */
    @Rule(
            id = "LIFE-9",
            says =
                    "A read or a head by an interrupted thread throws OperationInterruptedException, the flag stays set, "
                            + "and the store works on.")
    public void interruptedRead(Subject store) {
        var events = Sample.events(3);
        store.append(CART, noStream(), events);
        for (int i = 0; i < 3; i++) {
            for (Executable call : List.<Executable>of(() -> store.read(CART), () -> store.head(CART))) {
                SynapseException thrown = interrupted(call, "a read or head");
                assertTrue(
                        thrown instanceof OperationInterruptedException,
                        () -> "A read or head by an interrupted thread threw " + thrown);
            }
            assertEquals(
                    Sample.contents(events),
                    Sample.storedContents(store.read(CART)),
                    "What is read after an interrupt");
        }
    }

    /** Likely cause: something is kept in memory only, or written when the store is closed and not before. */
    @Rule(
            id = "LIFE-10",
            says = "What was stored is there after the store was closed and opened again: heads, streams, feed, "
                    + "snapshots, leases.",
            needs = Capability.REOPEN)
    public void everythingIsThereAfterReopening(Subject store) {
        store.append(CART, noStream(), Sample.events(3));
        store.append(OTHER, noStream(), Sample.events(2));
        if (store.declares(Capability.DELETION)) {
            store.deletion().truncate(CART, Version.of(2));
            store.deletion().delete(OTHER);
        }
        StoredLease lease = StoredLease.first(LeaseName.of(SubscriptionName.of("totals")))
                .saved(Position.of(42), Map.of("query", "all"));
        SerializedSnapshot snapshot = DeclaredCalls.snapshot(CART);
        if (store.declares(Capability.SNAPSHOTS)) {
            store.snapshots().save(snapshot);
        }
        if (store.declares(Capability.LEASES)) {
            assertTrue(store.leases().create(lease), "Creating a lease is refused");
        }
        StoreContents before = StoreContents.of(store, CART, OTHER);
        Subject reopened = store.reopen();
        assertEquals(before, StoreContents.of(reopened, CART, OTHER), "What is read after reopening");
        if (store.declares(Capability.SNAPSHOTS)) {
            assertEquals(
                    Optional.of(snapshot),
                    reopened.snapshots().latest(CART, Version.MAX),
                    "The snapshot after reopening");
        }
        if (store.declares(Capability.LEASES)) {
            assertEquals(Optional.of(lease), reopened.leases().find(lease.name()), "The lease after reopening");
        }
    }

    /** Likely cause: the counter of positions, or the versions of deleted streams, live in memory. */
    @Rule(
            id = "LIFE-11",
            says = "Versions and positions go on after the store was closed and opened again.",
            needs = Capability.REOPEN)
    public void goesOnAfterReopening(Subject store) {
        Position last = store.append(CART, noStream(), Sample.events(3)).position();
        Subject reopened = store.reopen();
        assertThrows(
                VersionConflictException.class,
                () -> reopened.append(CART, noStream(), Sample.events(1)),
                "After reopening, an append that expects no stream is stored to an existing one");
        AppendResult next = reopened.append(CART, exactly(3), Sample.events(1));
        assertEquals(Version.of(4), next.version(), "The next version after reopening");
        assertTrue(
                next.position().compareTo(last) > 0,
                () -> "After reopening an event got position " + next.position() + ", before it one had " + last);
    }

    /** Likely cause: heads or events are cached in the process, or a lock on the data belongs to one process alone. */
    @Rule(
            id = "LIFE-12",
            says =
                    "Processes on the same data, opened one after the other or at the same time, see each other's commits "
                            + "and expect versions of each other.",
            needs = Capability.SECOND_PROCESS)
    public void processesSeeEachOther(Subject store) {
        store.append(CART, noStream(), Sample.events(1));
        List<Subject> processes = new ArrayList<>(List.of(store, store.another()));
        processes.addAll(store.patience().together(3, thread -> store.another()));
        for (int i = 0; i < processes.size(); i++) {
            Subject writer = processes.get(i);
            long version = i + 1L;
            processes.forEach(reader -> reader.head(CART));
            writer.append(CART, exactly(version), Sample.events(1));
            StoreContents seen = StoreContents.of(writer, CART);
            for (Subject reader : processes) {
                assertEquals(seen, StoreContents.of(reader, CART), "What another process reads");
                assertThrows(
                        VersionConflictException.class,
                        () -> reader.append(CART, exactly(version), Sample.events(1)),
                        "A process stored an append that expects a version which another has passed");
            }
        }
    }

    /** Likely cause: closing releases what all storages of the machine share. */
    @Rule(
            id = "LIFE-13",
            says = "Closing the store of one process leaves those of the others open.",
            needs = Capability.SECOND_PROCESS)
    public void closingOneLeavesTheOthers(Subject store) {
        store.append(CART, noStream(), Sample.events(1));
        Subject other = store.another();
        other.head(CART);
        store.storage().close();
        assertDoesNotThrow(
                () -> other.append(CART, exactly(1), Sample.events(1)),
                "After another process closed its store, an append is refused");
        assertEquals(2, other.read(CART).size(), "Events read after another process closed its store");
    }

    /** Likely cause: an argument is looked at only after something was written, or never. */
    @Rule(id = "LIFE-14", says = "A null argument of any call is a NullPointerException, and nothing is written.")
    public void nullArguments(Subject store) {
        store.append(CART, noStream(), Sample.events(2));
        StoreContents before = StoreContents.of(store, CART);
        for (DeclaredCalls.Call call : DeclaredCalls.withNulls(store)) {
            assertThrows(
                    NullPointerException.class,
                    () -> call.make(),
                    "With a null, " + call.name() + " does not throw so");
        }
        assertEquals(before, StoreContents.of(store, CART), "A call with a null changed what is stored");
    }

    /** Appends from four threads until the store, closed meanwhile, refuses it; the commits of the appends that returned. */
    private static List<CommitId> closeWhileAppending(Subject store) {
        CountDownLatch appending = new CountDownLatch(20);
        FutureTask<Boolean> closing = store.patience().started(() -> {
            appending.await();
            store.storage().close();
            return true;
        });
        List<CommitId> returned = new ArrayList<>();
        store.patience()
                .together(4, thread -> {
                    List<CommitId> own = new ArrayList<>();
                    while (true) {
                        try {
                            own.add(store.append(StreamId.of("closing", "" + thread), any(), Sample.events(1))
                                    .commitId());
                            appending.countDown();
                        } catch (ClosedException closed) {
                            return own;
                        } catch (RuntimeException other) {
                            return Assertions.<List<CommitId>>fail(
                                    "An append threw something else while its store was being closed", other);
                        }
                    }
                })
                .forEach(returned::addAll);
        store.patience().resultOf("Closing a store during appends", closing);
        return returned;
    }

    /** Likely cause: what is not declared is tried all the same, stream by stream or without looking at the condition. */
    @Rule(
            id = "LIFE-15",
            says =
                    "An append that asks for what is declared is stored; one that asks for more throws CapabilityMissingException"
                            + " and stores nothing.")
    public void asksForWhatIsDeclared(Subject store) {
        SerializedCommit two = Commits.of(Commits.add(CART, any(), 1), Commits.add(OTHER, any(), 1));
        assertStoredIf(store, store.declares(Capability.MULTI_STREAM), two, "A commit over two streams");
        SerializedCommit conditional =
                Commits.of(Commits.add(CART, any(), 1)).when(AppendCondition.unlessAny(EventQuery.types("Never")));
        assertStoredIf(store, store.declares(Capability.CONDITIONAL), conditional, "A conditional append");
    }

    /** Likely cause: what is there is dropped and made anew, or the counters that live in it begin again. */
    @Rule(
            id = "LIFE-16",
            says =
                    "Where a storage makes indexes, they may be made again at any time: what is stored stays, and versions and positions"
                            + " go on.")
    public void indexesAreMadeAgain(Subject store) {
        Position last = store.append(CART, noStream(), Sample.events(3)).position();
        StoreContents before = StoreContents.of(store, CART);
        store.storage().indexes().ifPresent(StorageIndexes::ensureIndexes);
        assertEquals(before, StoreContents.of(store, CART), "What is read after the indexes were made again");
        AppendResult next = store.append(CART, exactly(3), Sample.events(1));
        assertTrue(
                next.position().compareTo(last) > 0,
                () -> "After the indexes were made again an event got position " + next.position()
                        + ", before it one had " + last);
    }

    private static void assertStoredIf(Subject store, boolean declared, SerializedCommit commit, String what) {
        StoreContents before = StoreContents.of(store, CART, OTHER);
        if (declared) {
            store.append(commit);
            assertEquals(
                    before.heads().get(0).version().next(),
                    store.head(CART).version(),
                    what + " that is declared is not stored");
        } else {
            assertThrows(
                    CapabilityMissingException.class,
                    () -> store.append(commit),
                    what + ", which is not declared, is not refused so");
            assertEquals(before, StoreContents.of(store, CART, OTHER), what + ", which is not declared, left a trace");
        }
    }

    private static void assertThrowsInTime(Subject store, String what, Callable<?> call) {
        assertThrows(
                ClosedException.class,
                () -> store.patience().within(what, call),
                "After its store was closed, " + what + " does not throw so");
    }

    /** The exception that the call throws in an interrupted thread; the flag is cleared afterwards. */
    private static SynapseException interrupted(Executable call, String what) {
        Thread.currentThread().interrupt();
        try {
            SynapseException thrown = assertThrows(
                    SynapseException.class,
                    call,
                    "In an interrupted thread " + what + " does not throw an error of ours");
            assertTrue(
                    Thread.currentThread().isInterrupted(),
                    "In an interrupted thread " + what + " threw, and cleared the interrupt flag");
            return thrown;
        } finally {
            Thread.interrupted();
        }
    }
}
