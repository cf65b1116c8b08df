package org.synapse4j.core.process;

import java.time.Duration;
import org.synapse4j.api.Tag;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.api.serialization.EventTypes;

/** Orders that have to be paid in time, then shipped. */
final class Payments {
    @EventType(name = "Placed")
    record Placed(String order) {}

    @EventType(name = "Paid")
    record Paid(String order) {}

    @EventType(name = "Packed")
    record Packed(String order, String parcel) {}

    @EventType(name = "Delivered")
    record Delivered(String parcel) {}

    @EventType(name = "Noise")
    record Noise() {}

    @EventType(name = "Ship")
    record Ship(String order) {}

    @EventType(name = "Cancel")
    record Cancel(String order) {}

    @EventType(name = "Thank")
    record Thank(String order) {}

    @EventType(name = "Payment")
    record Payment(String order, String last) {
        static final Payment NEW = new Payment("", "");

        Payment now(String what) {
            return new Payment(order, what);
        }
    }

    static final Duration PATIENCE = Duration.ofMinutes(30);

    static final EventTypes TYPES = EventTypes.builder()
            .addAll(ProcessEvent.class)
            .add(Placed.class, Paid.class, Packed.class, Delivered.class, Noise.class)
            .add(Ship.class, Cancel.class, Thank.class, Payment.class)
            .build();

    static final ProcessType<Payment> PAYMENT = ProcessType.named("payment", Payment.NEW)
            .starts(Placed.class, "order", Placed::order, (payment, placed, step) -> {
                step.timer("patience", PATIENCE);
                return new Payment(placed.order(), "placed");
            })
            .on(Paid.class, "order", Paid::order, (payment, paid, step) -> {
                step.cancel("patience");
                step.send(new Ship(paid.order()));
                return payment.now("paid");
            })
            .on(Packed.class, "order", Packed::order, (payment, packed, step) -> {
                step.correlate(Tag.of("parcel:" + packed.parcel()));
                return payment.now("packed");
            })
            .on(Delivered.class, "parcel", Delivered::parcel, (payment, delivered, step) -> {
                step.send(new Thank(payment.order()));
                step.end();
                return payment.now("delivered");
            })
            .onTimer("patience", (payment, step) -> {
                step.send(new Cancel(payment.order()));
                step.end();
                return payment.now("cancelled");
            })
            .build();

    private Payments() {}
}
