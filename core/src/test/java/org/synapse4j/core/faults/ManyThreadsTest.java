package org.synapse4j.core.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposit;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.core.command.CommandGateway;
import org.synapse4j.core.errors.CommandPendingException;
import org.synapse4j.core.errors.LockTimeoutException;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.Retry;
import org.synapse4j.core.unitofwork.UnitOfWork;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.core.unitofwork.Work;
import org.synapse4j.core.unitofwork.Worked;

/** Many threads, threads that wait and are interrupted, and what is closed while they work. */
class ManyThreadsTest {
    private static final StreamId ADA = StreamId.of("account", "ada");
    private static final Retry PATIENT =
            new Retry(100_000, Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMinutes(1));

    private final EventStore store = Accounts.store();
    private final Repository<Account> accounts =
            Repository.builder(store, Accounts.ACCOUNT).caching(10).build();
    private final Repository<Account> locking = Repository.builder(store, Accounts.ACCOUNT)
            .caching(10)
            .locking(Duration.ofMinutes(1))
            .build();

    @BeforeEach
    void open() {
        store.append(ADA, any(), new Opened("Ada"));
        store.append(StreamId.of("account", "bob"), any(), new Opened("Bob"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private CommandBus bus(Repository<Account> repository, Retry retry) {
        return CommandBus.on(UnitsOfWork.on(store).retry(retry).build())
                .on(Accounts.Command.class, repository, Accounts.DECIDER, command -> "ada")
                .build();
    }

    @Test
    @DisplayName("200 threads on one aggregate lose no update, with locks and without")
    void platformThreads() throws Exception {
        CommandBus optimistic = bus(accounts, PATIENT);
        CommandBus pessimistic = bus(locking, Retry.never());
        Threads.together(200, number -> optimistic.dispatch(new Deposit(1)));
        Threads.together(200, number -> pessimistic.dispatch(new Deposit(1)));
        assertEquals(400, accounts.load("ada").state().balance());
        assertEquals(401, store.head(ADA).version().value());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @DisplayName("so do 1,000 virtual threads")
    void virtualThreads() throws Exception {
        CommandBus optimistic = bus(accounts, PATIENT);
        CommandBus pessimistic = bus(locking, Retry.never());
        Threads.togetherOnVirtual(1_000, number -> optimistic.dispatch(new Deposit(1)));
        Threads.togetherOnVirtual(1_000, number -> pessimistic.dispatch(new Deposit(1)));
        assertEquals(2_000, accounts.load("ada").state().balance());
    }

    @Test
    @DisplayName(
            "two units that lock two aggregates crosswise: one is told by the timeout, and both are stored in the end")
    void deadlock() throws Exception {
        Repository<Account> hasty = Repository.builder(store, Accounts.ACCOUNT)
                .locking(Duration.ofMillis(100))
                .build();
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger timeouts = new AtomicInteger();
        UnitsOfWork units = UnitsOfWork.on(store).retry(PATIENT).build();
        Threads.together(2, number -> {
            AtomicInteger attempts = new AtomicInteger();
            units.perform(work -> {
                work.load(hasty, number == 0 ? "ada" : "bob").apply(new Deposited(1));
                if (attempts.incrementAndGet() == 1) {
                    meet(both);
                }
                try {
                    work.load(hasty, number == 0 ? "bob" : "ada").apply(new Deposited(1));
                } catch (LockTimeoutException e) {
                    timeouts.incrementAndGet();
                    throw e;
                }
            });
        });
        assertTrue(timeouts.get() >= 1);
        assertEquals(2, hasty.load("ada").state().balance());
        assertEquals(2, hasty.load("bob").state().balance());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("whoever waits and is interrupted is told by a type of ours, its flag stays, and nothing is stored")
    void interrupts() throws Exception {
        Repository<Account> waiting = Repository.builder(store, Accounts.ACCOUNT)
                .locking(Duration.ofSeconds(30))
                .build();
        UnitsOfWork units = UnitsOfWork.of(store);
        CountDownLatch busy = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CommandGateway gateway = CommandGateway.of(
                CommandBus.on(units)
                        .on(String.class, (text, context) -> busy.await(30, TimeUnit.SECONDS))
                        .build(),
                executor);
        try (UnitOfWork owner = units.start()) {
            owner.load(waiting, "ada");
            requireInterrupted(
                    OperationInterruptedException.class, () -> units.perform(work -> work.load(waiting, "ada")));
            requireInterrupted(
                    OperationInterruptedException.class,
                    () -> units.perform(work -> {
                        Thread.currentThread().interrupt();
                        work.add(accounts, "eve").apply(new Opened("Eve"));
                    }));
            requireInterrupted(
                    CommandPendingException.class, () -> gateway.sendAndWait("long", Duration.ofSeconds(30)));
            requireInterrupted(null, gateway::close);
        } finally {
            busy.countDown();
            executor.shutdown();
        }
        assertEquals(1, store.head(ADA).version().value());
        units.perform(work -> work.load(waiting, "ada"));
    }

    /** Does this on a thread that is interrupted, now and while it waits. */
    private static void requireInterrupted(@Nullable Class<? extends Throwable> expected, Runnable doing)
            throws Exception {
        for (boolean before : List.of(true, false)) {
            AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>(false);
            Thread thread = new Thread(() -> {
                try {
                    if (before) {
                        Thread.currentThread().interrupt();
                    }
                    doing.run();
                } catch (Throwable e) {
                    thrown.set(e);
                } finally {
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            thread.start();
            while (!before
                    && thread.isAlive()
                    && thread.getState() != Thread.State.TIMED_WAITING
                    && thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            thread.interrupt();
            thread.join(20_000);
            assertTrue(!thread.isAlive(), () -> "Still waiting: " + doing);
            if (expected != null) {
                assertInstanceOf(expected, thrown.get());
            }
            assertTrue(flag.get(), "the flag is lost");
        }
    }

    @Test
    @DisplayName(
            "a unit whose function fails while another thread is in a call of it ends when that call has, and leaves no lock")
    void failsWhileAnotherCalls() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        IllegalStateException why = new IllegalStateException("why");
        AtomicReference<@Nullable Thread> other = new AtomicReference<>();
        UnitsOfWork units = UnitsOfWork.on(store)
                .listeners(new Work.Listener() {
                    @Override
                    public NewEvent applied(Work work, StreamId stream, NewEvent event) {
                        inside.countDown();
                        try {
                            assertTrue(leave.await(30, TimeUnit.SECONDS));
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        return event;
                    }
                })
                .build();
        Repository<Account> hasty = Repository.builder(store, Accounts.ACCOUNT)
                .locking(Duration.ofMillis(10))
                .build();
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> units.perform(work -> {
                    var ada = work.load(hasty, "ada");
                    Thread thread = new Thread(() -> ada.apply(new Deposited(1)));
                    other.set(thread);
                    thread.start();
                    try {
                        assertTrue(inside.await(30, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    throw why;
                }));
        assertEquals(why, thrown);
        assertThrows(
                LockTimeoutException.class,
                () -> UnitsOfWork.on(store).retry(Retry.never()).build().perform(work -> work.load(hasty, "ada")));
        leave.countDown();
        java.util.Objects.requireNonNull(other.get()).join();
        UnitsOfWork.of(store).perform(work -> work.load(hasty, "ada"));
        assertEquals(1, store.head(ADA).version().value());
    }

    @Test
    @DisplayName(
            "a store that is closed while commands run: each is stored, or fails by that; a gateway closed then waits for all it took")
    void closedWhileBusy() throws Exception {
        EventStore another = Accounts.store();
        Repository<Account> inAnother = Repository.of(another, Accounts.ACCOUNT);
        CommandBus bus = CommandBus.on(UnitsOfWork.on(another).retry(PATIENT).build())
                .on(Accounts.Command.class, inAnother, Accounts.DECIDER, command -> "ada")
                .build();
        AtomicInteger done = new AtomicInteger();
        Threads.together(9, number -> {
            if (number == 8) {
                while (done.get() < 20) {
                    Thread.onSpinWait();
                }
                another.close();
                return;
            }
            assertThrows(ClosedException.class, () -> {
                while (true) {
                    bus.dispatch(new Deposit(1));
                    done.incrementAndGet();
                }
            });
        });

        ExecutorService executor = Executors.newFixedThreadPool(4);
        CommandGateway gateway = CommandGateway.inOrder(bus(accounts, PATIENT), executor, payload -> "ada");
        List<CompletableFuture<Worked<?>>> sent = new ArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        Threads.together(9, number -> {
            if (number == 8) {
                gateway.close();
                return;
            }
            for (int i = 0; i < 50; i++) {
                try {
                    CompletableFuture<Worked<?>> result = gateway.send(new Deposit(1));
                    synchronized (sent) {
                        sent.add(result);
                    }
                } catch (ClosedException e) {
                    refused.incrementAndGet();
                }
            }
        });
        gateway.close();
        assertTrue(sent.stream().allMatch(CompletableFuture::isDone));
        assertEquals(400, sent.size() + refused.get());
        sent.forEach(CompletableFuture::join);
        assertEquals(sent.size(), accounts.load("ada").state().balance());
        executor.shutdown();
    }
}
