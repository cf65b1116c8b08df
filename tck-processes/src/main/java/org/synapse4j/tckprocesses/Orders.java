package org.synapse4j.tckprocesses;

import java.time.Duration;
import java.time.Instant;
import org.synapse4j.api.Tag;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.process.ProcessEvent;
import org.synapse4j.core.process.ProcessType;
import org.synapse4j.core.process.Step;

/** Orders that have to be paid in time and are shipped in parcels: what the rules let happen. */
final class Orders {
    /** An order, to be paid in time. */
    @EventType(name = "tck.Placed")
    record Placed(String order, String customer) {}

    @EventType(name = "tck.Paid")
    record Paid(String order) {}

    /** More time to pay. */
    @EventType(name = "tck.Postponed")
    record Postponed(String order, String until) {}

    @EventType(name = "tck.Packed")
    record Packed(String order, String parcel) {}

    @EventType(name = "tck.Unpacked")
    record Unpacked(String order, String parcel) {}

    @EventType(name = "tck.Delivered")
    record Delivered(String parcel) {}

    /** What no function bears, if it is for the order's customer. */
    @EventType(name = "tck.Warned")
    record Warned(String customer, String unbearableFor) {}

    /** What leads to a command that cannot be stored. */
    @EventType(name = "tck.Confused")
    record Confused(String order) {}

    @EventType(name = "tck.Ship")
    record Ship(String order) {}

    @EventType(name = "tck.Bill")
    record Bill(String order) {}

    @EventType(name = "tck.Cancel")
    record Cancel(String order) {}

    @EventType(name = "tck.Thank")
    record Thank(String order) {}

    /** A command of a class that is not registered. */
    record Unknown() {}

    @EventType(name = "tck.Order")
    record Order(String id, String last, int inputs) {
        static final Order NEW = new Order("", "", 0);

        Order now(String what) {
            return new Order(id, what, inputs + 1);
        }
    }

    static final Duration PATIENCE = Duration.ofMinutes(30);

    static final EventTypes TYPES = EventTypes.builder()
            .addAll(ProcessEvent.class)
            .add(Placed.class, Paid.class, Postponed.class, Packed.class, Unpacked.class, Delivered.class)
            .add(Warned.class, Confused.class)
            .add(Ship.class, Bill.class, Cancel.class, Thank.class, Order.class)
            .build();

    /** One instance for each order. */
    static final ProcessType<Order> ORDER = type("order", false);

    /** An instance for each event that begins one, also of the same order. */
    static final ProcessType<Order> EACH = type("each", true);

    private Orders() {}

    private static ProcessType<Order> type(String name, boolean each) {
        ProcessType.Builder<Order> type = ProcessType.named(name, Order.NEW);
        if (each) {
            type.startsAnother(Placed.class, "order", Placed::order, Orders::placed);
        } else {
            type.starts(Placed.class, "order", Placed::order, Orders::placed);
        }
        return type.on(Paid.class, "order", Paid::order, (order, paid, step) -> {
                    step.cancel("patience");
                    step.send(new Ship(paid.order()));
                    step.send(new Bill(paid.order()));
                    return order.now("paid");
                })
                .on(Postponed.class, "order", Postponed::order, (order, postponed, step) -> {
                    step.timer("patience", Instant.parse(postponed.until()));
                    return order.now("postponed");
                })
                .on(Packed.class, "order", Packed::order, (order, packed, step) -> {
                    step.correlate(Tag.of("parcel:" + packed.parcel()));
                    return order.now("packed");
                })
                .on(Unpacked.class, "order", Unpacked::order, (order, unpacked, step) -> {
                    step.dissociate(Tag.of("parcel:" + unpacked.parcel()));
                    return order.now("unpacked");
                })
                .on(Delivered.class, "parcel", Delivered::parcel, (order, delivered, step) -> {
                    step.send(new Thank(order.id()));
                    step.end();
                    return order.now("delivered");
                })
                .on(Warned.class, "customer", Warned::customer, (order, warned, step) -> {
                    if (order.id().equals(warned.unbearableFor())) {
                        throw new IllegalStateException("unbearable");
                    }
                    return order.now("warned");
                })
                .on(Confused.class, "order", Confused::order, (order, confused, step) -> {
                    step.send(new Ship(confused.order()));
                    step.send(new Unknown());
                    return order.now("confused");
                })
                .onTimer("patience", (order, step) -> {
                    step.send(new Cancel(order.id()));
                    return order.now("cancelled");
                })
                .build();
    }

    private static Order placed(Order order, Placed placed, Step step) {
        step.timer("patience", PATIENCE);
        step.correlate(Tag.of("customer:" + placed.customer()));
        return new Order(placed.order(), "placed", order.inputs() + 1);
    }
}
