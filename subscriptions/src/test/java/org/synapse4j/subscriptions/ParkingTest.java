package org.synapse4j.subscriptions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.inmemory.InMemoryStorage;

/** What is parked, in the in-memory storage. */
@Timeout(30)
class ParkingTest {
    record Paid(int number) {}

    record Odd(int number) {}

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final FailurePolicy PARK =
            FailurePolicy.retry(1, Duration.ofMillis(1), Duration.ofMillis(1)).thenPark();

    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventStore store = EventStore.builder(EventTypes.builder()
                    .add("Paid", Paid.class)
                    .add("Odd", Odd.class)
                    .build())
            .on(storage);
    private final List<Subscriptions> processes = new ArrayList<>();
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> bad = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> paid = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        processes.forEach(Subscriptions::close);
        store.close();
    }

    @Test
    @DisplayName(
            "what comes later for a parked key waits, others go on; tried again all of it is handled in order, once")
    void waitsInOrder() throws InterruptedException {
        bad.add("a1");
        Subscriptions process = process();
        Subscription orders = started(process, 1, PARK);
        orders.awaitPassed(pay("a b a b c a"), LONG);
        assertEquals(List.of("b1", "b2", "c1"), handled);
        ParkedKey parked = saved(process).get(0);
        assertEquals("order/a", parked.key());
        assertEquals(Position.of(1), parked.first());
        assertEquals(3, parked.waiting());
        assertEquals(2, parked.attempts());
        assertEquals("java.io.IOException", parked.error());
        assertEquals(1, orders.status().get(0).parked());
        orders.close();

        Subscriptions next = process();
        Subscription again = started(next, 1, PARK);
        again.awaitPassed(pay("a b"), LONG);
        assertEquals(List.of("b1", "b2", "c1", "b3"), handled);
        bad.clear();
        next.retryParked("orders");
        eventually(() -> next.parked("orders").isEmpty());
        again.awaitPassed(pay("a"), LONG);
        assertEquals(List.of("b1", "b2", "c1", "b3", "a1", "a2", "a3", "a4", "a5"), handled);
    }

    @Test
    @DisplayName("tried again, one key is free and the other one stays parked where its handler failed then")
    void staysWhereItFails() throws InterruptedException {
        bad.addAll(List.of("a1", "b1"));
        Subscriptions process = process();
        Subscription orders = started(process, 2, PARK);
        Position last = pay("a b a b a b c");
        orders.awaitPassed(last, LONG);
        assertEquals(2, saved(process).size());
        bad.clear();
        bad.add("b2");
        process.retryParked("orders", "order/nothing");
        process.retryParked("orders");
        eventually(() -> handled.contains("a3")
                && process.parked("orders").size() == 1
                && process.parked("orders").get(0).first().equals(Position.of(4)));
        ParkedKey parked = process.parked("orders").get(0);
        assertEquals(List.of("order/b", 1, 2L), List.of(parked.key(), parked.attempts(), parked.waiting()));
        assertEquals(
                List.of("b1"),
                handled.stream().filter(event -> event.startsWith("b")).toList());
        bad.clear();
        process.retryParked("orders", "order/b");
        eventually(() -> process.parked("orders").isEmpty());
        assertEquals(
                List.of("b1", "b2", "b3"),
                handled.stream().filter(event -> event.startsWith("b")).toList());
        assertEquals(
                List.of("a1", "a2", "a3"),
                handled.stream().filter(event -> event.startsWith("a")).toList());
    }

    @Test
    @DisplayName("discarded, what waits is skipped with a record, and the key goes on with what comes next")
    void discarded() throws InterruptedException {
        bad.add("a1");
        Subscriptions process = process();
        Subscription orders = started(process, 1, PARK);
        orders.awaitPassed(pay("a a b"), LONG);
        assertEquals(1, saved(process).size());
        process.discardParked("orders", "order/a");
        assertEquals(List.of(), process.parked("orders"));
        orders.awaitPassed(pay("a"), LONG);
        assertEquals(List.of("b1", "a3"), handled);
        assertTrue(
                stored(0).notes().getOrDefault("skipped", "").startsWith("2 events"),
                stored(0).notes().toString());
    }

    @Test
    @DisplayName("where there is no room for another key, or another event, it stops there")
    void full() throws InterruptedException {
        bad.addAll(List.of("a1", "b1"));
        Subscriptions process = process();
        FailurePolicy one = PARK.thenPark(1, 3);
        Subscription orders = started(process, 1, one);
        pay("a b c");
        eventually(() -> orders.status().get(0).state() == SubscriptionState.FAILED);
        assertEquals(List.of(), handled);
        bad.remove("b1");
        process.resume("orders");
        orders.awaitPassed(pay("a a"), LONG);
        assertEquals(List.of("b1", "c1"), handled);
        pay("c a");
        eventually(() -> orders.status().get(0).state() == SubscriptionState.FAILED);
        assertEquals(List.of("b1", "c1", "c2"), handled);
        assertEquals(3, process.parked("orders").get(0).waiting());
        bad.clear();
        process.retryParked("orders");
        process.resume("orders");
        orders.awaitPassed(store.end(), LONG);
        eventually(() -> process.parked("orders").isEmpty());
        assertEquals(
                List.of("a1", "a2", "a3", "a4"),
                handled.stream().filter(event -> event.startsWith("a")).toList());
        assertThrows(InvalidValueException.class, () -> PARK.thenPark(0, 1));
        assertThrows(InvalidValueException.class, () -> PARK.thenPark(10_001, 1));
    }

    @Test
    @DisplayName("an outage parks nothing, also as a cause, also of what is tried again")
    void outage() throws InterruptedException {
        AtomicInteger out = new AtomicInteger(10);
        bad.add("a1");
        Subscriptions process = process();
        Subscription orders = process.named("orders")
                .from(Start.BEGINNING)
                .onFailure(PARK)
                .handle((event, lease) -> {
                    if (name(event).startsWith("b") || !bad.contains("a1")) {
                        if (out.decrementAndGet() > 0) {
                            throw new IllegalStateException(new StorageUnavailableException("out", null));
                        }
                    }
                    handle(event);
                });
        start(orders);
        orders.awaitPassed(pay("a b a"), LONG);
        assertEquals(List.of("b1"), handled);
        assertEquals(
                List.of("order/a"), saved(process).stream().map(ParkedKey::key).toList());
        out.set(10);
        bad.clear();
        process.retryParked("orders");
        eventually(() -> process.parked("orders").isEmpty());
        assertEquals(List.of("b1", "a1", "a2"), handled);
        assertTrue(out.get() <= 0);
    }

    @Test
    @DisplayName("an event that cannot be read is parked, and read by today's types when it is tried again")
    void unreadable() throws InterruptedException {
        store.append(StreamId.of("order", "a"), ExpectedVersion.any(), new Odd(1));
        Position last = pay("a b");
        EventStore older = EventStore.builder(
                        EventTypes.builder().add("Paid", Paid.class).build())
                .on(storage);
        Subscriptions process = Subscriptions.of(older, "old", Duration.ofSeconds(1), Duration.ofMillis(20));
        Subscription orders = process.named("orders")
                .from(Start.BEGINNING)
                .onFailure(PARK)
                .handle((event, lease) -> {
                    event.payload();
                    handle(event);
                });
        start(orders);
        orders.awaitPassed(last, LONG);
        ParkedKey parked = saved(process).get(0);
        assertEquals(UnknownTypeException.class.getName(), parked.error());
        process.close();
        Subscriptions next = process();
        Subscription now = next.named("orders")
                .from(Start.BEGINNING)
                .onFailure(PARK)
                .handle((event, lease) ->
                        handled.add(event.payload() instanceof Odd odd ? "odd" + odd.number() : name(event)));
        start(now);
        next.retryParked("orders");
        eventually(() -> next.parked("orders").isEmpty());
        assertEquals(List.of("b1", "odd1", "a1"), handled);
    }

    @Test
    @DisplayName(
            "what is parked goes with its key when the number of partitions changes, also where the new partition is behind")
    void rescaled() throws InterruptedException {
        bad.addAll(List.of("a1", "b1", "c1"));
        Subscriptions process = process();
        Subscription orders = started(process, 4, PARK);
        orders.awaitPassed(pay("a b c d a b c d"), LONG);
        assertEquals(3, saved(process).size());
        orders.close();
        for (int number : List.of(3, 8, 1, 2)) {
            process.rescale("orders", number);
            List<ParkedKey> parked = process.parked("orders");
            assertEquals(3, parked.size(), "parked in " + number + " partitions");
            parked.forEach(one -> assertEquals(Keys.partition(one.key(), number), one.partition()));
        }
        bad.clear();
        process.retryParked("orders");
        pay("a b c d");
        Subscription again = started(process, 2, PARK);
        again.awaitPassed(store.end(), LONG);
        eventually(() -> process.parked("orders").isEmpty());
        for (String key : List.of("a", "b", "c", "d")) {
            assertEquals(
                    List.of(key + 1, key + 2, key + 3),
                    handled.stream().filter(event -> event.startsWith(key)).toList());
        }
    }

    @Test
    @DisplayName("rewound, a key parked after that is parked no more; one parked before waits on")
    void rewound() throws InterruptedException {
        bad.addAll(List.of("a1", "b1"));
        Subscriptions process = process();
        Subscription orders = started(process, 1, PARK);
        orders.awaitPassed(pay("a c b"), LONG);
        assertEquals(2, saved(process).size());
        bad.clear();
        handled.clear();
        process.rewind("orders", Position.of(1));
        eventually(() -> handled.equals(List.of("c1", "b1")));
        assertEquals(
                List.of("order/a"),
                process.parked("orders").stream().map(ParkedKey::key).toList());
        process.delete("orders");
        eventually(() -> handled.equals(List.of("c1", "b1", "a1", "c1", "b1")));
        assertEquals(List.of(), process.parked("orders"));
    }

    @Test
    @DisplayName("in batches too what waits keeps its order")
    void batches() throws InterruptedException {
        bad.add("a2");
        Subscriptions process = process();
        Position last = pay("a b a b a b c a b");
        Subscription orders = process.named("orders")
                .from(Start.BEGINNING)
                .onFailure(PARK)
                .handleBatches(4, (events, lease) -> {
                    for (StoredEvent event : events) {
                        if (bad.contains(name(event))) {
                            throw new java.io.IOException("no");
                        }
                    }
                    events.forEach(event -> handled.add(name(event)));
                });
        start(orders);
        orders.awaitPassed(last, LONG);
        assertEquals(List.of("a1", "b1", "b2", "b3", "c1", "b4"), handled);
        assertEquals(3, saved(process).get(0).waiting());
        bad.clear();
        process.retryParked("orders");
        eventually(() -> process.parked("orders").isEmpty());
        assertEquals(List.of("a1", "b1", "b2", "b3", "c1", "b4", "a2", "a3", "a4"), handled);
        assertFalse(stored(0).notes().toString().contains("parked"));
    }

    private void handle(StoredEvent event) throws java.io.IOException {
        calls.incrementAndGet();
        if (bad.contains(name(event))) {
            throw new java.io.IOException("no");
        }
        handled.add(name(event));
    }

    private static String name(StoredEvent event) {
        return event.stream().id() + event.payload(Paid.class).number();
    }

    private Position pay(String ids) {
        Position last = Position.START;
        for (String id : ids.split(" ", -1)) {
            StreamId stream = StreamId.of("order", id);
            int number = paid.merge(id, 1, Integer::sum);
            last = store.append(stream, ExpectedVersion.any(), new Paid(number)).position();
        }
        return last;
    }

    /** The parked keys, once they are saved with all that was passed. */
    private List<ParkedKey> saved(Subscriptions process) throws InterruptedException {
        eventually(() -> store.leases().list(SubscriptionName.of("orders")).stream()
                .filter(lease -> lease.name().partition() < Seats.FIRST)
                .allMatch(lease -> lease.position().equals(java.util.Optional.of(store.end()))));
        return process.parked("orders");
    }

    private StoredLease stored(int partition) {
        return store.leases()
                .find(new LeaseName(SubscriptionName.of("orders"), partition))
                .orElseThrow();
    }

    private Subscription started(Subscriptions process, int partitions, FailurePolicy policy) {
        Subscription subscription = process.named("orders")
                .from(Start.BEGINNING)
                .partitions(partitions)
                .onFailure(policy)
                .handle((event, lease) -> handle(event));
        start(subscription);
        return subscription;
    }

    private static void start(Subscription subscription) {
        subscription.start(task -> {
            Thread thread = new Thread(task, "subscription");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private Subscriptions process() {
        Subscriptions process = Subscriptions.of(store, "one", Duration.ofSeconds(1), Duration.ofMillis(20));
        processes.add(process);
        return process;
    }

    private static void eventually(BooleanSupplier so) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!so.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited too long");
            Thread.sleep(2);
        }
    }
}
