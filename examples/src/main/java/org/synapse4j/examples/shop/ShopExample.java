package org.synapse4j.examples.shop;

import static org.synapse4j.api.ExpectedVersion.any;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.examples.cart.CartEvent.CartCreated;
import org.synapse4j.examples.cart.CartEvent.CheckedOut;
import org.synapse4j.examples.cart.CartEvent.ItemAdded;
import org.synapse4j.examples.cart.CartEvent.ItemRemoved;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.projection.Building;
import org.synapse4j.subscriptions.projection.Views;

/** Two processes of a shop on one storage, the second one a later release. */
public final class ShopExample {
    private static final int CARTS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final BigDecimal PRICE = new BigDecimal("4.50");

    private ShopExample() {}

    /**
     * Builds a read model anew in a later version while it is queried, then sends mails from two processes, of which one is killed.
     *
     * @param line a storage that may be opened twice, such as {@code memory:shop}
     * @param out where it says what happens
     */
    public static void run(String line, PrintStream out) throws InterruptedException {
        try (ShopProcess two = new ShopProcess(line, "two")) {
            ShopProcess one = new ShopProcess(line, "one");
            try {
                readModel(one, two, out);
                mails(one, two, out);
            } finally {
                one.kill();
            }
        }
    }

    private static void readModel(ShopProcess one, ShopProcess two, PrintStream out) throws InterruptedException {
        Building<CartContents> first = one.building(CartContents.FIRST);
        Position last = shop(one.store());
        Views<CartContents> carts = first.views().after(last, PATIENCE);
        out.println("cart 2 has " + carts.get("2").orElseThrow().items() + ", by " + carts.view());

        Views<CartContents> queried = two.projections().views(CartContents.SECOND);
        Building<CartContents> second = two.building(CartContents.SECOND);
        Set<Integer> versions = new LinkedHashSet<>(List.of(queried.view().version()));
        int unanswered = 0;
        for (long until = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < until; Thread.sleep(1)) {
            unanswered += queried.get("2").isPresent() ? 0 : 1;
            versions.add(queried.view().version());
            if (queried.view().version() == 2) {
                break;
            }
        }
        out.println("carts is built anew while it is queried: " + unanswered
                + " queries without an answer, versions read: " + versions);
        out.println("cart 2 has " + second.views().get("2").orElseThrow().items() + ", by "
                + second.views().view());
        out.println("the process of the first release reads " + first.views().view() + " still");
    }

    private static void mails(ShopProcess one, ShopProcess two, PrintStream out) throws InterruptedException {
        Queue<String> sent = new ConcurrentLinkedQueue<>();
        Subscription first = one.mailing(sent);
        first.awaitPassed(one.store().end(), PATIENCE);
        Subscription second = two.mailing(sent);
        first.awaitPassed(checkOut(two.store(), 1, 3), PATIENCE);
        out.println("mails: " + sent);
        one.kill();
        out.println("process one is killed");
        second.awaitPassed(checkOut(two.store(), 4, 5), PATIENCE);
        out.println("mails: " + sent);
    }

    private static Position shop(EventStore store) {
        Position last = Position.START;
        for (int i = 1; i <= CARTS; i++) {
            last = store.append(
                            cart(i),
                            any(),
                            new CartCreated("customer " + i),
                            new ItemAdded("tea", 2, PRICE),
                            new ItemAdded("mug", 1, PRICE),
                            new ItemRemoved("mug"))
                    .position();
        }
        return last;
    }

    private static Position checkOut(EventStore store, int from, int to) {
        Position last = Position.START;
        for (int i = from; i <= to; i++) {
            last = store.append(cart(i), any(), new CheckedOut(PRICE.add(PRICE)))
                    .position();
        }
        return last;
    }

    private static StreamId cart(int number) {
        return StreamId.of("cart", "" + number);
    }
}
