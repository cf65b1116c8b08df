package org.synapse4j.examples.cart;

/** An event of the stock of an item. */
public sealed interface StockEvent {
    /** Somebody counted what is on the shelf. */
    record StockCounted(int quantity) implements StockEvent {}

    /** Some of it is set aside for a cart. */
    record StockReserved(String cart, int quantity) implements StockEvent {}
}
