package org.synapse4j.examples.shop;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.examples.cart.CartEvent.CartCreated;
import org.synapse4j.examples.cart.CartEvent.CheckedOut;
import org.synapse4j.examples.cart.CartEvent.ItemAdded;
import org.synapse4j.examples.cart.CartEvent.ItemRemoved;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.Subscriptions;
import org.synapse4j.subscriptions.projection.Building;
import org.synapse4j.subscriptions.projection.Projection;
import org.synapse4j.subscriptions.projection.Projections;

/** One process of the shop: what it has open, and what works in it. */
final class ShopProcess implements AutoCloseable {
    private static final EventTypes TYPES = EventTypes.builder()
            .add("CartCreated", CartCreated.class)
            .add("ItemAdded", "3", ItemAdded.class)
            .add("ItemRemoved", ItemRemoved.class)
            .add("CheckedOut", CheckedOut.class)
            .add("CartContents", CartContents.class)
            .build();

    private final String name;
    private final EventStore store;
    private final Subscriptions subscriptions;
    private final Projections projections;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ShopProcess(String line, String name) {
        this.name = name;
        this.store = EventStore.builder(TYPES).open(line);
        this.subscriptions = Subscriptions.of(store, name, Duration.ofMillis(500), Duration.ofMillis(50));
        this.projections = Projections.of(store, subscriptions);
    }

    EventStore store() {
        return store;
    }

    Projections projections() {
        return projections;
    }

    Building<CartContents> building(Projection<CartContents> projection) {
        Building<CartContents> building = projections.build(projection);
        building.start(threads);
        return building;
    }

    /** Sends a mail for each cart that is checked out, as long as no other process does. */
    Subscription mailing(Queue<String> sent) {
        Subscription mails = subscriptions
                .named("mails")
                .matching(EventQuery.types("CheckedOut"))
                .from(Start.BEGINNING)
                .checkpointEvery(1, Duration.ofSeconds(1))
                .handle((event, lease) -> sent.add(event.stream() + " by " + name));
        mails.start(threads);
        return mails;
    }

    /** Ends at once, without giving anything back: what others see of a process that was killed. */
    void kill() {
        store.close();
        threads.shutdownNow();
    }

    @Override
    public void close() {
        subscriptions.close();
        store.close();
        threads.shutdown();
    }
}
