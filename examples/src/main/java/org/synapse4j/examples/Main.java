package org.synapse4j.examples;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.function.Consumer;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStores;
import org.synapse4j.api.StreamId;
import org.synapse4j.examples.cart.CartExample;
import org.synapse4j.examples.cart.Carts;

/** Runs the cart example on the storage that its one argument names; without one, in memory. */
public final class Main {
    private Main() {}

    /**
     * Runs the cart example and prints what it does.
     *
     * @param args the storage, such as {@code memory:}, or nothing
     */
    public static void main(String[] args) {
        run(args.length == 0 ? "memory:" : args[0], System.out, cart -> {});
    }

    /**
     * Runs the cart example.
     *
     * @param uri the storage
     * @param out where it says what it does
     * @param afterwards called with the cart's stream before the store is closed, so that a launcher which knows the storage can
     *     show what the events look like inside
     * @return the cart's total
     */
    public static BigDecimal run(String uri, PrintStream out, Consumer<StreamId> afterwards) {
        String cartId = UUID.randomUUID().toString().substring(0, 8);
        try (EventStore store = EventStores.open(uri, Carts.TYPES)) {
            BigDecimal total = new CartExample(store, cartId, out).run();
            afterwards.accept(StreamId.of("cart", cartId));
            return total;
        }
    }
}
