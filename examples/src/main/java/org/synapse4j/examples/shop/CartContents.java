package org.synapse4j.examples.shop;

import java.util.SortedMap;
import java.util.TreeMap;
import org.synapse4j.examples.cart.CartEvent.CartCreated;
import org.synapse4j.examples.cart.CartEvent.CheckedOut;
import org.synapse4j.examples.cart.CartEvent.ItemAdded;
import org.synapse4j.examples.cart.CartEvent.ItemRemoved;
import org.synapse4j.subscriptions.projection.Projection;

/**
 * The read model: what lies in a cart.
 *
 * @param items how many of each
 */
public record CartContents(SortedMap<String, Integer> items) {
    /** The first release forgot that items are removed again. */
    static final Projection<CartContents> FIRST = Projection.named("carts", 1, CartContents.class)
            .creates(CartCreated.class, created -> new CartContents(new TreeMap<>()))
            .on(ItemAdded.class, CartContents::plus);

    /** The second release does not, and drops carts that are checked out. */
    static final Projection<CartContents> SECOND = Projection.named("carts", 2, CartContents.class)
            .creates(CartCreated.class, created -> new CartContents(new TreeMap<>()))
            .on(ItemAdded.class, CartContents::plus)
            .on(ItemRemoved.class, CartContents::minus)
            .deletes(CheckedOut.class);

    private CartContents plus(ItemAdded added) {
        SortedMap<String, Integer> more = new TreeMap<>(items);
        more.merge(added.item(), added.quantity(), Integer::sum);
        return new CartContents(more);
    }

    private CartContents minus(ItemRemoved removed) {
        SortedMap<String, Integer> fewer = new TreeMap<>(items);
        fewer.remove(removed.item());
        return new CartContents(fewer);
    }
}
