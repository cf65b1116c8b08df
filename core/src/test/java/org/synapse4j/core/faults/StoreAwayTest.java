package org.synapse4j.core.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.EventQuery.all;
import static org.synapse4j.api.ExpectedVersion.any;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposit;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.command.Command;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.core.command.CommandId;
import org.synapse4j.core.faults.AwayStorage.Step;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.repository.SnapshotPolicy;
import org.synapse4j.core.unitofwork.Boundary;
import org.synapse4j.core.unitofwork.Retry;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.core.unitofwork.Work;
import org.synapse4j.core.unitofwork.Worked;

/** A store that is away at each step of a command that takes them all. */
class StoreAwayTest {
    private static final StreamId ADA = StreamId.of("account", "ada");
    private static final StreamId BOB = StreamId.of("account", "bob");

    private final AwayStorage storage = new AwayStorage();
    private final EventStore store = EventStore.builder(Accounts.TYPES).on(storage);
    private final Repository<Account> accounts = Repository.builder(store, Accounts.ACCOUNT)
            .locking(Duration.ofMillis(50))
            .caching(10)
            .snapshots(Account.class, SnapshotPolicy.events(1))
            .build();
    private final Boundary<Accounts.Command, Account, Accounts.Event> boundary =
            Boundary.of(Accounts.DECIDER, command -> all(), event -> StreamId.of("deposits", "all"), event -> Set.of());

    @BeforeEach
    void open() {
        store.append(ADA, any(), new Opened("Ada"));
        store.append(BOB, any(), new Opened("Bob"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private CommandBus bus(Retry retry) {
        return CommandBus.on(UnitsOfWork.on(store).retry(retry).build())
                .on(Deposit.class, (deposit, context) -> {
                    Work work = context.work();
                    work.load(accounts, "ada").apply(new Deposited(deposit.amount()));
                    work.read(accounts, "bob");
                    boundary.handle(work, deposit);
                    return "done";
                })
                .build();
    }

    private void eachStep(Consumer<Step> check) {
        for (Step step : EnumSet.complementOf(EnumSet.of(Step.SAVE, Step.PRUNE, Step.HEAD))) {
            store.head(ADA);
            check.accept(step);
        }
    }

    private static Command<Deposit> deposit(Step step) {
        return Command.once(CommandId.of("deposit at " + step), new Deposit(1));
    }

    @Test
    @DisplayName(
            "away at any step before it is stored, a command fails by that, nothing is stored, and sent again it is carried out")
    void awayOnce() {
        CommandBus bus = bus(Retry.never());
        eachStep(step -> {
            accounts.forget(ADA);
            Version before = store.head(ADA).version();
            storage.away(step, 1);
            assertThrows(StorageUnavailableException.class, () -> bus.dispatch(deposit(step)), step.name());
            assertEquals(0, storage.left(), step + " was not come to");
            assertEquals(before, store.head(ADA).version());
            assertEquals("done", bus.dispatch(deposit(step)).value());
            assertEquals(before.value() + 1, store.head(ADA).version().value());
        });
    }

    @Test
    @DisplayName("if it comes back soon, the command is run again, and is stored once")
    void comesBack() {
        CommandBus bus = bus(Retry.standard());
        eachStep(step -> {
            accounts.forget(ADA);
            Version before = store.head(ADA).version();
            storage.away(step, 2);
            Worked<?> worked = bus.dispatch(deposit(step));
            assertEquals(0, storage.left());
            assertEquals(3, worked.attempts(), step.name());
            assertEquals(before.value() + 1, store.head(ADA).version().value());
        });
    }

    @Test
    @DisplayName("away after it is stored, when a snapshot is saved or older ones are removed, it fails nothing")
    void afterwards() {
        CommandBus bus = bus(Retry.never());
        for (Step step : Set.of(Step.SAVE, Step.HEAD, Step.PRUNE)) {
            storage.away(step, 1);
            Worked<?> worked = bus.dispatch(deposit(step));
            assertEquals("done", worked.value());
            assertEquals(0, storage.left(), step + " was not come to");
            assertTrue(bus.dispatch(deposit(step)).repeated());
        }
        assertEquals(3, accounts.load("ada").state().balance());
    }

    @Test
    @DisplayName("a cached aggregate is neither used nor kept while what came after it cannot be read")
    void cached() {
        accounts.load("ada");
        storage.away(Step.LOAD, 1);
        assertThrows(StorageUnavailableException.class, () -> accounts.load("ada"));
        store.append(ADA, any(), new Deposited(7));
        assertEquals(7, accounts.load("ada").state().balance());
    }
}
