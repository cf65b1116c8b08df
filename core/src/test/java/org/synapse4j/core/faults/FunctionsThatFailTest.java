package org.synapse4j.core.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.EventQuery.all;
import static org.synapse4j.api.ExpectedVersion.any;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposit;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Ledger;
import org.synapse4j.core.Accounts.Noted;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.core.aggregate.EventHandlers;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.core.errors.CommandFailedException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.RolledBackException;
import org.synapse4j.core.repository.EventDecorator;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.repository.SnapshotPolicy;
import org.synapse4j.core.unitofwork.Boundary;
import org.synapse4j.core.unitofwork.EventListener;
import org.synapse4j.core.unitofwork.Happened;
import org.synapse4j.core.unitofwork.UnitOfWork;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.core.unitofwork.Work;

/** What the application's functions may do wrong: return null, throw anything, apply where they must not. Nothing is stored then, and all goes on. */
@SuppressWarnings("NullAway") // gives nulls on purpose
class FunctionsThatFailTest {
    private static final StreamId ADA = StreamId.of("account", "ada");

    private final EventStore store = Accounts.store();
    private final Repository<Account> accounts = Repository.builder(store, Accounts.ACCOUNT)
            .locking(Duration.ofMillis(20))
            .build();
    private final UnitsOfWork units = UnitsOfWork.of(store);

