package org.synapse4j.examples.cart;

import java.math.BigDecimal;

/** An event of a cart. */
public sealed interface CartEvent {
    /** Somebody began to shop. */
    record CartCreated(String customer) implements CartEvent {}

    /** An item was put into the cart, at the price of that moment. */
    record ItemAdded(String item, int quantity, BigDecimal price) implements CartEvent {}

    /** All of an item was taken out again. */
    record ItemRemoved(String item) implements CartEvent {}

    /** There is more or less of an item in the cart now. */
    record QuantityChanged(String item, int quantity) implements CartEvent {}

    /** A coupon takes some percent off the total. */
    record CouponApplied(String code, int percent) implements CartEvent {}

    /** The customer pays this. */
    record CheckedOut(BigDecimal total) implements CartEvent {}
}
