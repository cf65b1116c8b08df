package org.synapse4j.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposit;
import org.synapse4j.core.Accounts.Open;
import org.synapse4j.core.Accounts.Overdrawn;
import org.synapse4j.core.Accounts.Withdraw;
import org.synapse4j.core.repository.Left;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.repository.SnapshotPolicy;
import org.synapse4j.core.unitofwork.Retry;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.core.unitofwork.Work;
import org.synapse4j.inmemory.InMemoryStorage;

/** What is left behind by 100,000 commands: nothing but what the caches are allowed. */
class LeaksTest {
    private static final int COMMANDS = 100_000;
    private static final int CACHED = 100;

    /** How many units were cleaned up. */
    private final AtomicInteger cleaned = new AtomicInteger();

    private final EventStore store = EventStore.builder(Accounts.TYPES).on(new Forgetful());
    private final Repository<Account> accounts = Repository.builder(store, Accounts.ACCOUNT)
            .locking(Duration.ofSeconds(30))
            .caching(CACHED)
            .snapshots(Account.class, SnapshotPolicy.events(1))
            .build();

    /** Takes what is appended, and keeps nothing of it, so that what is left is the core's. */
    private static final class Forgetful extends ForwardingStorage {
        Forgetful() {
            super(new InMemoryStorage());
        }

        @Override
        public AppendResult append(SerializedCommit commit) {
            return AppendResult.of(
                    commit.id(),
                    commit.events().stream()
                            .map(event -> new EventPlace(event.stream(), Version.of(1), Position.of(1)))
                            .toList());
        }

        @Override
        public void save(SerializedSnapshot snapshot) {}

        @Override
        public void delete(StreamId stream, SnapshotBounds bounds) {}
    }

    private CommandBus bus() {
        return CommandBus.on(UnitsOfWork.on(store)
                        .retry(Retry.never())
                        .listeners(new Work.Listener() {
                            @Override
                            public void cleanUp(Work work) {
                                cleaned.incrementAndGet();
                            }
                        })
                        .build())
                .on(Open.class, accounts, Accounts.DECIDER, Open::owner)
                .on(Withdraw.class, accounts, Accounts.DECIDER, command -> "of " + command.amount())
                .on(Deposit.class, (deposit, context) -> {
                    context.work().loadOrAdd(accounts, "a" + deposit.amount());
                    return context.handle(new Open("b" + deposit.amount()));
                })
                .build();
    }

    @Test
    @DisplayName(
            "100,000 commands, which succeed, fail and are nested, to 100,000 aggregates: as many states as the cache may keep, and nothing else")
    void nothingIsLeft() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        CommandBus bus = bus();
        CommandGateway gateway = CommandGateway.inOrder(bus, executor, Object::toString);
        thousands(bus, gateway, 10_000);
        long before = used();
        cleaned.set(0);
        thousands(bus, gateway, COMMANDS);
        long grown = used() - before;
        assertEquals(0, Left.locks(accounts));
        assertEquals(0, Left.snapshots(accounts));
        assertEquals(CACHED, Left.cached(accounts));
        assertEquals(0, gateway.waiting());
        // Of each four, one has a nested one.
        assertEquals(COMMANDS + COMMANDS / 4, cleaned.get());
        assertTrue(grown < 30L * COMMANDS, grown + " bytes more are used");
        gateway.close();
        executor.shutdown();
    }

    private static void thousands(CommandBus bus, CommandGateway gateway, int commands) throws Exception {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int i = 0; i < commands; i += 4) {
            int number = i;
            bus.dispatch(new Open("o" + number));
            assertThrows(Overdrawn.class, () -> bus.dispatch(new Withdraw(number + 1)));
            sent.add(gateway.send(new Deposit(number)));
            sent.add(gateway.send(new Open("s" + number % 100)));
            if (sent.size() > 100) {
                CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                        .get(30, TimeUnit.SECONDS);
                sent.clear();
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
    }

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
