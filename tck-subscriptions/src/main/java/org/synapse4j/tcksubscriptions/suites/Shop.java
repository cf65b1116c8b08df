package org.synapse4j.tcksubscriptions.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.subscriptions.FailurePolicy;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.SubscriptionBuilder;
import org.synapse4j.subscriptions.SubscriptionStatus;
import org.synapse4j.subscriptions.Subscriptions;
import org.synapse4j.tck.kit.Subject;

/** Shops that sell, processes that run the subscription of their sales, and what its handler was given. */
final class Shop implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(1);
    static final SubscriptionName SALES = SubscriptionName.of("sales");
    private static final int SHOPS = 12;

    final EventStore store;

    /** Sales, as shop and number, at which the handler fails. */
    final Set<String> bad = ConcurrentHashMap.newKeySet();

    private final Map<Integer, List<Integer>> handled = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> sold = new ConcurrentHashMap<>();
    private final List<Subscriptions> processes = Collections.synchronizedList(new ArrayList<>());

    private final Duration most;

    Shop(Subject subject, StorageStrategy storage) {
        store = Sold.on(storage);
        most = subject.patience().bound().multipliedBy(2);
    }

    /** One sale in each shop. */
    Position sell() {
        Position last = Position.START;
        for (int shop = 0; shop < SHOPS; shop++) {
            last = sell(shop);
        }
        return last;
    }

    Position sell(int shop) {
        int number = sold.merge(shop, 1, Integer::sum);
        return store.append(stream(shop), ExpectedVersion.any(), new Sold(number))
                .position();
    }

    Position noise() {
        return store.append(stream(0), ExpectedVersion.any(), new Sold.Noise()).position();
    }

    static StreamId stream(int shop) {
        return StreamId.of("shop", Integer.toString(shop));
    }

    Subscriptions process(String name) {
        Subscriptions process = Subscriptions.of(store, name, LEASE, Duration.ofMillis(50));
        processes.add(process);
        return process;
    }

    static SubscriptionBuilder sales(Subscriptions process, int partitions) {
        return process.named("sales")
                .matching(EventQuery.types("Sold"))
                .from(Start.BEGINNING)
                .partitions(partitions)
                .onFailure(FailurePolicy.retry(1, Duration.ofMillis(5), Duration.ofMillis(5)));
    }

    /** Runs the subscription whose handler notes what it is given. */
    Subscription run(SubscriptionBuilder sales) {
        return start(sales.handle((event, lease) -> handle(event)));
    }

    static Subscription start(Subscription subscription) {
        subscription.start(task -> {
            Thread thread = new Thread(task, "subscription of the TCK");
            thread.setDaemon(true);
            thread.start();
        });
        return subscription;
    }

    void handle(StoredEvent event) {
        int shop = Integer.parseInt(event.stream().id());
        int number = event.payload(Sold.class).number();
        if (bad.contains(shop + "/" + number)) {
            throw new IllegalStateException("bad");
        }
        handled.computeIfAbsent(shop, first -> Collections.synchronizedList(new ArrayList<>()))
                .add(number);
    }

    void forget() {
        handled.clear();
    }

    List<Integer> handled(int shop) {
        return List.copyOf(handled.getOrDefault(shop, List.of()));
    }

    int handled() {
        return handled.values().stream().mapToInt(List::size).sum();
    }

    /** Each sale was handled once, and those of each shop in order. */
    void assertHandledOnce(String what) {
        sold.forEach((shop, count) ->
                assertEquals(IntStream.rangeClosed(1, count).boxed().toList(), handled(shop), what + ", of a shop"));
    }

    StoredLease lease(int partition) {
        LeaseName name = new LeaseName(SALES, partition);
        return store.leases().find(name).orElseGet(() -> StoredLease.first(name));
    }

    /** How many of these partitions a process has. */
    long owned(String process, int partitions) {
        return IntStream.range(0, partitions)
                .filter(partition -> lease(partition).owner().orElse("").startsWith(process + " "))
                .count();
    }

    static SubscriptionStatus status(Subscription subscription) {
        return subscription.status().get(0);
    }

    void awaitPassed(Subscription subscription, Position position) throws InterruptedException {
        subscription.awaitPassed(position, most);
    }

    void eventually(String otherwise, BooleanSupplier so) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail(otherwise);
            }
            Thread.sleep(3);
        }
    }

    @Override
    public void close() {
        List.copyOf(processes).forEach(Subscriptions::close);
    }
}
