package org.synapse4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.synapse4j.api.ExpectedVersion.exactly;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStoreBuilder;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.examples.cart.CartEvent.CartCreated;
import org.synapse4j.examples.cart.CartEvent.CheckedOut;
import org.synapse4j.examples.cart.CartEvent.CouponApplied;
import org.synapse4j.examples.cart.CartEvent.ItemAdded;
import org.synapse4j.examples.cart.CartEvent.ItemRemoved;
import org.synapse4j.examples.cart.CartEvent.QuantityChanged;
import org.synapse4j.examples.cart.Carts;
import org.synapse4j.inmemory.InMemoryStorage;
import org.synapse4j.mongoembedded.EmbeddedMongo;
import org.synapse4j.mongotestservers.RealMongo;

/** Carts of three releases, read by today's code, come to the same totals on every storage. */
class CartRevisionsTest {
    @Test
    @DisplayName("in memory, as they were serialised")
    void inMemory() {
        InMemoryStorage storage = new InMemoryStorage();
        OldCarts.store(storage);
        check(store().on(storage));
    }

    @ParameterizedTest
    @ValueSource(strings = {"per-event", "per-commit"})
    @DisplayName("on the embedded server, as documents stored")
    void onEmbedded(String layout) {
        try (EmbeddedMongo server = EmbeddedMongo.start()) {
            OldCarts.insert(server.connectionString(), "shop", "synapse_events", layout);
            check(store().open(server.connectionString() + "/shop?layout=" + layout));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"per-event", "per-commit"})
    @DisplayName("on a real MongoDB, as documents stored")
    void onRealMongo(String layout) {
        String prefix = "old" + UUID.randomUUID().toString().replace('-', '_');
        String uri = RealMongo.singleOrAbort().connectionString("shop", "layout=" + layout, "prefix=" + prefix);
        OldCarts.insert(uri, "shop", prefix + "_events", layout);
        check(store().open(uri));
    }

    private static EventStoreBuilder store() {
        return EventStore.builder(Carts.TYPES).upcasters(CartRevisions.upcasters());
    }

    private static void check(EventStore store) {
        try (store) {
            Carts carts = new Carts(store);
            assertEquals(
                    new BigDecimal("16.65"), carts.load(OldCarts.ANN).cart().total());
            assertEquals(
                    new BigDecimal("10.80"), carts.load(OldCarts.BOB).cart().total());
            assertEquals(stored(), serialized(store));
            assertEquals(
                    List.of(
                            new CartCreated("Ann"),
                            new ItemAdded("tea", 1, new BigDecimal("4.50")),
                            new ItemAdded("mug", 1, new BigDecimal("12.00")),
                            new ItemAdded("tea", 1, new BigDecimal("4.50")),
                            new ItemRemoved("mug"),
                            new QuantityChanged("tea", 3),
                            new ItemAdded("biscuits", 2, new BigDecimal("2.50")),
                            new CouponApplied("AUTUMN", 10)),
                    payloads(store.read(OldCarts.ANN)));
            assertEquals(
                    List.of(new CouponApplied("SPRING", 10), new CouponApplied("AUTUMN", 10)),
                    payloads(store.feed(FeedRead.forwards().matching(EventQuery.types("CouponApplied")))));

            Carts.Loaded ann = carts.load(OldCarts.ANN);
            store.append(OldCarts.ANN, exactly(ann.version()), ann.cart().checkOut());
            List<Object> all = payloads(store.read(OldCarts.ANN));
            assertEquals(new CheckedOut(new BigDecimal("16.65")), all.get(all.size() - 1));
        }
    }

    /** The payloads of the releases, to the last digit, in every form in which they may be stored. */
    private static List<Payload<?>> stored() {
        List<Payload<?>> payloads = new ArrayList<>();
        OldCarts.COMMITS.stream()
                .filter(commit -> commit.stream().equals(OldCarts.BOB))
                .forEach(commit -> commit.events().forEach(event -> payloads.add(Payload.json(event.json()))));
        return payloads;
    }

    private static List<Payload<?>> serialized(EventStore store) {
        List<Payload<?>> payloads = new ArrayList<>();
        try (EventStream events = store.read(OldCarts.BOB)) {
            events.forEach(event -> payloads.add(event.serialized().event().payload()));
        }
        return payloads;
    }

    private static List<Object> payloads(EventStream events) {
        List<Object> payloads = new ArrayList<>();
        try (events) {
            for (StoredEvent event : events) {
                payloads.add(event.payload());
            }
        }
        return payloads;
    }
}
