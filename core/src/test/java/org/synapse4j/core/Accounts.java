package org.synapse4j.core;

import java.util.List;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.core.aggregate.EventHandlers;
import org.synapse4j.core.aggregate.Recorder;
import org.synapse4j.inmemory.InMemoryStorage;

/** Bank accounts by a decider, and a ledger as a root. */
public final class Accounts {
    public sealed interface Command permits Open, Deposit, Withdraw, Close {}

    public record Open(String owner) implements Command {}

    public record Deposit(int amount) implements Command {}

    public record Withdraw(int amount) implements Command {}

    public record Close() implements Command {}

    public sealed interface Event permits Opened, Deposited, Withdrawn, Closed {}

    @EventType(name = "Opened")
    public record Opened(String owner) implements Event {}

    @EventType(name = "Deposited")
    public record Deposited(int amount) implements Event {}

    @EventType(name = "Withdrawn")
    public record Withdrawn(int amount) implements Event {}

    @EventType(name = "Closed")
    public record Closed() implements Event {}

    @EventType(name = "Account")
    public record Account(String owner, int balance, boolean closed) {
        static final Account NONE = new Account("", 0, false);

        Account plus(int amount) {
            return new Account(owner, balance + amount, closed);
        }
    }

    public static final class Overdrawn extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    public static final Decider<Command, Account, Event> DECIDER = Decider.of(Command.class, Event.class, Account.NONE)
            .decide(Open.class, (open, account) -> List.of(new Opened(open.owner())))
            .decide(Deposit.class, (deposit, account) -> List.of(new Deposited(deposit.amount())))
            .decide(Withdraw.class, (withdraw, account) -> {
                if (account.balance() < withdraw.amount()) {
                    throw new Overdrawn();
                }
                return List.of(new Withdrawn(withdraw.amount()));
            })
            .decide(Close.class, (close, account) -> List.of(new Closed()))
            .evolve(Opened.class, (account, event) -> new Account(event.owner(), 0, false))
            .evolve(Deposited.class, (account, event) -> account.plus(event.amount()))
            .evolve(Withdrawn.class, (account, event) -> account.plus(-event.amount()))
            .evolve(Closed.class, (account, event) -> new Account(account.owner(), account.balance(), true))
            .deletedWhen(Account::closed)
            .build();

    public static final AggregateType<Account> ACCOUNT = AggregateType.of("account", DECIDER);

    @EventType(name = "Noted")
    public record Noted(String text) {}

    public static final class Ledger {
        private final Recorder events;
        private int notes;

        Ledger(Recorder events) {
            this(events, 0);
        }

        public Ledger(Recorder events, int notes) {
            this.events = events;
            this.notes = notes;
        }

        public void note(String text) {
            events.apply(new Noted(text));
        }

        public int notes() {
            return notes;
        }
    }

    public static final AggregateType<Ledger> LEDGER = AggregateType.root(
            "ledger",
            Ledger::new,
            EventHandlers.of(Ledger.class)
                    .on(Noted.class, (ledger, event) -> ledger.notes++)
                    .build());

    public static final EventTypes TYPES = EventTypes.builder()
            .addAll(Event.class)
            .add(Noted.class, Account.class)
            .build();

    private Accounts() {}

    public static EventStore store() {
        return EventStore.builder(TYPES).on(new InMemoryStorage());
    }
}
