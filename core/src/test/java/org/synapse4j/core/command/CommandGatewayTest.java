package org.synapse4j.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.errors.CommandPendingException;
import org.synapse4j.core.errors.NoHandlerException;

/** Commands on other threads. */
class CommandGatewayTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final EventStore store = Accounts.store();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final List<Integer> handled = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch go = new CountDownLatch(1);
    private final CommandBus bus = CommandBus.on(store)
            .on(Integer.class, (number, context) -> {
                handled.add(number);
                return number;
            })
            .on(String.class, (text, context) -> go.await(30, TimeUnit.SECONDS))
            .on(Long.class, (number, context) -> {
                throw new StackOverflowError();
            })
            .build();

    @AfterEach
    void close() throws InterruptedException {
        go.countDown();
        executor.shutdown();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        store.close();
    }

    @Test
    @DisplayName("a command that is sent gives a future of what it leads to, or of what it threw")
    void send() throws Exception {
        try (CommandGateway gateway = CommandGateway.of(bus, executor)) {
            assertEquals(1, gateway.send(1).get(30, TimeUnit.SECONDS).value());
            ExecutionException failed = assertThrows(
                    ExecutionException.class, () -> gateway.send('x').get(30, TimeUnit.SECONDS));
            assertInstanceOf(NoHandlerException.class, failed.getCause());
            assertEquals(2, gateway.sendAndWait(2, LONG).value());
            assertThrows(NoHandlerException.class, () -> gateway.sendAndWait('x', LONG));
            assertThrows(StackOverflowError.class, () -> gateway.sendAndWait(1L, LONG));
        }
    }

    @Test
    @DisplayName(
            "commands for the same thing are carried out in the order in which they were sent, and leave nothing behind")
    void inOrder() throws Exception {
        CommandGateway used = CommandGateway.inOrder(bus, executor, payload -> "all");
        try (CommandGateway gateway = used) {
            List<CompletableFuture<?>> sent = new ArrayList<>();
            sent.add(gateway.send('x'));
            IntStream.range(0, 500).forEach(i -> sent.add(gateway.send(i)));
            for (CompletableFuture<?> each : sent.subList(1, sent.size())) {
                each.get(30, TimeUnit.SECONDS);
            }
            assertEquals(IntStream.range(0, 500).boxed().toList(), handled);
        }
        assertEquals(0, used.waiting());
    }

    @Test
    @DisplayName("commands for other things do not wait for one that takes long")
    void otherKeys() {
        try (CommandGateway gateway = CommandGateway.inOrder(bus, executor, Object::getClass)) {
            CompletableFuture<?> slow = gateway.send("slow");
            assertEquals(1, gateway.sendAndWait(1, LONG).value());
            assertFalse(slow.isDone());
            go.countDown();
        }
    }

    @Test
    @DisplayName("who does not wait long enough is told that it may still be carried out, and it is")
    void timeout() throws Exception {
        try (CommandGateway gateway = CommandGateway.of(bus, executor)) {
            assertThrows(CommandPendingException.class, () -> gateway.sendAndWait("slow", Duration.ofMillis(1)));
            Thread.currentThread().interrupt();
            assertThrows(CommandPendingException.class, () -> gateway.sendAndWait("slow", LONG));
            assertTrue(Thread.interrupted());
            go.countDown();
        }
    }

    @Test
    @DisplayName("closing waits for what was sent, and takes no more")
    void closing() throws Exception {
        CommandGateway gateway = CommandGateway.inOrder(bus, executor, payload -> "all");
        CompletableFuture<?> slow = gateway.send("slow");
        CompletableFuture<?> next = gateway.send(1);
        Thread closing = new Thread(gateway::close);
        closing.start();
        go.countDown();
        closing.join(30_000);
        assertTrue(slow.isDone() && next.isDone());
        assertThrows(ClosedException.class, () -> gateway.send(2));
    }

    @Test
    @DisplayName("what the executor does not take fails by a type of ours, and those behind it go on or fail likewise")
    void rejected() throws Exception {
        ExecutorService none = Executors.newSingleThreadExecutor();
        none.shutdown();
        CommandGateway gateway = CommandGateway.inOrder(bus, none, payload -> "all");
        for (int i = 0; i < 2; i++) {
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> gateway.send(1).get(30, TimeUnit.SECONDS));
            assertInstanceOf(ClosedException.class, failed.getCause());
        }
        assertEquals(0, gateway.waiting());
        gateway.close();
    }

    @Test
    @DisplayName("an executor that runs on the caller's thread does")
    void callerRuns() {
        try (CommandGateway gateway = CommandGateway.inOrder(bus, Runnable::run, payload -> "all")) {
            assertEquals(1, gateway.sendAndWait(1, LONG).value());
        }
    }
}
