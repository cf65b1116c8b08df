package org.synapse4j.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposit;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Noted;
import org.synapse4j.core.Accounts.Open;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.Accounts.Overdrawn;
import org.synapse4j.core.Accounts.Withdraw;
import org.synapse4j.core.errors.CommandFailedException;
import org.synapse4j.core.errors.CommandInvalidException;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.NoHandlerException;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.core.unitofwork.Worked;

/** The bus: what a command goes through, in which order, how often, and what comes back. */
class CommandBusTest {
    private static final StreamId ADA = StreamId.of("account", "ada");

    private final EventStore store = Accounts.store();
    private final Repository<Account> accounts = Repository.of(store, Accounts.ACCOUNT);
    private final List<String> told = new ArrayList<>();
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close() {
        store.close();
    }

    private CommandBus.Builder bus() {
        return CommandBus.on(store).on(Accounts.Command.class, accounts, Accounts.DECIDER, command -> "ada");
    }

    private Map<String, String> metadataOf(StreamId stream) {
        Map<String, String> metadata = Map.of();
        try (EventStream events = store.read(stream)) {
            while (events.hasNext()) {
                metadata = events.next().metadata();
            }
        }
        return metadata;
    }

    @Test
    @DisplayName("a decider's command is handled on the aggregate that it names, and the state comes back")
    void decider() {
        CommandBus bus = bus().build();
        bus.dispatch(new Open("Ada"));
        Worked<?> worked = bus.dispatch(new Deposit(5));
        assertEquals(5, ((Account) worked.value()).balance());
        assertEquals(2, worked.result().orElseThrow().version().value());
        assertThrows(Overdrawn.class, () -> bus.dispatch(new Withdraw(6)));
        assertEquals(2, store.head(ADA).version().value());
    }

    @Test
    @DisplayName("a command goes to the handler of its class, else to that of the nearest class above it")
    void byClass() {
        CommandBus bus = CommandBus.on(store)
                .on(Number.class, (number, context) -> "number")
                .on(Integer.class, (number, context) -> "integer")
                .build();
        assertEquals("integer", bus.dispatch(1).value());
        assertEquals("number", bus.dispatch(1L).value());
        assertEquals(
                String.class,
                assertThrows(NoHandlerException.class, () -> bus.dispatch("text"))
                        .command());
    }

    @Test
    @DisplayName(
            "two handlers for a class are refused when the bus is put together; two that are as near, when the command comes")
    void twoHandlers() {
        CommandBus.Builder builder = CommandBus.on(store).on(Integer.class, (number, context) -> 1);
        assertThrows(DefinitionException.class, () -> builder.on(Integer.class, (number, context) -> 2));
        CommandBus bus = CommandBus.on(store)
                .on(Comparable.class, (number, context) -> 1)
                .on(Number.class, (number, context) -> 2)
                .build();
        assertThrows(DefinitionException.class, () -> bus.dispatch(1));
    }

    @Test
    @DisplayName(
            "a command passes filters, validators, what is around, what is within, then its handler, each in its order")
    void order() {
        CommandBus bus = CommandBus.on(store)
                .filters(
                        command -> {
                            told.add("filter a");
                            return command.withPayload(command.payload() + "a");
                        },
                        command -> command.withPayload(command.payload() + "b"))
                .validators(payload -> {
                    told.add("validate " + payload);
                    return List.of();
                })
                .around(around("around a"), around("around b"))
                .within(within("within a"), within("within b"))
                .on(String.class, (text, context) -> told.add("handle " + text))
                .build();
        bus.dispatch("x");
        assertEquals(
                List.of(
                        "filter a",
                        "validate xab",
                        "around a",
                        "around b",
                        "within a",
                        "within b",
                        "handle xab",
                        "/within b",
                        "/within a",
                        "/around b",
                        "/around a"),
                told);
    }

    private AroundCommand around(String name) {
        return (command, next) -> {
            told.add(name);
            Worked<?> worked = next.proceed(command);
            told.add("/" + name);
            return worked;
        };
    }

    private WithinWork within(String name) {
        return (context, next) -> {
            told.add(name);
            Object value = next.proceed(context.command());
            told.add("/" + name);
            return value;
        };
    }

    @Test
    @DisplayName("who stands between may block, replace the command by one of another class, or proceed twice")
    void between() {
        WithinWork twice = (context, next) -> {
            next.proceed(context.command());
            return next.proceed(context.command().withPayload(2));
        };
        CommandBus.Builder builder = CommandBus.on(store)
                .on(String.class, (text, context) -> handled.incrementAndGet())
                .on(Integer.class, (number, context) -> "number " + handled.incrementAndGet());
        assertEquals("number 2", builder.within(twice).build().dispatch("x").value());
        assertEquals(
                "blocked",
                CommandBus.on(store)
                        .on(String.class, (text, context) -> handled.incrementAndGet())
                        .within((context, next) -> "blocked")
                        .build()
                        .dispatch("x")
                        .value());
        assertEquals(2, handled.get());
    }