    @BeforeEach
    void open() {
        store.append(ADA, any(), new Opened("Ada"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void deposit(Work work) {
        work.load(accounts, "ada").apply(new Deposited(1));
    }

    /** Nothing was stored, and nobody has the lock. */
    private void requireNothingDone() {
        assertEquals(1, store.head(ADA).version().value());
        try (UnitOfWork next = units.start()) {
            next.load(accounts, "ada");
        }
    }

    /** Throws it, whatever is declared. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable error) throws E {
        throw (E) error;
    }

    private Decider<Object, Account, Accounts.Event> throwing(Throwable error) {
        return Decider.of(Object.class, Accounts.Event.class, Accounts.DECIDER.initial())
                .decide(Object.class, (command, state) -> {
                    throw FunctionsThatFailTest.<RuntimeException>sneaky(error);
                })
                .evolve(Accounts.Event.class, Accounts.DECIDER::evolve)
                .build();
    }

    @Test
    @DisplayName(
            "a decider, a handler and what is within may throw anything: it comes back, nothing is stored, no lock is left")
    void throwing() {
        for (Throwable error : List.of(
                new IOException("checked"), new IllegalStateException("unchecked"), new AssertionError("error"))) {
            CommandBus deciding = CommandBus.on(units)
                    .on(Object.class, accounts, throwing(error), command -> "ada")
                    .build();
            CommandBus handling = CommandBus.on(units)
                    .on(String.class, (text, context) -> {
                        deposit(context.work());
                        throw FunctionsThatFailTest.<RuntimeException>sneaky(error);
                    })
                    .build();
            for (CommandBus bus : List.of(deciding, handling)) {
                Throwable thrown = assertThrows(Throwable.class, () -> bus.dispatch("x"));
                assertSame(error, error instanceof IOException ? thrown.getCause() : thrown);
                assertEquals(error instanceof IOException, thrown instanceof CommandFailedException);
                requireNothingDone();
            }
            CommandBus within = CommandBus.on(units)
                    .within((context, next) -> {
                        deposit(context.work());
                        throw FunctionsThatFailTest.<RuntimeException>sneaky(error);
                    })
                    .on(String.class, (text, context) -> text)
                    .build();
            assertSame(error, assertThrows(Throwable.class, () -> within.dispatch("x")));
            requireNothingDone();
        }
    }

    @Test
    @DisplayName("a root whose handler throws what it does not declare is half changed, and not stored")
    void rootsThatThrow() {
        IOException error = new IOException("checked");
        AggregateType<int[]> type = AggregateType.root(
                "ledger",
                recorder -> new int[1],
                EventHandlers.of(int[].class)
                        .on(Noted.class, (root, event) -> {
                            root[0]++;
                            throw FunctionsThatFailTest.<RuntimeException>sneaky(error);
                        })
                        .build());
        Repository<int[]> ledgers = Repository.of(store, type);
        UnitOfWork unit = units.start();
        Aggregate<int[]> ledger = unit.add(ledgers, "1");
        assertSame(error, assertThrows(Throwable.class, () -> ledger.apply(new Noted("x"))));
        assertSame(
                error,
                assertThrows(MisuseException.class, () -> ledger.apply(new Noted("y")))
                        .getCause());
        assertThrows(MisuseException.class, unit::commit);
        assertFalse(store.head(StreamId.of("ledger", "1")).exists());
    }

    @Test
    @DisplayName("a function that returns null is told by name as a misuse, and nothing is stored")
    void nulls() {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put(
                "initial state",
                () -> AggregateType.of("account", decider(null)).create("x"));
        calls.put(
                "applied of a listener",
                () -> UnitsOfWork.on(store)
                        .listeners(new Work.Listener() {
                            @Override
                            public NewEvent applied(Work work, StreamId stream, NewEvent event) {
                                return null;
                            }
                        })
                        .build()
                        .perform(this::deposit));
        EventDecorator nothing = new EventDecorator() {
            @Override
            public StoredEvent read(StoredEvent event) {
                return null;
            }

            @Override
            public NewEvent append(StreamId stream, NewEvent event) {
                return null;
            }
        };
        Repository<Account> decorated =
                Repository.builder(store, Accounts.ACCOUNT).decorators(nothing).build();
        calls.put("decorator that reads", () -> decorated.load("ada"));
        calls.put(
                "decorator that appends",
                () -> units.perform(work -> work.add(decorated, "bob").apply(new Opened("Bob"))));
        calls.put(
                "query of a boundary",
                () -> handle(Boundary.of(Accounts.DECIDER, command -> null, event -> ADA, event -> Set.of())));
        calls.put(
                "stream of a boundary",
                () -> handle(Boundary.of(Accounts.DECIDER, command -> all(), event -> null, event -> Set.of())));
        calls.put(
                "tags of a boundary",
                () -> handle(Boundary.of(Accounts.DECIDER, command -> all(), event -> ADA, event -> null)));
        calls.put("filter", () -> bus().filters(command -> null).build().dispatch("x"));
        calls.put("validator", () -> bus().validators(payload -> null).build().dispatch("x"));
        calls.put("around", () -> bus().around((command, next) -> null).build().dispatch("x"));
        calls.put(
                "provider of metadata",
                () -> bus().metadata(command -> null).build().dispatch("x"));
        calls.put(
                "identifier of a command",
                () -> CommandBus.on(units)
                        .on(Accounts.Command.class, accounts, Accounts.DECIDER, command -> null)
                        .build()
                        .dispatch(new Deposit(1)));
        calls.put(
                "members of a root",
                () -> AggregateType.root(
                                "ledger",
                                recorder -> "root",
                                EventHandlers.of(String.class)
                                        .ignores(Noted.class)
                                        .<String>members(
                                                root -> null,
                                                EventHandlers.of(String.class).build())
                                        .build())
                        .create("1")
                        .apply(new Noted("x")));
        Map<String, String> wrong = new LinkedHashMap<>();
        calls.forEach((what, call) -> {
            try {
                call.run();
                wrong.put(what, "taken");
            } catch (MisuseException e) {
                if (!e.getMessage().contains("null")) {
                    wrong.put(what, e.getMessage());
                }
            } catch (RuntimeException e) {
                wrong.put(what, e.toString());
            }
        });
        assertEquals(Map.of(), wrong);
        requireNothingDone();
    }

    @Test
    @DisplayName("who stands between and lets null go on is told so by the name of the parameter")
    void nullGoesOn() {
        for (CommandBus bus : List.of(
                bus().around((command, next) -> next.proceed(null)).build(),
                bus().within((context, next) -> next.proceed(null)).build())) {
            assertEquals(
                    "command",
                    assertThrows(NullPointerException.class, () -> bus.dispatch("x"))
                            .getMessage());
        }
        requireNothingDone();
    }

    private static Decider<Object, Account, Object> decider(@Nullable Account initial) {
        return new Decider<>() {
            @Override
            public Account initial() {
                return initial;
            }

            @Override
            public List<Object> decide(Object command, Account state) {
                return List.of();
            }

            @Override
            public Account evolve(Account state, Object event) {
                return state;
            }
        };
    }

    private void handle(Boundary<Accounts.Command, Account, Accounts.Event> boundary) {
        units.perform(work -> boundary.handle(work, new Deposit(1)));
    }

    private CommandBus.Builder bus() {
        return CommandBus.on(units).on(String.class, (text, context) -> {
            deposit(context.work());
            return text;
        });
    }

    @Test
    @DisplayName("of events of which one is null, none is appended")
    void noEventOfSeveral() {
        UnitOfWork unit = units.start();
        assertThrows(InvalidValueException.class, () -> unit.append(ADA, new Deposited(1), null));
        assertEquals(List.of(), unit.events());
        assertEquals(Optional.empty(), unit.commit());
        requireNothingDone();
    }

    @Test
    @DisplayName("of events that a boundary decided, none is appended if one of them is refused by its functions")
    void noEventOfABoundary() {
        Decider<Accounts.Command, Account, Accounts.Event> half = Decider.of(
                        Accounts.Command.class, Accounts.Event.class, Accounts.DECIDER.initial())
                .decide(Accounts.Command.class, (command, state) -> List.of(new Deposited(1), new Deposited(2)))
                .evolve(Accounts.Event.class, (state, event) -> {
                    if (event instanceof Deposited deposited && deposited.amount() == 2) {
                        throw new IllegalStateException("the second one");
                    }
                    return state;
                })
                .build();
        UnitOfWork unit = units.start();
        Boundary<Accounts.Command, Account, Accounts.Event> boundary =
                Boundary.of(half, command -> all(), event -> ADA, event -> Set.of());
        assertThrows(IllegalStateException.class, () -> boundary.handle(unit, new Deposit(1)));
        assertEquals(List.of(), unit.events());
        unit.close();
    }

    @Test
    @DisplayName("nothing is applied after the event that deletes an aggregate, in the same decision either")
    void afterDeletion() {
        UnitOfWork unit = units.start();
        Aggregate<Account> ada = unit.load(accounts, "ada");
        assertThrows(
                org.synapse4j.core.errors.AggregateDeletedException.class,
                () -> ada.apply(new Accounts.Closed(), new Deposited(1)));
        assertFalse(ada.changed());
        unit.close();
    }

    @Test
    @DisplayName(
            "a listener that applies events while it is told of one is refused: they would be stored in another order")
    void listenersThatApply() {
        AtomicBoolean once = new AtomicBoolean();
        UnitsOfWork restless = UnitsOfWork.on(store)
                .listeners(new Work.Listener() {
                    @Override
                    public NewEvent applied(Work work, StreamId stream, NewEvent event) {
                        if (once.compareAndSet(false, true)) {
                            work.load(accounts, "ada").apply(new Deposited(2));
                        }
                        return event;
                    }
                })
                .build();
        assertThrows(MisuseException.class, () -> restless.perform(this::deposit));
        requireNothingDone();
        once.set(false);
        UnitOfWork unit = restless.start();
        assertThrows(MisuseException.class, () -> deposit(unit));
        assertThrows(RolledBackException.class, unit::commit);
        requireNothingDone();
    }

    @Test
    @DisplayName(
            "after the append nothing fails the unit: neither a listener without a name, nor what is taken for a snapshot")
    void afterwards() {
        EventListener nameless = new EventListener() {
            @Override
            public void on(Happened event) throws IOException {
                throw new IOException("told");
            }

            @Override
            public String name() {
                throw new IllegalStateException("no name");
            }
        };
        Repository<Ledger> ledgers = Repository.builder(store, Accounts.LEDGER)
                .snapshots(
                        Account.class,
                        ledger -> {
                            throw FunctionsThatFailTest.<RuntimeException>sneaky(new IOException("taken"));
                        },
                        (recorder, kept) -> new Ledger(recorder, 0),
                        SnapshotPolicy.events(1))
                .build();
        StringBuilder rolledBack = new StringBuilder();
        UnitOfWork unit = UnitsOfWork.on(store)
                .publishingTo(nameless)
                .listeners(new Work.Listener() {
                    @Override
                    public void rolledBack(Work work, @Nullable Throwable cause) {
                        rolledBack.append(cause);
                    }
                })
                .build()
                .start();
        Aggregate<Ledger> ledger = unit.add(ledgers, "1");
        ledger.apply(new Noted("x"));
        Aggregate<Account> ada = unit.load(accounts, "ada");
        ada.apply(new Deposited(1));
        AppendResult result = unit.commit().orElseThrow();
        assertEquals(2, result.places().size());
        assertEquals("", rolledBack.toString());
        assertEquals(2, ada.version().value());
        assertThrows(MisuseException.class, () -> ledger.apply(new Noted("late")));
        assertTrue(unit.problems().size() >= 2, unit.problems().toString());
        try (UnitOfWork next = units.start()) {
            next.load(accounts, "ada");
        }
    }

    @Test
    @DisplayName("what a nested unit throws comes through, whatever became of the unit by then, and no lock is left")
    void nestedThatFail() {
        IllegalStateException why = new IllegalStateException("why");
        List<Function<UnitOfWork, Object>> functions = Arrays.asList(
                outer -> outer.nested(inner -> {
                    ((UnitOfWork) inner).nest();
                    throw why;
                }),
                outer -> outer.nested(inner -> {
                    ((UnitOfWork) inner).commit();
                    throw why;
                }),
                outer -> outer.nested(inner -> {
                    outer.rollback(null);
                    throw why;
                }));
        for (Function<UnitOfWork, Object> function : functions) {
            assertSame(
                    why,
                    assertThrows(
                            IllegalStateException.class,
                            () -> units.run(work -> {
                                deposit(work);
                                return function.apply((UnitOfWork) work);
                            })));
            requireNothingDone();
        }
    }
}
