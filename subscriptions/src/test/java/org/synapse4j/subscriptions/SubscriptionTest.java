package org.synapse4j.subscriptions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.inmemory.InMemoryStorage;

/** Subscriptions on the in-memory storage, several processes of which are several {@link Subscriptions}. */
@Timeout(30)
class SubscriptionTest {
    record Paid(int amount) {}

    record Opened() {}

    private static final StreamId ORDER = StreamId.of("order", "1");
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final FailurePolicy QUICK = FailurePolicy.retry(2, Duration.ofMillis(1), Duration.ofMillis(2));

    private final EventStore store = EventStore.builder(EventTypes.builder()
                    .add("Paid", Paid.class)
                    .add("Opened", Opened.class)
                    .build())
            .on(new InMemoryStorage());
    private final Subscriptions here = process("here");
    private final List<Integer> handled = Collections.synchronizedList(new ArrayList<>());
    private final List<Subscriptions> others = new ArrayList<>();

    @AfterEach
    void close() {
        others.forEach(Subscriptions::close);
        here.close();
        store.close();
    }

    @Test
    @DisplayName(
            "it catches up from the beginning, goes on live without gap or duplicate, and its position is a comparison away")
    void catchesUpAndGoesOn() throws InterruptedException {
        pay(1, 20);
        Subscription mails = paid(here).from(Start.BEGINNING).handle(this::handle);
        start(mails);
        Position last = pay(21, 40);
        mails.awaitPassed(last, LONG);
        assertEquals(numbers(1, 40), handled);
        assertThrows(
                NotPassedException.class,
                () -> mails.awaitPassed(Position.of(last.value() + 1), Duration.ofMillis(20)));
        eventually(() -> status(mails).state() == SubscriptionState.CAUGHT_UP);
        assertEquals(Duration.ZERO, status(mails).lag());
        assertEquals(Optional.of(last), status(mails).passed());
    }

    @Test
    @DisplayName("one that starts now is not given what was there, also when nothing came before it was closed")
    void startsNow() throws InterruptedException {
        pay(1, 5);
        Subscription first = paid(here).from(Start.NOW).handle(this::handle);
        start(first);
        eventually(() -> status(first).state() == SubscriptionState.CAUGHT_UP);
        first.close();
        Position last = pay(6, 7);
        Subscription again = paid(here).from(Start.NOW).handle(this::handle);
        start(again);
        again.awaitPassed(last, LONG);
        assertEquals(numbers(6, 7), handled);
    }

    @Test
    @DisplayName(
            "one that starts by time is given what is not earlier, also after it stopped; rewound, what is earlier too")
    void startsByTime() throws InterruptedException {
        Instant noon = Instant.parse("2026-05-01T12:00:00Z");
        for (int i = 1; i <= 20; i++) {
            // The clocks of two processes: every other event is half a minute late.
            Instant time = noon.plusSeconds(60L * i + (i % 2 == 0 ? 0 : 30));
            store.append(ORDER, ExpectedVersion.any(), NewEvent.of(new Paid(i)).at(time));
        }
        Start at = Start.since(noon.plusSeconds(60 * 10 + 10));
        Subscription mails = paid(here).from(at).checkpointEvery(1, LONG).handle((event, lease) -> {
            handle(event, lease);
            if (event.payload(Paid.class).amount() == 11) {
                here.pause("mails");
            }
        });
        start(mails);
        eventually(() -> status(mails).state() == SubscriptionState.PAUSED);
        mails.close();
        assertEquals(List.of(11), List.copyOf(handled));
        Subscription again = paid(here).from(Start.NOW).handle(this::handle);
        start(again);
        here.resume("mails");
        again.awaitPassed(store.end(), LONG);
        assertEquals(numbers(12, 20), handled.stream().filter(n -> n > 11).toList());
        assertEquals(List.of(), handled.stream().filter(n -> n < 11).toList());
        handled.clear();
        here.rewind("mails", Position.START);
        eventually(() -> handled.equals(numbers(1, 20)));
    }

    @Test
    @DisplayName("the checkpoint of a filtered one moves on where nothing matches, and is saved without an event")
    void filteredProgress() throws InterruptedException {
        Subscription mails = paid(here).from(Start.BEGINNING).handle(this::handle);
        start(mails);
        Position last = store.append(ORDER, ExpectedVersion.any(), new Opened(), new Opened())
                .position();
        mails.awaitPassed(last, LONG);
        eventually(() -> stored().position().equals(Optional.of(last)));
        assertEquals(List.of(), handled);
    }