    @Test
    @DisplayName("an invalid command is refused with all that is wrong with it, and no handler is run")
    void invalid() {
        CommandBus bus = CommandBus.on(store)
                .validators(payload -> List.of("too short"), payload -> List.of("too dull"))
                .on(String.class, (text, context) -> handled.incrementAndGet())
                .build();
        assertEquals(
                List.of("too short", "too dull"),
                assertThrows(CommandInvalidException.class, () -> bus.dispatch("x"))
                        .violations());
        assertEquals(0, handled.get());
    }

    @Test
    @DisplayName(
            "after a conflict the command is handled again, within another unit; filters and what is around see it once")
    void conflict() {
        store.append(ADA, any(), new Opened("Ada"));
        CommandBus bus = CommandBus.on(store)
                .filters(command -> {
                    told.add("filter");
                    return command;
                })
                .around(around("around"))
                .within(within("within"))
                .on(String.class, (text, context) -> {
                    context.work().load(accounts, "ada").apply(new Deposited(1));
                    if (handled.incrementAndGet() == 1) {
                        store.append(ADA, any(), new Deposited(10));
                    }
                    return null;
                })
                .build();
        assertEquals(2, bus.dispatch("x").attempts());
        assertEquals(List.of("filter", "around", "within", "/within", "within", "/within", "/around"), told);
        assertEquals(11, accounts.load("ada").state().balance());
    }

    @Test
    @DisplayName(
            "a command that was given an id is carried out once, also where a conflict made it run again, and by another bus")
    void once() {
        store.append(ADA, any(), new Opened("Ada"));
        CommandHandler<String> deposits = (text, context) -> {
            context.work().load(accounts, "ada").apply(new Deposited(1));
            if (handled.incrementAndGet() == 1) {
                store.append(ADA, any(), new Deposited(10));
            }
            return "done";
        };
        CommandBus bus = CommandBus.on(store).on(String.class, deposits).build();
        CommandBus other = CommandBus.on(store).on(String.class, deposits).build();
        Worked<?> first = bus.dispatch(Command.once(CommandId.of("request 1"), "x"));
        assertEquals("done", first.value());
        assertEquals(2, first.attempts());
        for (CommandBus again : List.of(bus, other)) {
            Worked<?> repeated = again.dispatch(Command.once(CommandId.of("request 1"), "x"));
            assertTrue(repeated.repeated());
            assertNull(repeated.value());
            assertEquals(first.result(), repeated.result());
        }
        assertEquals(11, accounts.load("ada").state().balance());
        bus.dispatch(Command.of("x"));
        bus.dispatch("x");
        assertEquals(13, accounts.load("ada").state().balance());
    }

    @Test
    @DisplayName("a command with an id that failed may be sent again")
    void onceFailed() {
        CommandBus bus = bus().build();
        bus.dispatch(new Open("Ada"));
        Command<?> withdraw = Command.once(CommandId.of("request 2"), new Withdraw(5));
        assertThrows(Overdrawn.class, () -> bus.dispatch(withdraw));
        bus.dispatch(new Deposit(5));
        assertEquals(0, ((Account) bus.dispatch(withdraw).value()).balance());
        assertTrue(bus.dispatch(withdraw).repeated());
    }

    @Test
    @DisplayName("each event says which command it follows from, and which one all began with; metadata go with it")
    void correlation() {
        Command<String> outer = Command.of("outer").and(Map.of("user", "ada"));
        CommandBus bus = CommandBus.on(store)
                .metadata(command -> Map.of("node", "1", Correlation.CAUSATION_ID, "not so"))
                .on(String.class, (text, context) -> {
                    context.work()
                            .append(
                                    StreamId.of("audit", "outer"),
                                    NewEvent.of(new Noted("o")).with(Map.of("own", "1")));
                    context.handle(2);
                    return null;
                })
                .on(Integer.class, (number, context) -> {
                    context.work().append(StreamId.of("audit", "inner"), new Noted("i"));
                    return null;
                })
                .build();
        bus.dispatch(outer);
        String id = outer.id().value();
        assertEquals(
                Map.of(
                        "own",
                        "1",
                        "user",
                        "ada",
                        "node",
                        "1",
                        Correlation.CORRELATION_ID,
                        id,
                        Correlation.CAUSATION_ID,
                        id),
                metadataOf(StreamId.of("audit", "outer")));
        Map<String, String> inner = metadataOf(StreamId.of("audit", "inner"));
        assertEquals(id, inner.get(Correlation.CORRELATION_ID));
        assertNotEquals(id, inner.get(Correlation.CAUSATION_ID));
        assertEquals("ada", inner.get("user"));
    }

