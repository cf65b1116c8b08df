package org.synapse4j.core.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StreamId;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Noted;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.Accounts.Withdrawn;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.command.Command;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.core.command.CommandId;
import org.synapse4j.core.faults.History.Outcome;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.Retry;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.core.unitofwork.Work;
import org.synapse4j.core.unitofwork.Worked;

/** What several threads do at once in units of work, and by a bus: it is as if one had done it after the other. */
class HistoriesTest {
    private static final int ROUNDS = 60;
    private static final int THREADS = 4;
    private static final int CALLS = 5;
    private static final Retry PATIENT =
            new Retry(10_000, Duration.ofNanos(100_000), Duration.ofMillis(2), Duration.ofMinutes(1));

    /** What is so: two balances, and the commands that were carried out once. */
    private record Balances(int ada, int bob, Set<Integer> done) {}

    private enum Kind {
        TRANSFER,
        DEPOSIT,
        /** Reads both, and notes it, so that both are a condition. */
        LOOK,
        ONCE
    }

    private record What(Kind kind, int number) {}

    /** What is right, where nobody else calls. */
    private static Outcome<Balances, String> alone(Balances now, What what) {
        return switch (what.kind()) {
            case TRANSFER -> {
                Balances next = new Balances(now.ada() - 1, now.bob() + 1, now.done());
                yield new Outcome<>(next.ada() + " " + next.bob(), next);
            }
            case DEPOSIT -> {
                Balances next = new Balances(now.ada() + what.number(), now.bob(), now.done());
                yield new Outcome<>("" + next.ada(), next);
            }
            case LOOK -> new Outcome<>(now.ada() + " " + now.bob(), now);
            case ONCE -> {
                // Two that decide the same at the same time are both told that it is done; it is stored once.
                Set<Integer> done = new TreeSet<>(now.done());
                int more = done.add(what.number()) ? 1 : 0;
                yield new Outcome<>("once", new Balances(now.ada() + more, now.bob(), done));
            }
        };
    }

    private static String carryOut(Work work, Repository<Account> accounts, What what) {
        Aggregate<Account> ada = what.kind() == Kind.LOOK ? work.read(accounts, "ada") : work.load(accounts, "ada");
        switch (what.kind()) {
            case TRANSFER -> {
                Aggregate<Account> bob = work.load(accounts, "bob");
                ada.apply(new Withdrawn(1));
                bob.apply(new Deposited(1));
                return balance(ada) + " " + balance(bob);
            }
            case DEPOSIT -> {
                ada.apply(new Deposited(what.number()));
                return balance(ada);
            }
            case LOOK -> {
                Aggregate<Account> bob = work.read(accounts, "bob");
                work.append(StreamId.of("audit", "looks"), new Noted("looked"));
                return balance(ada) + " " + balance(bob);
            }
            default -> {
                ada.apply(new Deposited(1));
                return "done";
            }
        }
    }

    private static String balance(Aggregate<Account> account) {
        return "" + account.state().balance();
    }

    private void requireInTurn(Function<EventStore, Repository<Account>> repository) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            EventStore store = Accounts.store();
            for (String name : List.of("ada", "bob")) {
                store.append(StreamId.of("account", name), any(), new Opened(name));
            }
            Repository<Account> accounts = repository.apply(store);
            CommandBus bus = CommandBus.on(UnitsOfWork.on(store).retry(PATIENT).build())
                    .on(What.class, (what, context) -> carryOut(context.work(), accounts, what))
                    .build();
            History<What, String> history = new History<>();
            long seed = 4711L * round;
            Threads.together(THREADS, thread -> {
                Random random = new Random(seed + thread);
                for (int i = 0; i < CALLS; i++) {
                    What what = new What(Kind.values()[random.nextInt(Kind.values().length)], random.nextInt(3));
                    history.call(what, () -> result(bus, what));
                }
            });
            assertTrue(
                    history.couldBeInTurn(new Balances(0, 0, Set.of()), HistoriesTest::alone),
                    () -> "in no order would one after the other have had these results:\n" + history);
            store.close();
        }
    }

    private static String result(CommandBus bus, What what) {
        Worked<?> worked = bus.dispatch(
                what.kind() == Kind.ONCE
                        ? Command.once(CommandId.of("request " + what.number()), what)
                        : Command.of(what));
        return what.kind() == Kind.ONCE ? "once" : String.valueOf(worked.value());
    }

    @Test
    @DisplayName(
            "units that change two aggregates, change one, read both, and are carried out once, are as if one came after the other")
    void plain() throws Exception {
        requireInTurn(store -> Repository.of(store, Accounts.ACCOUNT));
    }

    @Test
    @DisplayName("with a cache, they are so, too")
    void cached() throws Exception {
        requireInTurn(
                store -> Repository.builder(store, Accounts.ACCOUNT).caching(1).build());
    }

    @Test
    @DisplayName("with locks, they are so, too")
    void locking() throws Exception {
        requireInTurn(store -> Repository.builder(store, Accounts.ACCOUNT)
                .caching(10)
                .locking(Duration.ofSeconds(30))
                .build());
    }

    @Test
    @DisplayName("calls of which the later one did not see the earlier one are found")
    void found() {
        History<What, String> history = new History<>();
        history.call(new What(Kind.DEPOSIT, 1), () -> "1");
        history.call(new What(Kind.DEPOSIT, 1), () -> "1");
        assertFalse(history.couldBeInTurn(new Balances(0, 0, Set.of()), HistoriesTest::alone));
    }
}
