package org.synapse4j.core.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Command;
import org.synapse4j.core.Accounts.Deposit;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Ledger;
import org.synapse4j.core.Accounts.Open;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.errors.ClosingException;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.process.ProcessEvent;
import org.synapse4j.core.process.ProcessType;
import org.synapse4j.subscriptions.Start;

/** What is wired, what it does, and how it ends. */
class WiringTest {
    private final List<String> told = new ArrayList<>();

    private Wiring wiring() {
        return Wiring.on("memory:", Accounts.TYPES)
                .decider("account", Accounts.DECIDER, Command.class, command -> "ada")
                .aggregates(Accounts.LEDGER)
                .commands((bus, repositories) -> bus.on(String.class, (text, context) -> {
                    Ledger ledger = context.work()
                            .loadOrAdd(repositories.of(Accounts.LEDGER), "l")
                            .state();
                    ledger.note(text);
                    return ledger.notes();
                }))
                .units(units -> units.publishingTo(event -> told.add(event.place().stream() + "")));
    }

    @Test
    @DisplayName("a line, deciders, aggregates and handlers make an application, and it says what is there")
    void application() {
        try (Wired bank = wiring().gateway(Runnable::run, payload -> null).build()) {
            bank.bus().dispatch(new Open("Ada"));
            assertEquals(5, ((Account) bank.bus().dispatch(new Deposit(5)).value()).balance());
            assertEquals(1, bank.bus().dispatch("note").value());
            assertEquals(
                    2,
                    bank.gateway()
                            .orElseThrow()
                            .sendAndWait("note", Duration.ofSeconds(30))
                            .value());
            assertEquals(List.of("account/ada", "account/ada", "ledger/l", "ledger/l"), told);
            assertEquals(2, bank.repository(Accounts.LEDGER).load("l").state().notes());
            assertEquals("""
                    aggregates  account
                    aggregates  ledger
                    command     java.lang.String
                    command     org.synapse4j.core.Accounts$Command
                    gateway
                    closes      store""", bank.toString());
        }
    }

    @Test
    @DisplayName("it closes what was named, the last one first, all of it, and a store that it has opened")
    void closing() {
        Wired bank = wiring().closing("a", () -> told.add("a"))
                .closing("b", () -> {
                    throw new IOException("b");
                })
                .closing("c", () -> {
                    told.add("c");
                    throw new IOException("c");
                })
                .build();
        ClosingException failed = assertThrows(ClosingException.class, bank::close);
        assertEquals(
                IOException.class,
                failed.getCause() == null ? null : failed.getCause().getClass());
        assertEquals(1, failed.getSuppressed().length);
        assertEquals(List.of("c", "a"), told);
        assertThrows(ClosedException.class, () -> bank.store().end());
    }

    @Test
    @DisplayName(
            "processes and subscriptions run when all is there, send to the bus, are listed, and end before what was named is closed")
    void followers() throws InterruptedException {
        EventTypes types = EventTypes.builder()
                .addAll(ProcessEvent.class)
                .addAll(Accounts.Event.class)
                .add(Counter.class)
                .add("Deposit", Deposit.class)
                .build();
        ProcessType<Counter> gift = ProcessType.named("gift", new Counter(0))
                .starts(Opened.class, "owner", Opened::owner, (counter, opened, step) -> {
                    step.send(new Deposit(7));
                    step.end();
                    return counter;
                })
                .build();
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        try (Wired bank = Wiring.on("memory:", types)
                .decider("account", Accounts.DECIDER, Command.class, command -> "ada")
                .process(gift, Start.BEGINNING)
                .subscription(
                        "seen",
                        subscription -> subscription
                                .matching(EventQuery.category("account"))
                                .from(Start.BEGINNING)
                                .handle((event, lease) -> seen.add(event.payload())))
                .running(threads)
                .closing("last", () -> told.add("closed"))
                .build()) {
            Position opened = bank.bus().dispatch(new Open("Ada")).position();
            bank.subscription("gift").orElseThrow().awaitPassed(opened, Duration.ofSeconds(20));
            bank.subscription("seen").orElseThrow().awaitPassed(bank.store().end(), Duration.ofSeconds(20));
            assertEquals(List.of(new Opened("Ada"), new Deposited(7)), seen);
            assertEquals("""
                    aggregates  account
                    command     org.synapse4j.core.Accounts$Command
                    process     gift
                    follows     seen
                    closes      store
                    closes      last""", bank.toString());
            assertTrue(bank.subscription("none").isEmpty());
            assertEquals(List.of(), told);
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "threads that followed end with what is wired");
        }
        assertEquals(List.of("closed"), told);
    }

    @EventType(name = "Counter")
    record Counter(int number) {}

    @Test
    @DisplayName("processes without threads to run on, or two of one name, are refused, and nothing of them is left")
    void followersRefused() {
        try (EventStore store = Accounts.store()) {
            assertThrows(
                    DefinitionException.class,
                    () -> Wiring.on(store)
                            .subscription(
                                    "seen", builder -> builder.from(Start.NOW).handle((event, lease) -> {}))
                            .build());
            Wiring twice = Wiring.on(store).running(Runnable::run);
            for (int i = 0; i < 2; i++) {
                twice.subscription("seen", builder -> builder.from(Start.NOW).handle((event, lease) -> {}));
            }
            assertThrows(ConfigurationException.class, twice::build);
        }
    }

    @Test
    @DisplayName("a store that was given is not closed")
    void givenStore() {
        try (EventStore store = Accounts.store()) {
            Wired empty = Wiring.on(store).build();
            empty.close();
            assertSame(store, empty.store());
            store.end();
            assertTrue(empty.gateway().isEmpty());
        }
    }

    @Test
    @DisplayName("what contradicts itself or is missing is told when it is put together")
    void contradictions() {
        assertThrows(ConfigurationException.class, () -> Wiring.on("nowhere:", Accounts.TYPES));
        try (EventStore store = Accounts.store()) {
            Wiring twice = Wiring.on(store).aggregates(Accounts.ACCOUNT);
            assertThrows(
                    DefinitionException.class,
                    () -> twice.decider("account", Accounts.DECIDER, Command.class, command -> "ada"));
            assertThrows(
                    DefinitionException.class,
                    () -> Wiring.on(store)
                            .commands((bus, repositories) -> repositories.of(Accounts.LEDGER))
                            .build());
        }
    }
}