    @Test
    @DisplayName(
            "close finishes the event at hand, saves, and gives the lease back; the next one goes on there at once")
    void closeGivesBack() throws InterruptedException {
        pay(1, 3);
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Subscription mails = paid(here).from(Start.BEGINNING).handle((event, lease) -> {
            handle(event, lease);
            atWork.countDown();
            goOn.await();
        });
        start(mails);
        atWork.await();
        Thread closing = new Thread(mails::close, "closing");
        closing.start();
        eventually(() -> closing.getState() == Thread.State.WAITING);
        goOn.countDown();
        closing.join();
        assertEquals(List.of(1), handled);
        assertEquals(Optional.empty(), stored().owner());
        assertEquals(SubscriptionState.CLOSED, status(mails).state());
        Subscription next = paid(other("there")).from(Start.BEGINNING).handle(this::handle);
        start(next);
        next.awaitPassed(store.end(), LONG);
        assertEquals(numbers(1, 3), handled);
    }

    @Test
    @DisplayName("a handler may close its own subscription: the event counts as handled")
    void closedByItsHandler() throws InterruptedException {
        pay(1, 3);
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        Subscription mails = paid(here).from(Start.BEGINNING).handle((event, lease) -> {
            handle(event, lease);
            self.join().close();
        });
        self.complete(mails);
        mails.run();
        assertEquals(List.of(1), handled);
        assertEquals(Optional.of(Position.of(1)), stored().position());
    }

    @Test
    @DisplayName(
            "one process works, the other takes over when it is gone for a whole lease, and the first cannot save any more")
    void takesOver() throws Exception {
        pay(1, 2);
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean heldAfter = new AtomicBoolean(true);
        Subscription stuck = paid(here)
                .from(Start.BEGINNING)
                .handlerTimeout(Duration.ofMillis(50))
                .handle((event, lease) -> {
                    atWork.countDown();
                    goOn.await();
                    heldAfter.set(lease.held());
                });
        start(stuck);
        atWork.await();
        long before = stored().token();
        Subscription second = paid(other("there")).from(Start.BEGINNING).handle(this::handle);
        start(second);
        second.awaitPassed(store.end(), LONG);
        assertEquals(List.of(1, 2), handled);
        assertTrue(stored().token() > before);
        goOn.countDown();
        eventually(() -> status(stuck).owner().orElse("").startsWith("there"));
        stuck.close();
        assertFalse(heldAfter.get());
        assertEquals(Optional.of(store.end()), stored().position());
    }

    @Test
    @DisplayName("without a timeout the lease is kept while a handler is at work, however long")
    void keptWhileAtWork() throws InterruptedException {
        pay(1, 1);
        AtomicBoolean held = new AtomicBoolean();
        Subscription slow = paid(here).from(Start.BEGINNING).handle((event, lease) -> {
            Thread.sleep(LEASE.multipliedBy(2).toMillis());
            held.set(lease.held());
            handle(event, lease);
        });
        start(slow);
        eventually(() -> stored().owner().isPresent());
        start(paid(other("there")).from(Start.BEGINNING).handle((event, lease) -> handled.add(-1)));
        slow.awaitPassed(store.end(), LONG);
        assertTrue(held.get());
        assertEquals(List.of(1), handled);
    }

    @Test
    @DisplayName(
            "a handler that throws is called again; then all stops at that event, on all nodes, until it is resumed")
    void retriesThenStops() throws InterruptedException {
        pay(1, 3);
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean mended = new AtomicBoolean();
        Subscription mails = paid(here).from(Start.BEGINNING).onFailure(QUICK).handle((event, lease) -> {
            if (event.payload(Paid.class).amount() == 2 && !mended.get()) {
                calls.incrementAndGet();
                throw new java.io.IOException("no");
            }
            handle(event, lease);
        });
        start(mails);
        eventually(() -> status(mails).state() == SubscriptionState.FAILED);
        assertEquals(3, calls.get());
        assertEquals(List.of(1), handled);
        assertEquals(
                Optional.of("java.io.IOException at position 2"), status(mails).error());
        Subscription elsewhere = paid(other("there")).from(Start.BEGINNING).handle(this::handle);
        assertEquals(SubscriptionState.FAILED, status(elsewhere).state());
        assertFalse(status(elsewhere).lag().isZero());
        mended.set(true);
        here.resume("mails");
        mails.awaitPassed(store.end(), LONG);
        assertEquals(numbers(1, 3), handled);
    }

