package org.synapse4j.examples.ordering;

import java.util.LinkedHashMap;
import java.util.Map;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.EventHandlers;
import org.synapse4j.core.aggregate.Recorder;

/** An order: a root, which applies events, and changes by them only. */
final class Order {
    sealed interface Event permits Placed, LineAdded, Paid, Cancelled {}

    @EventType(name = "OrderPlaced")
    record Placed(String order, String customer) implements Event {}

    @EventType(name = "OrderLineAdded")
    record LineAdded(String item, int quantity) implements Event {}

    @EventType(name = "OrderPaid")
    record Paid(String order) implements Event {}

    @EventType(name = "OrderCancelled")
    record Cancelled(String order) implements Event {}

    static final AggregateType<Order> TYPE = AggregateType.root(
            "order",
            Order::new,
            EventHandlers.of(Order.class)
                    .on(Placed.class, (order, event) -> order.customer = event.customer())
                    .on(
                            LineAdded.class,
                            (order, event) -> order.lines.merge(event.item(), event.quantity(), Integer::sum))
                    .on(Paid.class, (order, event) -> order.open = false)
                    .on(Cancelled.class, (order, event) -> order.open = false)
                    .build(Event.class));

    private final Recorder events;
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private String customer = "";
    private boolean open = true;

    private Order(Recorder events) {
        this.events = events;
    }

    void add(String by, String item, int quantity) {
        if (customer.isEmpty()) {
            events.apply(new Placed(events.id(), by));
        }
        events.apply(new LineAdded(item, quantity));
    }

    void pay() {
        events.apply(new Paid(events.id()));
    }

    /** Cancels the order, unless it was paid or cancelled before; says what is to be given back. */
    Map<String, Integer> cancel() {
        if (!open) {
            return Map.of();
        }
        events.apply(new Cancelled(events.id()));
        return lines();
    }

    Map<String, Integer> lines() {
        return Map.copyOf(lines);
    }
}
