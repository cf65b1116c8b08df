package org.synapse4j.core.unitofwork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposit;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Ledger;
import org.synapse4j.core.Accounts.Noted;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.Accounts.Overdrawn;
import org.synapse4j.core.Accounts.Withdraw;
import org.synapse4j.core.Accounts.Withdrawn;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.AggregateNotFoundException;
import org.synapse4j.core.errors.ConflictingVersionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.repository.Repository;

/** Functions in units of work: what is stored, when, and how often they are run. */
class UnitsOfWorkTest {
    private static final StreamId ADA = StreamId.of("account", "ada");
    private static final StreamId BOB = StreamId.of("account", "bob");
    private static final Retry QUICK = new Retry(5, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10));

    private final FailingStorage storage = new FailingStorage();
    private final EventStore store = EventStore.builder(Accounts.TYPES).on(storage);
    private final Repository<Account> accounts =
            Repository.builder(store, Accounts.ACCOUNT).caching(10).build();
    private final Repository<Ledger> ledgers = Repository.of(store, Accounts.LEDGER);
    private final UnitsOfWork units = UnitsOfWork.on(store).retry(QUICK).build();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        store.close();
    }

    private void open(StreamId... streams) {
        for (StreamId stream : streams) {
            store.append(stream, noStream(), new Opened(stream.id()), new Deposited(10));
        }
    }

    private List<String> feed() {
        List<String> all = new ArrayList<>();
        try (EventStream events = store.feed()) {
            for (StoredEvent event : events) {
                all.add(event.stream().id() + " " + event.payload());
            }
        }
        return all;
    }

    private int transfer(Work work, int amount) {
        runs.incrementAndGet();
        Aggregate<Account> ada = work.load(accounts, "ada");
        Aggregate<Account> bob = work.load(accounts, "bob");
        ada.handle(Accounts.DECIDER, new Withdraw(amount));
        bob.handle(Accounts.DECIDER, new Deposit(amount));
        return ada.state().balance();
    }

    @Test
    @DisplayName("all events of all aggregates are one commit, in the order in which they happened")
    void oneCommit() {
        open(ADA, BOB);
        Worked<Integer> worked = units.run(work -> {
            Aggregate<Account> ada = work.load(accounts, "ada");
            Aggregate<Account> bob = work.load(accounts, "bob");
            Ledger ledger = work.add(ledgers, "l").state();
            ada.apply(new Withdrawn(1));
            ledger.note("first");
            bob.apply(new Deposited(1));
            ledger.note("second");
            ada.apply(new Withdrawn(2));
            return ledger.notes();
        });
        assertEquals(2, worked.value());
        assertEquals(1, worked.attempts());
        assertEquals(
                List.of(
                        "ada Withdrawn[amount=1]",
                        "l Noted[text=first]",
                        "bob Deposited[amount=1]",
                        "l Noted[text=second]",
                        "ada Withdrawn[amount=2]"),
                feed().subList(4, 9));
        try (EventStream events = store.feed()) {
            List<CommitId> ids = new ArrayList<>();
            events.forEach(event -> ids.add(event.commitId()));
            assertEquals(1, ids.subList(4, 9).stream().distinct().count());
        }
        assertEquals(store.end(), worked.position());
    }

    @Test
    @DisplayName(
            "a conflict on the second aggregate leaves both unstored; the function is run again, whole, and stored once")
    void conflictOnSecond() {
        open(ADA, BOB);
        Worked<Integer> worked = units.run(work -> {
            int left = transfer(work, 4);
            if (runs.get() == 1) {
                store.append(BOB, any(), new Deposited(1));
            }
            return left;
        });
        assertEquals(2, worked.attempts());
        assertEquals(2, runs.get());
        assertEquals(6, accounts.load("ada").state().balance());
        assertEquals(15, accounts.load("bob").state().balance());
        assertEquals(7, feed().size());
    }

    @Test
    @DisplayName("a conflict at each attempt is thrown in the end, and carries the earlier ones")
    void conflictForEver() {
        open(ADA, BOB);
        VersionConflictException last = assertThrows(
                VersionConflictException.class,
                () -> units.run(work -> {
                    int left = transfer(work, 1);
                    store.append(BOB, any(), new Deposited(1));
                    return left;
                }));
        assertEquals(5, runs.get());
        assertEquals(4, last.getSuppressed().length);
        assertEquals(10, accounts.load("ada").state().balance());
    }

    @Test
    @DisplayName("what the function throws is thrown, at once, and nothing is stored")
    void refused() {
        open(ADA, BOB);
        assertThrows(Overdrawn.class, () -> units.run(work -> transfer(work, 11)));
        assertEquals(1, runs.get());
        assertEquals(4, feed().size());
        assertThrows(
                StackOverflowError.class,
                () -> units.perform(work -> {
                    work.load(accounts, "ada").apply(new Deposited(1));
                    throw new StackOverflowError();
                }));
        assertEquals(4, feed().size());
    }

    @Test
    @DisplayName("an error that may pass, before the append or of it, lets the function run again")
    void transientError() {
        open(ADA, BOB);
        storage.refuseNext(1);
        assertEquals(2, units.run(work -> transfer(work, 1)).attempts());
        assertThrows(
                StorageUnavailableException.class,
                () -> UnitsOfWork.on(store).retry(Retry.never()).build().run(work -> {
                    storage.refuseNext(1);
                    return transfer(work, 1);
                }));
    }

    @Test
    @DisplayName(
            "where the outcome is unknown the same commit is appended again; the function is run once, the events are stored once")
    void outcomeUnknown() {
        open(ADA, BOB);
        storage.loseAnswersOfNext(2);
        Worked<Integer> worked = units.run(work -> transfer(work, 1));
        assertEquals(1, runs.get());
        assertEquals(1, worked.attempts());
        assertEquals(6, feed().size());
    }

    @Test
    @DisplayName("if it stays unknown, that is thrown, and the function is not run again")
    void outcomeUnknownForEver() {
        open(ADA, BOB);
        storage.loseAnswersOfNext(100);
        OutcomeUnknownException unknown =
                assertThrows(OutcomeUnknownException.class, () -> units.run(work -> transfer(work, 1)));
        assertEquals(1, runs.get());
        assertTrue(store.find(unknown.commitId()).isPresent());
        assertEquals(9, accounts.load("ada").state().balance());
    }

    @Test
    @DisplayName(
            "an answer that is lost, then a refusal: it stays unknown, as the refusal is of the second append only")
    void outcomeUnknownThenRefused() {
        open(ADA, BOB);
        storage.loseAnswersOfNext(1);
        storage.refuseAfterwards();
        assertThrows(OutcomeUnknownException.class, () -> units.run(work -> transfer(work, 1)));
        assertEquals(1, runs.get());
    }

    @Test
    @DisplayName("loaded twice it is the same object; unchanged it is not appended to, and keeps its version")
    void identity() {
        open(ADA);
        units.perform(work -> {
            Aggregate<Account> first = work.load(accounts, "ada");
            first.apply(new Deposited(1));
            assertSame(first, work.load(accounts, "ada"));
            assertSame(first, work.find(accounts, "ada").orElseThrow());
            assertSame(first, work.loadOrAdd(accounts, "ada"));
            assertSame(first, work.load(accounts, "ada", Version.of(2)));
            assertThrows(ConflictingVersionException.class, () -> work.load(accounts, "ada", Version.of(3)));
            assertThrows(MisuseException.class, () -> work.add(accounts, "ada"));
        });
        Worked<Integer> looked =
                units.run(work -> work.load(accounts, "ada").state().balance());
        assertEquals(11, looked.value());
        assertEquals(Optional.empty(), looked.result());
        assertEquals(3, feed().size());
    }

    @Test
    @DisplayName(
            "a new aggregate is stored with the events that it had before it came; one whose stream is there is a conflict")
    void add() {
        Aggregate<Account> made = Accounts.ACCOUNT.create("ada");
        made.apply(new Opened("Ada"));
        units.perform(work -> {
            work.add(accounts, made);
            made.apply(new Deposited(1));
        });
        assertEquals(Version.of(2), made.version());
        assertEquals(2, feed().size());
        assertThrows(MisuseException.class, () -> made.apply(new Deposited(1)));
        assertThrows(
                VersionConflictException.class,
                () -> units.perform(work -> work.add(accounts, "ada").apply(new Opened("Eve"))));
        assertThrows(MisuseException.class, () -> units.perform(work -> work.add(accounts, accounts.load("ada"))));
        units.perform(work -> work.add(accounts, "nothing happens"));
        assertEquals(Optional.empty(), accounts.find("nothing happens"));
    }

    @Test
    @DisplayName("not found, deleted in this unit, and of another store are each told for what they are")
    void notThere() {
        open(ADA);
        units.perform(work -> {
            assertThrows(AggregateNotFoundException.class, () -> work.load(accounts, "eve"));
            work.load(accounts, "ada").apply(new Accounts.Closed());
            assertThrows(AggregateDeletedException.class, () -> work.load(accounts, "ada"));
        });
        try (EventStore other = Accounts.store()) {
            assertThrows(
                    MisuseException.class,
                    () -> units.perform(work -> work.find(Repository.of(other, Accounts.ACCOUNT), "ada")));
        }
    }

    @Test
    @DisplayName(
            "events are appended to a stream without an aggregate at any version, not beside an aggregate of that stream")
    void append() {
        open(ADA);
        StreamId audit = StreamId.of("audit", "1");
        units.perform(work -> {
            work.append(audit, new Noted("a"), new Noted("b"));
            work.load(accounts, "ada").apply(new Deposited(1));
            assertThrows(MisuseException.class, () -> work.append(ADA, new Deposited(1)));
        });
        units.perform(work -> work.append(audit, new Noted("c")));
        assertEquals(Version.of(3), store.head(audit).version());
        assertThrows(
                MisuseException.class,
                () -> units.perform(work -> {
                    work.append(ADA, new Deposited(1));
                    work.load(accounts, "ada");
                }));
    }

    @Test
    @DisplayName("an aggregate that was only read is a condition of the commit: if it changes, the function runs again")
    void read() {
        open(ADA, BOB);
        Worked<Integer> worked = units.run(work -> {
            runs.incrementAndGet();
            int limit = work.read(accounts, "bob").state().balance();
            work.load(accounts, "ada").apply(new Deposited(limit));
            if (runs.get() == 1) {
                store.append(BOB, any(), new Deposited(5));
            }
            return limit;
        });
        assertEquals(15, worked.value());
        assertEquals(2, worked.attempts());
        assertEquals(25, accounts.load("ada").state().balance());
    }

    @Test
    @DisplayName("one that was loaded, not read, is none; one that was read and changed is held by its version")
    void readAndLoaded() {
        open(ADA, BOB);
        UnitsOfWork once = UnitsOfWork.on(store).retry(Retry.never()).build();
        once.perform(work -> {
            work.load(accounts, "bob");
            work.load(accounts, "ada").apply(new Deposited(1));
            store.append(BOB, any(), new Deposited(5));
        });
        once.perform(work -> {
            work.read(accounts, "bob").apply(new Deposited(1));
            work.load(accounts, "ada").apply(new Deposited(1));
        });
        assertThrows(
                ConditionConflictException.class,
                () -> once.perform(work -> {
                    work.read(accounts, "bob");
                    work.load(accounts, "ada").apply(new Deposited(1));
                    store.append(BOB, any(), new Deposited(5));
                }));
        assertThrows(
                VersionConflictException.class,
                () -> once.perform(work -> {
                    work.load(accounts, "bob");
                    store.append(BOB, any(), new Deposited(5));
                    work.read(accounts, "bob");
                }));
    }

    @Test
    @DisplayName("a commit under an id is stored once, whoever asks; the second time the function is not run")
    void once() {
        open(ADA, BOB);
        CommitId id = CommitId.fresh();
        Worked<Integer> first = units.once(id, work -> transfer(work, 1));
        Worked<Integer> second = units.once(id, work -> transfer(work, 1));
        assertEquals(1, runs.get());
        assertFalse(first.repeated());
        assertTrue(second.repeated());
        assertNull(second.value());
        assertEquals(first.result(), second.result());
        assertEquals(first.position(), second.position());
    }

    @Test
    @DisplayName("of two processes that are asked at the same time, the second gets the first one's result")
    void onceRacing() {
        open(ADA, BOB);
        CommitId id = CommitId.fresh();
        Worked<Integer> outer = units.once(id, work -> {
            if (runs.get() == 0) {
                units.once(id, inner -> transfer(inner, 2));
            }
            work.append(StreamId.of("audit", "1"), new Noted("other content"));
            return 0;
        });
        assertTrue(outer.repeated());
        assertEquals(8, accounts.load("ada").state().balance());
    }

    @Test
    @DisplayName(
            "what the second one of them made of the aggregate is not kept: it counts the first one's events twice")
    void onceRacingIsNotCached() {
        open(ADA, BOB);
        Repository<Account> cached =
                Repository.builder(store, Accounts.ACCOUNT).caching(1).build();
        CommitId id = CommitId.fresh();
        units.once(id, work -> {
            if (runs.getAndIncrement() == 0) {
                UnitsOfWork.of(store).once(id, other -> {
                    other.load(accounts, "ada").apply(new Deposited(1));
                    return "first";
                });
            }
            work.load(cached, "ada").apply(new Deposited(1));
            work.load(cached, "bob");
            return "second";
        });
        assertEquals(
                accounts.load("ada").state().balance(),
                cached.load("ada").state().balance());
    }

    @Test
    @DisplayName("where nothing happened, nothing is remembered, and the function is run again")
    void onceNothing() {
        CommitId id = CommitId.fresh();
        assertFalse(units.once(id, work -> runs.incrementAndGet()).repeated());
        assertFalse(units.once(id, work -> runs.incrementAndGet()).repeated());
        assertEquals(2, runs.get());
    }

    @Test
    @DisplayName("an interrupt ends the waiting between attempts, and stays to be seen")
    void interrupt() {
        open(ADA);
        UnitsOfWork patient = UnitsOfWork.on(store)
                .retry(new Retry(5, Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1)))
                .build();
        assertThrows(
                VersionConflictException.class,
                () -> patient.perform(work -> {
                    work.add(accounts, "ada").apply(new Opened("Eve"));
                    if (runs.incrementAndGet() == 2) {
                        Thread.currentThread().interrupt();
                        storage.ignoreInterrupts();
                    }
                }));
        assertTrue(Thread.interrupted());
    }
}