    @Test
    @DisplayName("an Error is not tried again; skipping leaves a record")
    void skips() throws InterruptedException {
        pay(1, 3);
        AtomicInteger calls = new AtomicInteger();
        Subscription mails = paid(here)
                .from(Start.BEGINNING)
                .onFailure(QUICK.thenSkip())
                .handle((event, lease) -> {
                    if (event.payload(Paid.class).amount() < 3) {
                        calls.incrementAndGet();
                        throw new AssertionError("no");
                    }
                    handle(event, lease);
                });
        start(mails);
        mails.awaitPassed(store.end(), LONG);
        assertEquals(2, calls.get());
        assertEquals(List.of(3), handled);
        mails.close();
        assertEquals(
                "2 events, the last by java.lang.AssertionError at position 2",
                stored().notes().get("skipped"));
    }

    @Test
    @DisplayName("an error that passes is no fault of the event's: it is tried again without end")
    void outage() throws InterruptedException {
        pay(1, 1);
        AtomicInteger calls = new AtomicInteger();
        Subscription mails = paid(here).from(Start.BEGINNING).onFailure(QUICK).handle((event, lease) -> {
            if (calls.incrementAndGet() < 10) {
                throw new StorageUnavailableException("out", null);
            }
            handle(event, lease);
        });
        start(mails);
        mails.awaitPassed(store.end(), LONG);
        assertEquals(List.of(1), handled);
    }

    @Test
    @DisplayName("paused it rests until it is resumed; rewound it begins there again; deleted it starts anew")
    void operated() throws InterruptedException {
        pay(1, 3);
        Subscription mails = paid(here).from(Start.BEGINNING).handle(this::handle);
        start(mails);
        eventually(() -> stored().position().equals(Optional.of(store.end())));
        here.pause("mails");
        eventually(() -> status(mails).state() == SubscriptionState.PAUSED);
        pay(4, 4);
        assertThrows(NotPassedException.class, () -> mails.awaitPassed(store.end(), LEASE));
        here.resume("mails");
        mails.awaitPassed(store.end(), LONG);
        assertEquals(numbers(1, 4), handled);
        handled.clear();
        here.rewind("mails", Position.of(2));
        eventually(() -> handled.size() == 2);
        assertEquals(numbers(3, 4), handled);
        handled.clear();
        here.delete("mails");
        eventually(() -> handled.size() == 4);
        assertEquals(numbers(1, 4), handled);
    }

    @Test
    @DisplayName("rewound while it reads, it begins there again, and nothing of the read under way is passed")
    void rewoundWhileReading() throws InterruptedException {
        pay(1, 5);
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Subscription mails = paid(here)
                .from(Start.BEGINNING)
                .checkpointEvery(1, Duration.ZERO)
                .handle((event, lease) -> {
                    handled.add(event.payload(Paid.class).amount());
                    if (event.payload(Paid.class).amount() == 2) {
                        atWork.countDown();
                        goOn.await();
                    }
                });
        start(mails);
        atWork.await();
        here.rewind("mails", Position.START);
        goOn.countDown();
        eventually(() -> stored().position().equals(Optional.of(store.end())));
        assertEquals(List.of(1, 2, 1, 2, 3, 4, 5), handled);
    }

    @Test
    @DisplayName(
            "what is configured wrong is told: no start, a name twice, another query, a checkpoint beyond the end, run twice")
    void configuredWrong() throws InterruptedException {
        assertThrows(ConfigurationException.class, () -> paid(here).handle(this::handle));
        Subscription mails = paid(here).from(Start.BEGINNING).handle(this::handle);
        assertThrows(
                ConfigurationException.class, () -> paid(here).from(Start.NOW).handle(this::handle));
        start(mails);
        pay(1, 1);
        mails.awaitPassed(store.end(), LONG);
        assertThrows(ConfigurationException.class, mails::run);
        mails.close();
        Subscription wider = here.named("mails").from(Start.BEGINNING).handle(this::handle);
        assertThrows(ConfigurationException.class, wider::run);
        here.rewind("mails", Position.of(1000));
        Subscription beyond = paid(here).from(Start.BEGINNING).handle(this::handle);
        ConfigurationException told = assertThrows(ConfigurationException.class, beyond::run);
        assertTrue(String.valueOf(told.getMessage()).contains("beyond the end"), told.getMessage());
    }

