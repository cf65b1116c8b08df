package org.synapse4j.examples.cart;

import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Map;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.Position;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.examples.cart.StockEvent.StockCounted;
import org.synapse4j.examples.cart.StockEvent.StockReserved;

/** A walk through the library with one cart. Each step says what it does; its code is right below. */
public final class CartExample {
    private final EventStore store;
    private final Carts carts;
    private final StreamId cart;
    private final StreamId stock = StreamId.of("stock", "tea");
    private final PrintStream out;

    /**
     * @param store any event store for {@link Carts#TYPES}
     * @param cartId the cart's identifier, not used before
     * @param out where to say what is done
     */
    public CartExample(EventStore store, String cartId, PrintStream out) {
        this.store = store;
        this.carts = new Carts(store);
        this.cart = StreamId.of("cart", cartId);
        this.out = out;
    }

    /** Walks; the result is what the customer pays. */
    public BigDecimal run() {
        Position begin = store.end();
        shop();
        reload();
        conflict();
        snapshot();
        checkOut();
        asStored();
        feed(begin);
        return total();
    }

    private void shop() {
        say("1. Append. Stream %s must not exist yet; its first events are stored together or not at all."
                .formatted(cart));
        Cart empty = Cart.EMPTY;
        AppendResult result = store.append(
                cart,
                noStream(),
                tagged(Cart.create("Ann")),
                tagged(empty.add("tea", 2, "4.50")),
                tagged(empty.add("mug", 1, "12.00")));
        say("   Stored %d events as commit %s; the stream is at version %s."
                .formatted(result.places().size(), result.commitId(), result.version()));
    }

    private void reload() {
        say("2. Reload. A cart is what its events make of it, applied one after the other.");
        Carts.Loaded loaded = carts.load(cart);
        say("   Read %d events; in the cart: %s. Total %s."
                .formatted(
                        loaded.eventsRead(),
                        loaded.cart().lines().keySet(),
                        loaded.cart().total()));
    }

    private void conflict() {
        say("3. Conflict. Ann and Bob load the same cart; Ann is first to append.");
        Carts.Loaded ann = carts.load(cart);
        Carts.Loaded bob = carts.load(cart);
        store.append(cart, exactly(ann.version()), tagged(ann.cart().change("tea", 3)));
        try {
            store.append(cart, exactly(bob.version()), tagged(bob.cart().remove("mug")));
        } catch (VersionConflictException e) {
            say("   Bob is told that %s is at version %s, where he expected %s."
                    .formatted(e.stream(), e.actual().version(), e.expected()));
            Carts.Loaded again = carts.load(cart);
            AppendResult result = store.append(
                    cart, exactly(again.version()), tagged(again.cart().remove("mug")));
            say("   Bob loads again, decides again, and appends at version %s: nobody's change is lost."
                    .formatted(result.version()));
        }
    }

    private void snapshot() {
        say("4. Snapshot. The state at a version is kept, so that a long stream need not be read from its start.");
        Carts.Loaded loaded = carts.load(cart);
        store.snapshots().save(cart, loaded.version(), loaded.cart());
        store.append(cart, exactly(loaded.version()), tagged(loaded.cart().apply("SPRING", 10)));
        Carts.Loaded later = carts.load(cart);
        say("   Loaded version %s from the snapshot at version %s and %d event after it."
                .formatted(later.version(), loaded.version(), later.eventsRead()));
    }

    private void checkOut() {
        say("5. Commit over two streams. The cart is paid and the tea reserved, or neither.");
        Carts.Loaded loaded = carts.load(cart);
        AppendResult counted = store.append(stock, any(), new StockCounted(100));
        Commit commit = Commit.of(
                        cart, exactly(loaded.version()), tagged(loaded.cart().checkOut()))
                .and(
                        stock,
                        exactly(counted.version()),
                        tagged(new StockReserved(cart.id(), loaded.cart().quantity("tea"))));
        AppendResult result = store.append(commit);
        say("   Commit %s: %s is at version %s, %s at version %s."
                .formatted(result.commitId(), cart, result.version(cart), stock, result.version(stock)));
        say("   The same commit again, as after a lost answer, is stored once: %s."
                .formatted(store.append(commit).equals(result) ? "the first result comes back" : "something is wrong"));
    }

    private void asStored() {
        say("6. As stored. An event is a type name, a payload and what is said about it; no class name is kept.");
        try (EventStream events = store.read(cart)) {
            for (StoredEvent stored : events) {
                SerializedEvent event = stored.serialized().event();
                say("   version %s, position %s: %s (revision %s) as %s"
                        .formatted(
                                stored.version(),
                                stored.position(),
                                event.type(),
                                event.revision(),
                                event.payload().representation()));
                say("      %s  tags %s  metadata %s"
                        .formatted(event.payload().value(), event.tags(), event.metadata()));
            }
        }
    }

    private void feed(Position begin) {
        say("7. Feed. All events of all streams by position; a query finds those with the tag cart:%s."
                .formatted(cart.id()));
        FeedRead mine = FeedRead.forwards().after(begin).matching(EventQuery.tagged("cart:" + cart.id()));
        try (EventStream events = store.feed(mine)) {
            for (StoredEvent event : events) {
                say("   position %s: %s of %s".formatted(event.position(), event.type(), event.stream()));
            }
        }
    }

    private BigDecimal total() {
        BigDecimal total = carts.load(cart).cart().total();
        say("Total: %s".formatted(total));
        return total;
    }

    private NewEvent tagged(Object payload) {
        return NewEvent.of(payload).tagged("cart:" + cart.id()).with(Map.of("by", "the cart example"));
    }

    private void say(String words) {
        out.println(words);
    }
}
