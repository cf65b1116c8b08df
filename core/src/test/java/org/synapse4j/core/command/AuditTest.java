package org.synapse4j.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposit;
import org.synapse4j.core.Accounts.Open;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.Accounts.Withdraw;
import org.synapse4j.core.errors.CommandInvalidException;
import org.synapse4j.core.errors.NoHandlerException;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.Worked;

/** Audit logs of a bus: what they are told, and that no command fails by them. */
class AuditTest {
    private final EventStore store = Accounts.store();
    private final Repository<Account> accounts = Repository.of(store, Accounts.ACCOUNT);
    private final List<String> told = new ArrayList<>();

    private final AuditLog log = new AuditLog() {
        @Override
        public void carriedOut(Command<?> command, Worked<?> worked, List<StreamEvent> events) {
            told.add(command.payload() + (worked.repeated() ? " again" : "") + " " + payloads(events));
        }

        @Override
        public void failed(Command<?> command, Throwable cause, List<StreamEvent> events) {
            told.add(command.payload() + " " + cause.getClass().getSimpleName() + " " + payloads(events));
        }
    };

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    @DisplayName(
            "each command is told once, with what it led to: carried out, repeated, refused, or failed with what would have been")
    void told() {
        CommandBus bus = bus().auditing(log).build();
        bus.dispatch(new Open("Ada"));
        Command<?> once = Command.once(CommandId.of("1"), new Deposit(1));
        bus.dispatch(once);
        bus.dispatch(once);
        assertThrows(RuntimeException.class, () -> bus.dispatch(new Withdraw(9)));
        assertThrows(CommandInvalidException.class, () -> bus.dispatch(new Deposit(-1)));
        assertThrows(NoHandlerException.class, () -> bus.dispatch("nobody's"));
        assertThrows(IllegalStateException.class, () -> bus.dispatch(7));
        assertEquals(
                List.of(
                        "Open[owner=Ada] [Opened[owner=Ada]]",
                        "Deposit[amount=1] [Deposited[amount=1]]",
                        "Deposit[amount=1] again []",
                        "Withdraw[amount=9] Overdrawn []",
                        "Deposit[amount=-1] CommandInvalidException []",
                        "nobody's NoHandlerException []",
                        "7 IllegalStateException [Opened[owner=7]]"),
                told);
    }

    @Test
    @DisplayName("of several attempts the last one is told, once")
    void lastAttempt() {
        CommandBus bus = CommandBus.on(store)
                .on(Integer.class, (number, context) -> {
                    var account = context.work().loadOrAdd(accounts, "ada");
                    account.apply(new Opened(number + "." + account.version()));
                    if (account.version().value() == 0) {
                        store.append(StreamId.of("account", "ada"), any(), new Opened("other"));
                    }
                    return number;
                })
                .auditing(log)
                .build();
        bus.dispatch(1);
        assertEquals(List.of("1 [Opened[owner=1.1]]"), told);
    }

    @Test
    @DisplayName("a log that throws, whatever it is, neither fails a command nor keeps the next log from being told")
    void neverFails() {
        AuditLog broken = new AuditLog() {
            @Override
            public void carriedOut(Command<?> command, Worked<?> worked, List<StreamEvent> events) {
                throw new AssertionError("full");
            }

            @Override
            public void failed(Command<?> command, Throwable cause, List<StreamEvent> events) {
                throw new IllegalStateException("full");
            }
        };
        CommandBus bus = bus().auditing(broken, log).build();
        bus.dispatch(new Open("Ada"));
        assertThrows(Accounts.Overdrawn.class, () -> bus.dispatch(new Withdraw(1)));
        assertEquals(2, told.size());
        assertTrue(store.head(StreamId.of("account", "ada")).exists());
    }

    private CommandBus.Builder bus() {
        return CommandBus.on(store)
                .on(Accounts.Command.class, accounts, Accounts.DECIDER, command -> "ada")
                .on(Integer.class, (number, context) -> {
                    context.work().add(accounts, "bob").apply(new Opened("" + number));
                    throw new IllegalStateException();
                })
                .validators(payload -> payload instanceof Deposit deposit && deposit.amount() < 0
                        ? List.of("is negative")
                        : List.of());
    }

    private static List<Object> payloads(List<StreamEvent> events) {
        return events.stream()
                .map(StreamEvent::event)
                .map(event -> event instanceof NewEvent whole ? whole.payload() : event)
                .toList();
    }
}
