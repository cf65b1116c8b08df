package org.synapse4j.benchmarks.serialization;

import java.math.BigDecimal;
import java.util.List;
import org.synapse4j.api.serialization.EventType;

/** An event as applications have them: some fields, an object in it, and a list. */
@EventType(name = "OrderPlaced")
public record Order(
        String number, String customer, int items, long loyaltyPoints, boolean gift, Address to, List<Line> lines) {
    /** Where it goes. */
    public record Address(String street, String city, String country) {}

    /** A line of an order. */
    public record Line(String item, int quantity, BigDecimal price) {}

    static Order sample() {
        return new Order(
                "2026-0000042",
                "Ann Example",
                6,
                12_345_678_901L,
                true,
                new Address("1 High Street", "Zürich", "CH"),
                List.of(
                        new Line("Darjeeling First Flush, 100 g", 2, new BigDecimal("14.50")),
                        new Line("Mug, blue", 1, new BigDecimal("12.90")),
                        new Line("Filter papers", 3, new BigDecimal("3.20"))));
    }
}
