package org.synapse4j.examples.cart;

import java.util.Optional;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.Snapshot;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.serialization.EventTypes;

/**
 * How carts are kept: each cart is a stream, loaded by applying its events one after the other.
 *
 * @param store where
 */
public record Carts(EventStore store) {
    /** The names and revisions under which events and state are stored. Classes may be renamed and moved; these stay. */
    public static final EventTypes TYPES = EventTypes.builder()
            .add("CartCreated", CartEvent.CartCreated.class)
            .add("ItemAdded", "3", CartEvent.ItemAdded.class)
            .add("ItemRemoved", CartEvent.ItemRemoved.class)
            .add("QuantityChanged", CartEvent.QuantityChanged.class)
            .add("CouponApplied", "2", CartEvent.CouponApplied.class)
            .add("CheckedOut", CartEvent.CheckedOut.class)
            .add("StockCounted", StockEvent.StockCounted.class)
            .add("StockReserved", StockEvent.StockReserved.class)
            .add("Cart", Cart.class)
            .build();

    /** A cart and the version that it was loaded at: the next append expects exactly that. */
    public record Loaded(Cart cart, Version version, int eventsRead) {}

    /** Loads a cart from its latest snapshot, where there is one, and the events after it. */
    public Loaded load(StreamId id) {
        Optional<Snapshot<Cart>> snapshot = store.snapshots().latest(id, Cart.class);
        Cart cart = snapshot.map(Snapshot::state).orElse(Cart.EMPTY);
        Version version = snapshot.map(Snapshot::version).orElse(Version.NONE);
        int eventsRead = 0;
        try (EventStream events = store.read(StreamRead.of(id).after(version))) {
            for (StoredEvent event : events) {
                cart = Cart.evolve(cart, event.payload(CartEvent.class));
                version = event.version();
                eventsRead++;
            }
        }
        return new Loaded(cart, version, eventsRead);
    }
}