    @Test
    @DisplayName(
            "given another query it goes on with that from where it is; a process with the former one waits, and does not fail")
    void requeried() throws InterruptedException {
        Subscription former = paid(here).from(Start.BEGINNING).handle(this::handle);
        start(former);
        Position passed = pay(1, 2);
        eventually(() -> stored().position().equals(Optional.of(passed)));
        Subscriptions there = other("there");
        Subscription now = there.named("mails").from(Start.BEGINNING).handle((event, lease) -> handled.add(-1));
        there.requery("mails", EventQuery.all());
        long token = stored().token();
        there.requery("mails", EventQuery.all());
        assertEquals(token, stored().token());
        eventually(() -> status(former).error().orElse("").contains("another query"));
        start(now);
        now.awaitPassed(store.append(ORDER, ExpectedVersion.any(), new Opened()).position(), LONG);
        assertEquals(List.of(1, 2, -1), handled);
        there.requery("never ran", EventQuery.all());
    }

    @Test
    @DisplayName("leases are renewed by an executor of the caller's, whose task ends with the subscriptions")
    void ownHeartbeats() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        List<String> names = Collections.synchronizedList(new ArrayList<>());
        Subscriptions own = Subscriptions.of(store, "own", LEASE, Duration.ofMillis(100), task -> {
            Thread thread = new Thread(() -> {
                names.add(Thread.currentThread().getName());
                task.run();
                ended.countDown();
            });
            thread.setName("mine");
            thread.start();
        });
        others.add(own);
        Subscription mails = paid(own).from(Start.BEGINNING).handle(this::handle);
        assertEquals(List.of(), names);
        start(mails);
        mails.awaitPassed(pay(1, 1), LONG);
        long beat = stored().beat();
        eventually(() -> stored().beat() > beat + 2);
        assertEquals(List.of("mine"), names);
        own.close();
        assertTrue(ended.await(10, TimeUnit.SECONDS));
    }

    @Test
    @DisplayName("an interrupt ends it: what was handled is saved, and the lease given back")
    void interrupted() throws InterruptedException {
        pay(1, 1);
        Subscription mails = paid(here).from(Start.BEGINNING).handle(this::handle);
        Thread thread = start(mails);
        mails.awaitPassed(store.end(), LONG);
        thread.interrupt();
        thread.join();
        assertEquals(Optional.empty(), stored().owner());
        assertEquals(Optional.of(store.end()), stored().position());
    }

    private void handle(org.synapse4j.api.StoredEvent event, Lease lease) {
        assertTrue(lease.held());
        handled.add(event.payload(Paid.class).amount());
    }

    private Subscriptions process(String node) {
        return Subscriptions.of(store, node, LEASE, Duration.ofMillis(100));
    }

    private Subscriptions other(String node) {
        Subscriptions other = process(node);
        others.add(other);
        return other;
    }

    private static SubscriptionBuilder paid(Subscriptions process) {
        return process.named("mails").matching(EventQuery.types("Paid"));
    }

    private static Thread start(Subscription subscription) {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        subscription.start(task -> {
            Thread thread = new Thread(task, "subscription");
            thread.setDaemon(true);
            started.complete(thread);
            thread.start();
        });
        return started.join();
    }

    private Position pay(int from, int to) {
        Position last = Position.START;
        for (int amount : numbers(from, to)) {
            last = store.append(ORDER, ExpectedVersion.any(), new Paid(amount)).position();
        }
        return last;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private StoredLease stored() {
        return store.leases()
                .find(LeaseName.of(SubscriptionName.of("mails")))
                .orElseGet(() -> StoredLease.first(LeaseName.of(SubscriptionName.of("mails"))));
    }

    private static SubscriptionStatus status(Subscription subscription) {
        return subscription.status().get(0);
    }

    private static void eventually(BooleanSupplier so) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!so.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited too long");
            Thread.sleep(2);
        }
    }
}
