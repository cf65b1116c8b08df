package org.synapse4j.subscriptions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
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
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.inmemory.InMemoryStorage;

/** Subscriptions of several partitions in the in-memory storage; several processes are several {@link Subscriptions}. */
@Timeout(30)
class PartitionsTest {
    record Paid(int number) {}

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofMillis(800);
    private static final int STREAMS = 40;

    private final EventStore store = EventStore.builder(
                    EventTypes.builder().add("Paid", Paid.class).build())
            .on(new InMemoryStorage());
    private final List<Subscriptions> processes = new ArrayList<>();
    private final Map<String, List<Integer>> handled = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> written = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        processes.forEach(Subscriptions::close);
        store.close();
    }

    @Test
    @DisplayName("alone, a process has all partitions, and handles each key's events in order")
    void alone() throws InterruptedException {
        Position last = pay(3);
        Subscription orders = started(16, process("one"));
        orders.awaitPassed(last, LONG);
        orders.awaitPassed(pay(2), LONG);
        assertHandledOnce();
        assertEquals(16, orders.status().size());
        eventually(() -> orders.status().stream()
                .allMatch(one ->
                        one.state() == SubscriptionState.CAUGHT_UP && one.lag().isZero()));
        assertTrue(used(16) > 10, "keys are spread: " + used(16));
    }

    @Test
    @DisplayName(
            "three share fairly, within two leases of when one comes or goes, and nothing is handled twice or out of order")
    void shares() throws InterruptedException {
        Subscription one = started(16, process("one"));
        eventually(() -> owned("one") == 16);
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            while (!over.get()) {
                pay(1);
            }
        });
        writer.start();
        Subscription two = started(16, process("two"));
        within(LEASE.multipliedBy(2), () -> owned("one") == 8 && owned("two") == 8);
        Subscription three = started(16, process("three"));
        within(LEASE.multipliedBy(2), () -> owned("one") == 6 && owned("two") == 5 && owned("three") == 5);
        one.close();
        within(LEASE.multipliedBy(2), () -> owned("two") == 8 && owned("three") == 8);
        two.close();
        within(LEASE.multipliedBy(2), () -> owned("three") == 16);
        over.set(true);
        writer.join();
        three.awaitPassed(store.end(), LONG);
        assertHandledOnce();
    }

    @Test
    @DisplayName("the partitions of a process that hangs are taken over after a lease, and it is counted no more")
    void takenOver() throws InterruptedException {
        Subscriptions first = process("one");
        CountDownLatch goOn = new CountDownLatch(1);
        Subscription hanging = first.named("orders")
                .from(Start.BEGINNING)
                .partitions(8)
                .handlerTimeout(Duration.ofMillis(20))
                .handle((event, lease) -> goOn.await());
        start(hanging);
        eventually(() -> owned("one") == 8);
        Position last = pay(1);
        Subscription other = started(8, process("two"));
        within(LEASE.multipliedBy(2), () -> owned("two") == 8);
        other.awaitPassed(last, LONG);
        assertHandledOnce();
        goOn.countDown();
        within(LEASE.multipliedBy(2), () -> owned("one") == 4 && owned("two") == 4);
    }

    @Test
    @DisplayName("a partition whose handler fails waits and stops by itself; the others go on")
    void othersGoOn() throws InterruptedException {
        pay(2);
        AtomicBoolean mended = new AtomicBoolean();
        Subscriptions process = process("one");
        Subscription orders = process.named("orders")
                .from(Start.BEGINNING)
                .partitions(4)
                .onFailure(FailurePolicy.retry(3, Duration.ofMillis(100), Duration.ofMillis(100)))
                .handle((event, lease) -> {
                    if (!mended.get() && Keys.partition(event.stream().toString(), 4) == 1) {
                        throw new java.io.IOException("no");
                    }
                    handle(event);
                });
        start(orders);
        List<String> others = keys(4, 0, 2, 3);
        eventually(() -> others.stream()
                .allMatch(key -> handled.getOrDefault(key, List.of()).size() == 2));
        assertEquals(SubscriptionState.RETRYING, orders.status().get(1).state());
        eventually(() -> orders.status().get(1).state() == SubscriptionState.FAILED);
        Position last = pay(1);
        eventually(() -> others.stream()
                .allMatch(key -> handled.getOrDefault(key, List.of()).size() == 3));
        assertTrue(orders.status().get(0).lag().isZero());
        assertTrue(!orders.status().get(1).lag().isZero());
        mended.set(true);
        process.resume("orders");
        orders.awaitPassed(last, LONG);
        assertHandledOnce();
    }

    @Test
    @DisplayName("a key may be the application's; where it throws or is null the stream is taken")
    void ownKeys() throws InterruptedException {
        Position last = pay(2);
        List<Integer> even = Collections.synchronizedList(new ArrayList<>());
        Subscription orders = process("one")
                .named("orders")
                .from(Start.BEGINNING)
                .partitions(4)
                .keyedBy(event -> {
                    int number = event.payload(Paid.class).number();
                    if (number == 1) {
                        throw new IllegalStateException("no key");
                    }
                    return "all";
                })
                .handle((event, lease) -> {
                    handle(event);
                    even.add(event.payload(Paid.class).number());
                });
        start(orders);
        orders.awaitPassed(last, LONG);
        assertHandledOnce();
        assertEquals(2 * STREAMS, even.size());
    }

    @Test
    @DisplayName("another number of partitions is refused, and a number that cannot be")
    void anotherNumber() throws InterruptedException {
        Subscription orders = started(4, process("one"));
        eventually(() -> owned("one") == 4);
        Subscription others = process("two")
                .named("orders")
                .from(Start.BEGINNING)
                .partitions(8)
                .handle((event, lease) -> {});
        ConfigurationException told = assertThrows(ConfigurationException.class, others::run);
        assertTrue(Objects.toString(told.getMessage()).contains("4 partitions, not 8"), told.getMessage());
        Subscription single =
                process("three").named("orders").from(Start.BEGINNING).handle((event, lease) -> {});
        assertThrows(ConfigurationException.class, single::run);
        assertThrows(
                InvalidValueException.class,
                () -> process("four").named("orders").partitions(0));
        assertThrows(
                InvalidValueException.class,
                () -> process("five").named("orders").partitions(1025));
        assertEquals(4, orders.status().size());
    }

    @Test
    @DisplayName(
            "rescaled up and down, by partitions that were at different places, nothing is lost, repeated or out of order")
    void rescales() throws InterruptedException {
        pay(2);
        Subscriptions process = process("one");
        for (int number : List.of(4, 16, 3, 1, 5)) {
            // Some keys are held up, so that the partitions are at different places when the number changes.
            Subscription orders = process.named("orders")
                    .from(Start.BEGINNING)
                    .partitions(number)
                    .onFailure(FailurePolicy.retry(0, Duration.ZERO, Duration.ZERO))
                    .handle((event, lease) -> {
                        if (event.position().value() % 7 == 0) {
                            throw new java.io.IOException("no");
                        }
                        handle(event);
                    });
            start(orders);
            eventually(() -> orders.status().stream()
                    .allMatch(one ->
                            one.state() == SubscriptionState.FAILED || one.lag().isZero()));
            orders.close();
            process.rescale("orders", number == 5 ? 6 : 100);
            process.rescale("orders", number == 4 ? 16 : number == 16 ? 3 : number == 3 ? 1 : number == 1 ? 5 : 7);
            pay(1);
        }
        Subscription last = started(7, process);
        last.awaitPassed(store.end(), LONG);
        assertHandledOnce();
        eventually(() -> store.leases().list(SubscriptionName.of("orders")).stream()
                .noneMatch(lease -> lease.notes().containsKey(Notes.HANDLED_BEFORE)
                        && lease.owner().isPresent()));
    }

    @Test
    @DisplayName("a process that runs a former number waits; one with the new number goes on")
    void formerNumber() throws InterruptedException {
        Subscription former = started(4, process("one"));
        former.awaitPassed(pay(1), LONG);
        Subscriptions operator = process("operator");
        operator.rescale("orders", 2);
        eventually(() -> former.status().get(0).error().orElse("").contains("2 partitions, not 4"));
        Position last = pay(1);
        Subscription now = started(2, process("two"));
        now.awaitPassed(last, LONG);
        assertHandledOnce();
        assertEquals(0, owned("one"));
    }

    @Test
    @DisplayName(
            "rewound, paused and deleted it is as a whole; one that starts now begins where the first partition was made")
    void operated() throws InterruptedException {
        pay(1);
        handled.clear();
        written.clear();
        Subscriptions process = process("one");
        Subscription orders =
                process.named("orders").from(Start.NOW).partitions(4).handle((event, lease) -> handle(event));
        start(orders);
        eventually(() -> owned("one") == 4);
        orders.awaitPassed(pay(1), LONG);
        assertHandledOnce();
        eventually(() -> store.leases().list(SubscriptionName.of("orders")).stream()
                .allMatch(lease -> lease.name().partition() >= Seats.FIRST
                        || lease.position().equals(Optional.of(store.end()))));
        process.pause("orders");
        eventually(() -> orders.status().stream().allMatch(one -> one.state() == SubscriptionState.PAUSED));
        process.resume("orders");
        handled.clear();
        process.rewind("orders", Position.of(STREAMS));
        eventually(() -> handled.size() == STREAMS);
        assertHandledOnce();
        process.delete("orders");
        eventually(() -> owned("one") == 4);
        handled.clear();
        written.clear();
        orders.awaitPassed(pay(1), LONG);
        assertHandledOnce();
    }

    @Test
    @DisplayName("batches hold what is there, up to their size; of one that fails each event is handled by itself")
    void batches() throws InterruptedException {
        Position last = pay(10);
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger calls = new AtomicInteger();
        Subscription orders = process("one")
                .named("orders")
                .from(Start.BEGINNING)
                .partitions(2)
                .onFailure(FailurePolicy.retry(2, Duration.ofMillis(1), Duration.ofMillis(1))
                        .thenSkip())
                .handleBatches(50, (events, lease) -> {
                    if (events.stream().anyMatch(event -> event.position().value() == 7)) {
                        calls.incrementAndGet();
                        throw new java.io.IOException("no");
                    }
                    sizes.add(events.size());
                    events.forEach(this::handle);
                });
        start(orders);
        orders.awaitPassed(last, LONG);
        assertEquals(
                10 * STREAMS - 1, handled.values().stream().mapToInt(List::size).sum());
        assertEquals(4, calls.get());
        assertEquals(50, Collections.max(sizes));
        handled.forEach((key, numbers) -> assertEquals(numbers.stream().sorted().toList(), numbers));
    }

    private Position pay(int each) {
        Position last = Position.START;
        for (int i = 0; i < each; i++) {
            for (int stream = 0; stream < STREAMS; stream++) {
                int number = written.merge(stream, 1, Integer::sum);
                last = store.append(stream(stream), ExpectedVersion.any(), new Paid(number))
                        .position();
            }
        }
        return last;
    }

    private void assertHandledOnce() {
        written.forEach((stream, count) -> assertEquals(
                IntStream.rangeClosed(1, count).boxed().toList(),
                handled.get(stream(stream).toString()),
                "events of " + stream(stream)));
    }

    private void handle(StoredEvent event) {
        handled.computeIfAbsent(event.stream().toString(), key -> Collections.synchronizedList(new ArrayList<>()))
                .add(event.payload(Paid.class).number());
    }

    private Subscription started(int partitions, Subscriptions process) {
        Subscription subscription = process.named("orders")
                .from(Start.BEGINNING)
                .partitions(partitions)
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

    private Subscriptions process(String node) {
        Subscriptions process = Subscriptions.of(store, node, LEASE, Duration.ofMillis(50));
        processes.add(process);
        return process;
    }

    private long owned(String node) {
        return store.leases().list(SubscriptionName.of("orders")).stream()
                .filter(lease -> lease.name().partition() < Seats.FIRST)
                .filter(lease -> lease.owner().orElse("").startsWith(node + " "))
                .count();
    }

    private static StreamId stream(int number) {
        return StreamId.of("order", Integer.toString(number));
    }

    private static int used(int partitions) {
        return new HashSet<>(IntStream.range(0, STREAMS)
                        .mapToObj(stream -> Keys.partition(stream(stream).toString(), partitions))
                        .toList())
                .size();
    }

    private static List<String> keys(int partitions, Integer... wanted) {
        return IntStream.range(0, STREAMS)
                .mapToObj(stream -> stream(stream).toString())
                .filter(key -> List.of(wanted).contains(Keys.partition(key, partitions)))
                .toList();
    }

    private static void eventually(BooleanSupplier so) throws InterruptedException {
        within(LONG, so);
    }

    private static void within(Duration most, BooleanSupplier so) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!so.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited too long");
            Thread.sleep(2);
        }
    }
}
