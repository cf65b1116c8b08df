package org.synapse4j.examples;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.function.Consumer;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StreamId;
import org.synapse4j.examples.cart.CartExample;
import org.synapse4j.examples.cart.Carts;
import org.synapse4j.mongoembedded.EmbeddedMongo;

/**
 * Runs the cart example on the storage that its one argument names; without one, on the embedded server. What it stores in MongoDB
 * is printed as it is stored.
 */
public final class Main {
    private Main() {}

    /**
     * Runs the cart example and prints what it does.
     *
     * @param args the storage, such as {@code memory:} or {@code mongodb://localhost/shop?layout=per-commit}, or nothing
     */
    public static void main(String[] args) {
        launch(args.length == 0 ? "embedded:?layout=per-event" : args[0], System.out);
    }

    /**
     * Runs the cart example and prints the documents that it stored, where it stored documents.
     *
     * @return the cart's total
     */
    static BigDecimal launch(String uri, PrintStream out) {
        if (uri.startsWith("embedded:")) {
            // Started here, so that the documents can be looked at from outside while it runs.
            try (EmbeddedMongo mongo = EmbeddedMongo.start()) {
                return launch(mongo.connectionString() + "/shop" + uri.substring("embedded:".length()), out);
            }
        }
        return run(uri, out, cart -> {
            if (uri.startsWith("mongodb")) {
                PrintedDocuments.print(uri, cart, out);
            }
        });
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
        try (EventStore store = EventStore.builder(Carts.TYPES)
                .upcasters(CartRevisions.upcasters())
                .open(uri)) {
            BigDecimal total = new CartExample(store, cartId, out).run();
            afterwards.accept(StreamId.of("cart", cartId));
            return total;
        }
    }
}
