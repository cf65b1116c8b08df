package org.synapse4j.examples.cart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.synapse4j.examples.cart.CartEvent.CartCreated;
import org.synapse4j.examples.cart.CartEvent.CheckedOut;
import org.synapse4j.examples.cart.CartEvent.CouponApplied;
import org.synapse4j.examples.cart.CartEvent.ItemAdded;
import org.synapse4j.examples.cart.CartEvent.ItemRemoved;
import org.synapse4j.examples.cart.CartEvent.QuantityChanged;

/**
 * The state of a cart, as its events have made it. Decisions are methods that return an event or refuse; {@link #evolve} applies one that
 * has happened, and never refuses. Immutable.
 *
 * @param lines what is in it, by item
 * @param percentOff what a coupon takes off
 * @param checkedOut whether it was paid
 */
public record Cart(Map<String, Line> lines, int percentOff, boolean checkedOut) {
    /** A cart before its first event. */
    public static final Cart EMPTY = new Cart(Map.of(), 0, false);

    public Cart {
        lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    }

    /** So many of an item, at a price for one. */
    public record Line(int quantity, BigDecimal price) {}

    /** The cart after this event. */
    public static Cart evolve(Cart cart, CartEvent event) {
        if (event instanceof ItemAdded added) {
            int before = cart.quantity(added.item());
            return cart.with(added.item(), new Line(before + added.quantity(), added.price()));
        }
        if (event instanceof ItemRemoved removed) {
            return cart.without(removed.item());
        }
        if (event instanceof QuantityChanged changed) {
            BigDecimal price = cart.lines.getOrDefault(changed.item(), new Line(0, BigDecimal.ZERO)).price;
            return cart.with(changed.item(), new Line(changed.quantity(), price));
        }
        if (event instanceof CouponApplied coupon) {
            return new Cart(cart.lines, coupon.percent(), cart.checkedOut);
        }
        if (event instanceof CheckedOut) {
            return new Cart(cart.lines, cart.percentOff, true);
        }
        return EMPTY;
    }

    /** Decides to open a cart. */
    public static CartEvent create(String customer) {
        return new CartCreated(customer);
    }

    /** Decides to put an item in. */
    public CartEvent add(String item, int quantity, String price) {
        require(!checkedOut, "the cart is paid");
        require(quantity > 0, "nothing is added");
        return new ItemAdded(item, quantity, new BigDecimal(price));
    }

    /** Decides to take an item out. */
    public CartEvent remove(String item) {
        require(!checkedOut, "the cart is paid");
        require(lines.containsKey(item), "there is no " + item + " in the cart");
        return new ItemRemoved(item);
    }

    /** Decides that there shall be so many of an item. */
    public CartEvent change(String item, int quantity) {
        require(!checkedOut, "the cart is paid");
        require(lines.containsKey(item) && quantity > 0, "there is no " + item + " in the cart to change");
        return new QuantityChanged(item, quantity);
    }

    /** Decides to take a coupon. */
    public CartEvent apply(String code, int percent) {
        require(!checkedOut && percentOff == 0, "the cart is paid, or has a coupon already");
        return new CouponApplied(code, percent);
    }

    /** Decides to pay. */
    public CartEvent checkOut() {
        require(!checkedOut && !lines.isEmpty(), "the cart is paid or empty");
        return new CheckedOut(total());
    }

    /** How many of an item are in it. */
    public int quantity(String item) {
        return lines.containsKey(item) ? lines.get(item).quantity : 0;
    }

    /** The price, coupon included, in whole cents. */
    public BigDecimal total() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Line line : lines.values()) {
            sum = sum.add(line.price.multiply(BigDecimal.valueOf(line.quantity)));
        }
        return sum.multiply(BigDecimal.valueOf(100L - percentOff))
                .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_EVEN);
    }

    private Cart with(String item, Line line) {
        Map<String, Line> changed = new LinkedHashMap<>(lines);
        changed.put(item, line);
        return new Cart(changed, percentOff, checkedOut);
    }

    private Cart without(String item) {
        Map<String, Line> changed = new LinkedHashMap<>(lines);
        changed.remove(item);
        return new Cart(changed, percentOff, checkedOut);
    }

    private static void require(boolean allowed, String refusal) {
        if (!allowed) {
            throw new IllegalStateException("Refused: " + refusal);
        }
    }
}