    @Test
    @DisplayName("a handler that handles another command is stored with it, or not at all")
    void nested() {
        CommandBus bus = bus().on(String.class, (text, context) -> {
                    context.handle(new Open("Ada"));
                    context.handle(new Deposit(3));
                    if (text.equals("fail")) {
                        throw new IllegalStateException("after all");
                    }
                    return context.handle(new Withdraw(1));
                })
                .build();
        assertThrows(IllegalStateException.class, () -> bus.dispatch("fail"));
        assertEquals(0, store.head(ADA).version().value());
        assertEquals(2, ((Account) bus.dispatch("do").value()).balance());
        assertEquals(3, store.head(ADA).version().value());
    }

    @Test
    @DisplayName("within another command none can be carried out once; nor is there one without a handler")
    void nestedOnce() {
        CommandBus bus = CommandBus.on(store)
                .on(String.class, (text, context) -> context.handle(Command.once(CommandId.fresh(), "x")))
                .on(Integer.class, (number, context) -> context.handle(1L))
                .build();
        assertThrows(MisuseException.class, () -> bus.dispatch("x"));
        assertThrows(NoHandlerException.class, () -> bus.dispatch(1));
    }

    @Test
    @DisplayName(
            "what a handler throws comes back: a checked exception within one of ours, an interrupt with its flag, errors as they are")
    void thrown() {
        IOException checked = new IOException("checked");
        StackOverflowError error = new StackOverflowError();
        CommandBus bus = CommandBus.on(store)
                .on(String.class, (text, context) -> {
                    throw checked;
                })
                .on(Integer.class, (number, context) -> {
                    throw error;
                })
                .on(Long.class, (number, context) -> {
                    throw new InterruptedException();
                })
                .build();
        assertSame(
                checked,
                assertThrows(CommandFailedException.class, () -> bus.dispatch("x"))
                        .getCause());
        assertSame(error, assertThrows(StackOverflowError.class, () -> bus.dispatch(1)));
        assertInstanceOf(
                InterruptedException.class,
                assertThrows(CommandFailedException.class, () -> bus.dispatch(1L))
                        .getCause());
        assertTrue(Thread.interrupted());
    }

    @Test
    @DisplayName("an error that is no reason to roll back is thrown after what happened was stored")
    void commitOnError() {
        CommandBus bus = CommandBus.on(store)
                .rollbackOn(error -> !(error instanceof IOException))
                .on(String.class, (text, context) -> {
                    context.work().append(ADA, new Opened("Ada"));
                    throw text.equals("checked") ? new IOException() : new IllegalStateException();
                })
                .build();
        assertThrows(IllegalStateException.class, () -> bus.dispatch("unchecked"));
        assertEquals(0, store.head(ADA).version().value());
        assertThrows(CommandFailedException.class, () -> bus.dispatch("checked"));
        assertEquals(1, store.head(ADA).version().value());
    }

    @Test
    @DisplayName("annotated methods handle commands, with the context or without")
    void annotated() {
        CommandBus bus = CommandBus.on(store)
                .annotated(new Annotated(), MethodHandles.lookup())
                .build();
        assertEquals("1", bus.dispatch(1).value());
        assertTrue(bus.dispatch("x").result().isPresent());
        assertThrows(CommandFailedException.class, () -> bus.dispatch(1L));
        assertThrows(
                DefinitionException.class, () -> CommandBus.on(store).annotated(new Object(), MethodHandles.lookup()));
        assertThrows(
                DefinitionException.class,
                () -> CommandBus.on(store).annotated(new Annotated(), MethodHandles.publicLookup()));
    }

    static final class Annotated {
        @OnCommand
        String on(Integer number) {
            return number.toString();
        }

        @OnCommand
        void on(String text, CommandContext context) {
            context.work().append(StreamId.of("audit", "1"), new Noted(text));
        }

        @OnCommand
        @SuppressWarnings("DoNotCallSuggester")
        void on(Long number) throws IOException {
            throw new IOException("checked");
        }
    }

    @Test
    @DisplayName("the commit of a command id is the same for ever; ids are texts that are neither blank nor long")
    void ids() {
        assertEquals(
                CommandId.of("request 1").commitId(), CommandId.of("request 1").commitId());
        assertNotEquals(
                CommandId.of("request 1").commitId(), CommandId.of("request 2").commitId());
        assertEquals(8, CommandId.of("request 1").commitId().value().version());
        assertThrows(InvalidValueException.class, () -> CommandId.of(" "));
        assertThrows(InvalidValueException.class, () -> CommandId.of("x".repeat(257)));
    }

    @Test
    @DisplayName("threads that work on one aggregate lose no update")
    void noLostUpdate() throws Exception {
        store.append(ADA, any(), new Opened("Ada"));
        CommandBus bus = CommandBus.on(UnitsOfWork.on(store)
                        .retry(org.synapse4j.core.unitofwork.Retry.standard()
                                .attempts(10_000)
                                .within(java.time.Duration.ofMinutes(5)))
                        .build())
                .on(Accounts.Command.class, accounts, Accounts.DECIDER, command -> "ada")
                .build();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < 25; j++) {
                    bus.dispatch(new Deposit(1));
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(200, accounts.load("ada").state().balance());
    }
}
