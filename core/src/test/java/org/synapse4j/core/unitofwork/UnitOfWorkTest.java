package org.synapse4j.core.unitofwork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Noted;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.RolledBackException;
import org.synapse4j.core.repository.Repository;

/** The order of what is told to listeners, and units in units. */
class UnitOfWorkTest {
    private static final StreamId ADA = StreamId.of("account", "ada");

    private final EventStore store = Accounts.store();
    private final Repository<Account> accounts = Repository.of(store, Accounts.ACCOUNT);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void open() {
        store.append(ADA, ExpectedVersion.noStream(), new Opened("Ada"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Notes what it is told, under a name. */
    private class Noting implements Work.Listener {
        final String name;

        Noting(String name) {
            this.name = name;
        }

        void note(String what) {
            told.add(name + "." + what);
        }

        @Override
        public NewEvent applied(Work work, StreamId stream, NewEvent event) {
            note("applied");
            return event;
        }

        @Override
        public void prepareCommit(Work work) {
            note("prepare");
        }

        @Override
        public void beforeTransactionCommit(Work work) {
            note("beforeTransactionCommit");
        }

        @Override
        public void afterCommit(Work work, Optional<AppendResult> result) {
            note("afterCommit");
        }

        @Override
        public void rolledBack(Work work, @Nullable Throwable cause) {
            note("rolledBack");
        }

        @Override
        public void cleanUp(Work work) {
            note("cleanUp");
        }
    }

    private final Transactions<String> transactions = new Transactions<>() {
        @Override
        public String begin() {
            told.add("begin");
            return "transaction";
        }

        @Override
        public void commit(String transaction) {
            told.add("commit " + transaction);
        }

        @Override
        public void rollback(String transaction) {
            told.add("rollback " + transaction);
        }
    };

    private UnitOfWork start(Work.Listener... listeners) {
        return UnitsOfWork.on(store)
                .listeners(listeners)
                .publishingTo(event -> told.add("published " + event.place().version()))
                .build()
                .start();
    }

    private void deposit(Work work) {
        work.load(accounts, "ada").apply(new Deposited(1));
    }

    private int stored() {
        return (int) store.head(ADA).version().value() - 1;
    }

    @Test
    @DisplayName(
            "a commit tells in order what is applied and prepared, publishes, commits the transaction, and tells the rest backwards")
    void commitOrder() {
        store.listen("order", (commit, result) -> told.add("appended " + result.version()));
        UnitOfWork unit = UnitsOfWork.on(store)
                .listeners(new Noting("a"), new Noting("b"))
                .transactions(transactions)
                .publishingTo(event -> told.add("published " + event.place().version()))
                .build()
                .start();
        deposit(unit);
        unit.commit();
        assertEquals(
                List.of(
                        "begin",
                        "a.applied",
                        "b.applied",
                        "a.prepare",
                        "b.prepare",
                        "appended 2",
                        "published 2",
                        "a.beforeTransactionCommit",
                        "b.beforeTransactionCommit",
                        "commit transaction",
                        "b.afterCommit",
                        "a.afterCommit",
                        "b.cleanUp",
                        "a.cleanUp"),
                told);
    }

    @Test
    @DisplayName(
            "a rollback rolls the transaction back, then tells the listeners, then lets them clean up, the last one first")
    void rollbackOrder() {
        UnitOfWork unit = UnitsOfWork.on(store)
                .listeners(new Noting("a"), new Noting("b"))
                .transactions(transactions)
                .build()
                .start();
        deposit(unit);
        told.clear();
        unit.rollback(null);
        assertEquals(List.of("rollback transaction", "b.rolledBack", "a.rolledBack", "b.cleanUp", "a.cleanUp"), told);
        assertEquals(0, stored());
    }

    @Test
    @DisplayName("a listener that throws before the append vetoes it: nothing is stored, and it is told once")
    void veto() {
        UnitOfWork unit = start(new Noting("a"), new Noting("b") {
            @Override
            public void prepareCommit(Work work) {
                throw new IllegalStateException("veto");
            }
        });
        deposit(unit);
        told.clear();
        assertThrows(IllegalStateException.class, unit::commit);
        assertEquals(List.of("a.prepare", "b.rolledBack", "a.rolledBack", "b.cleanUp", "a.cleanUp"), told);
        assertEquals(0, stored());
        assertThrows(MisuseException.class, unit::commit);
    }

    @Test
    @DisplayName("errors after the append undo nothing and stop nobody: all are told, and all errors are kept")
    void errorsAfterwards() {
        Error error = new AssertionError("after the commit");
        UnitOfWork unit = UnitsOfWork.on(store)
                .listeners(new Noting("a"), new Noting("b") {
                    @Override
                    public void afterCommit(Work work, Optional<AppendResult> result) {
                        throw error;
                    }

                    @Override
                    public void cleanUp(Work work) {
                        throw new IllegalStateException("cleaning up");
                    }
                })
                .publishingTo(
                        event -> {
                            throw new java.io.IOException("published");
                        },
                        event -> told.add("published"))
                .build()
                .start();
        deposit(unit);
        told.clear();
        assertEquals(Version.of(2), unit.commit().orElseThrow().version());
        assertEquals(List.of("a.prepare", "b.prepare", "published", "a.afterCommit", "a.cleanUp"), told);
        assertEquals(3, unit.problems().size());
        assertSame(error, unit.problems().get(1));
        assertEquals(1, stored());
    }

    @Test
    @DisplayName(
            "a listener changes what is stored and published of an event, and may apply more while the commit is prepared")
    void listenersChange() {
        List<Happened> published = new ArrayList<>();
        UnitOfWork unit = UnitsOfWork.on(store)
                .listeners(new Work.Listener() {
                    @Override
                    public NewEvent applied(Work work, StreamId stream, NewEvent event) {
                        return event.with(Map.of("user", "ada"));
                    }

                    @Override
                    public void prepareCommit(Work work) {
                        if (work.find(accounts, "bob").isEmpty()) {
                            work.add(accounts, "bob").apply(new Opened("Bob"));
                        }
                    }
                })
                .publishingTo(published::add)
                .build()
                .start();
        deposit(unit);
        unit.commit();
        assertEquals(2, published.size());
        assertEquals(StreamId.of("account", "bob"), published.get(1).place().stream());
        try (EventStream events = store.read(ADA)) {
            events.next();
            assertEquals(Map.of("user", "ada"), events.next().metadata());
        }
        assertEquals(Map.of("user", "ada"), published.get(0).event().metadata());
    }

    @Test
    @DisplayName("a listener that refuses an event refuses the unit, as the aggregate has changed already")
    void listenerRefuses() {
        UnitOfWork unit = start(new Work.Listener() {
            @Override
            public NewEvent applied(Work work, StreamId stream, NewEvent event) {
                throw new IllegalStateException("no");
            }
        });
        assertThrows(IllegalStateException.class, () -> deposit(unit));
        assertThrows(RolledBackException.class, unit::commit);
        assertEquals(0, stored());
    }

    @Test
    @DisplayName("inner commit, outer commit: one append; the inner is told of it first, and cleans up first")
    void innerCommitOuterCommit() {
        UnitOfWork outer = start();
        outer.listen(new Noting("o"));
        UnitOfWork inner = outer.nest();
        inner.listen(new Noting("i"));
        deposit(inner);
        assertEquals(Optional.empty(), inner.commit());
        assertEquals(0, stored());
        deposit(outer);
        outer.commit();
        assertEquals(
                List.of(
                        "i.applied",
                        "i.prepare",
                        "o.applied",
                        "o.prepare",
                        "published 2",
                        "published 3",
                        "i.afterCommit",
                        "o.afterCommit",
                        "i.cleanUp",
                        "o.cleanUp"),
                told);
        assertEquals(2, stored());
    }

    @Test
    @DisplayName("inner rollback, outer commit: what the inner did is gone, and the outer is stored")
    void innerRollbackOuterCommit() {
        UnitOfWork outer = start();
        outer.listen(new Noting("o"));
        UnitOfWork inner = outer.nest();
        inner.listen(new Noting("i"));
        Aggregate<Account> undone = inner.load(accounts, "ada");
        undone.apply(new Deposited(5));
        inner.append(StreamId.of("audit", "1"), new Noted("gone"));
        inner.rollback(null);
        outer.add(accounts, "bob").apply(new Opened("Bob"));
        outer.commit();
        assertEquals(
                List.of(
                        "i.applied",
                        "i.applied",
                        "i.rolledBack",
                        "o.applied",
                        "o.prepare",
                        "published 1",
                        "o.afterCommit",
                        "i.cleanUp",
                        "o.cleanUp"),
                told);
        assertEquals(0, stored());
        assertFalse(store.head(StreamId.of("audit", "1")).exists());
        assertThrows(MisuseException.class, () -> undone.apply(new Deposited(1)));
    }

    @Test
    @DisplayName("inner commit, outer rollback: both are told, the inner first, and nothing is stored")
    void innerCommitOuterRollback() {
        UnitOfWork outer = start();
        outer.listen(new Noting("o"));
        UnitOfWork inner = outer.nest();
        inner.listen(new Noting("i"));
        deposit(inner);
        inner.commit();
        outer.rollback(null);
        assertEquals(List.of("i.applied", "i.prepare", "i.rolledBack", "o.rolledBack", "i.cleanUp", "o.cleanUp"), told);
        assertEquals(0, stored());
    }

    @Test
    @DisplayName("an inner unit that changed what the outer held, and is rolled back, takes the outer with it")
    void rollbackOnly() {
        UnitOfWork outer = start();
        deposit(outer);
        IllegalStateException why = new IllegalStateException("inner");
        assertThrows(
                IllegalStateException.class,
                () -> outer.nested(work -> {
                    deposit(work);
                    throw why;
                }));
        assertSame(why, assertThrows(RolledBackException.class, outer::commit).getCause());
        assertEquals(0, stored());
    }

    @Test
    @DisplayName("an inner unit sees what the outer did, and hands on to it what it did, value and resources included")
    void nested() {
        UnitOfWork outer = start();
        Aggregate<Account> ada = outer.load(accounts, "ada");
        ada.apply(new Deposited(5));
        int balance = outer.nested(work -> {
            assertSame(ada, work.load(accounts, "ada"));
            work.resources().put("key", "value");
            work.add(accounts, "bob").apply(new Opened("Bob"));
            return work.load(accounts, "ada").state().balance();
        });
        assertEquals(5, balance);
        assertEquals("value", outer.resources().get("key"));
        assertEquals("Bob", outer.load(accounts, "bob").state().owner());
        outer.load(accounts, "bob").apply(new Deposited(1));
        assertEquals(3, outer.events().size());
        outer.commit();
        assertEquals(1, accounts.load("bob").state().balance());
    }

    @Test
    @DisplayName("an outer unit is not committed while an inner one is open; rolled back, it rolls that back first")
    void openInner() {
        UnitOfWork outer = start(new Noting("o"));
        UnitOfWork inner = outer.nest();
        inner.listen(new Noting("i"));
        assertThrows(MisuseException.class, outer::commit);
        told.clear();
        outer.close();
        assertEquals(
                List.of("i.rolledBack", "o.rolledBack", "o.rolledBack", "i.cleanUp", "o.cleanUp", "o.cleanUp"), told);
        assertThrows(MisuseException.class, inner::commit);
    }

    @Test
    @DisplayName("a unit is used once: after its end, every call is refused, and closing it does nothing")
    void usedTwice() {
        UnitOfWork unit = start(new Noting("a"));
        Aggregate<Account> ada = unit.load(accounts, "ada");
        unit.commit();
        told.clear();
        unit.close();
        for (Runnable call : List.<Runnable>of(
                unit::commit,
                () -> unit.rollback(null),
                unit::nest,
                () -> unit.load(accounts, "ada"),
                () -> unit.append(StreamId.of("a", "b"), new Noted("late")),
                () -> unit.listen(new Noting("late")))) {
            assertThrows(MisuseException.class, call::run);
        }
        assertThrows(MisuseException.class, () -> ada.apply(new Deposited(1)));
        assertEquals(List.of(), told);
    }

    @Test
    @DisplayName("a second thread that calls while another is in a call is refused; afterwards the unit may move to it")
    void twoThreads() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        UnitOfWork unit = start(new Work.Listener() {
            @Override
            public void prepareCommit(Work work) {
                inside.countDown();
                try {
                    assertTrue(refused.await(30, java.util.concurrent.TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        deposit(unit);
        Thread committing = new Thread(unit::commit);
        committing.start();
        assertTrue(inside.await(30, java.util.concurrent.TimeUnit.SECONDS));
        assertThrows(MisuseException.class, () -> unit.load(accounts, "ada"));
        assertThrows(MisuseException.class, () -> unit.rollback(null));
        refused.countDown();
        committing.join();
        assertEquals(1, stored());
    }

    @Test
    @DisplayName("a unit that a listener leaves open in the one that it is told of, is refused")
    void leftOpen() {
        UnitOfWork unit = start();
        unit.listen(new Work.Listener() {
            @Override
            public void prepareCommit(Work work) {
                ((UnitOfWork) work).nest();
            }
        });
        deposit(unit);
        assertThrows(MisuseException.class, unit::commit);
        assertEquals(0, stored());
    }
}
