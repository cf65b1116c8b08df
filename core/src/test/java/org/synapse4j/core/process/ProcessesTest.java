package org.synapse4j.core.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.core.process.Payments.Paid;
import org.synapse4j.core.process.Payments.Placed;
import org.synapse4j.core.process.Payments.Ship;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscriptions;

/** Processes that a subscription drives. */
@Timeout(30)
class ProcessesTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final EventStore store = EventStore.builder(Payments.TYPES).on(new InMemoryStorage());
    private final Subscriptions subscriptions = Subscriptions.of(store);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Object> sent = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() throws InterruptedException {
        subscriptions.close();
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        store.close();
    }

    @Test
    @DisplayName(
            "an event starts an instance, another one that its tag finds it by goes on, and commands are sent in order")
    void happy() throws InterruptedException {
        try (RunningProcess running = Processes.on(store, subscriptions, command -> sent.add(command.payload()))
                .open(Payments.PAYMENT, Start.BEGINNING)) {
            running.start(threads);
            append(new Placed("1"));
            append(new Placed("2"));
            Position last = append(new Paid("2"));
            running.subscription().awaitPassed(last, LONG);
        }
        assertEquals(List.of(new Ship("2")), sent);
    }

    private Position append(Object event) {
        return store.append(StreamId.of("shop", "1"), ExpectedVersion.any(), event)
                .position();
    }
}
