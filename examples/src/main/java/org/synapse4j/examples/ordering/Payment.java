package org.synapse4j.examples.ordering;

import java.time.Duration;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.core.process.ProcessType;

/** A process: an order that is not paid in time is cancelled. */
@EventType(name = "Payment")
record Payment(String order) {
    /** To cancel an order, which the process sends. */
    @EventType(name = "CancelOrder")
    record Cancel(String order) {}

    static final Duration PATIENCE = Duration.ofSeconds(2);

    static final ProcessType<Payment> TYPE = ProcessType.named("payment", new Payment(""))
            .starts(Order.Placed.class, "order", Order.Placed::order, (payment, placed, step) -> {
                step.timer("patience", PATIENCE);
                return new Payment(placed.order());
            })
            .on(Order.Paid.class, "order", Order.Paid::order, (payment, paid, step) -> {
                step.end();
                return payment;
            })
            .onTimer("patience", (payment, step) -> {
                step.send(new Cancel(payment.order()));
                step.end();
                return payment;
            })
            .build();
}
