package org.synapse4j.examples.ordering;

import java.util.List;
import org.synapse4j.api.serialization.EventType;
import org.synapse4j.core.aggregate.Decider;

/** How much there is of an item: a value, and three functions. */
@EventType(name = "Stock")
record Stock(int available) {
    sealed interface Command permits Receive, Reserve {
        String item();
    }

    record Receive(String item, int quantity) implements Command {}

    record Reserve(String item, int quantity) implements Command {}

    sealed interface Event permits Received, Reserved {}

    @EventType(name = "StockReceived")
    record Received(int quantity) implements Event {}

    @EventType(name = "StockReserved")
    record Reserved(int quantity) implements Event {}

    static final class SoldOut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static final Decider<Command, Stock, Event> DECIDER = Decider.of(Command.class, Event.class, new Stock(0))
            .decide(Receive.class, (receive, stock) -> List.of(new Received(receive.quantity())))
            .decide(Reserve.class, (reserve, stock) -> {
                if (reserve.quantity() > stock.available()) {
                    throw new SoldOut();
                }
                return List.of(new Reserved(reserve.quantity()));
            })
            .evolve(Received.class, (stock, event) -> new Stock(stock.available() + event.quantity()))
            .evolve(Reserved.class, (stock, event) -> new Stock(stock.available() - event.quantity()))
            .build();
}
