package org.synapse4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.jackson.JsonTree;

/**
 * The events of earlier releases of the cart, and how they are read today. Each step was added when the event changed, and is never
 * touched again: a store leads old events through all of them.
 *
 * <pre>
 * release 1   CartOpened   ItemAdded {name, cents}             CartViewed   CouponApplied {code, factor}
 * release 2   CartCreated  ItemAdded {item, quantity, cents}   -            CartChanged {removed: [..], quantities: {..}}
 * today       CartCreated  ItemAdded {item, quantity, price}   -            CouponApplied {code, percent}
 *                          ItemRemoved, QuantityChanged instead of CartChanged
 * </pre>
 */
final class CartRevisions {
    private static final Schema REMOVED = Schema.of("ItemRemoved", "1");
    private static final Schema QUANTITY = Schema.of("QuantityChanged", "1");

    private CartRevisions() {}

    /** All steps; their order means nothing. */
    static Upcaster<?>[] upcasters() {
        return new Upcaster<?>[] {
            Upcaster.rename(Schema.of("CartOpened", "1"), Schema.of("CartCreated", "1")),
            Upcaster.drop(Schema.of("CartViewed", "1")),
            JsonTree.change(Schema.of("ItemAdded", "1"), Schema.of("ItemAdded", "2"), CartRevisions::single),
            JsonTree.change(Schema.of("ItemAdded", "2"), Schema.of("ItemAdded", "3"), CartRevisions::priced),
            JsonTree.change(Schema.of("CouponApplied", "1"), Schema.of("CouponApplied", "2"), CartRevisions::percent),
            Upcaster.split(
                    Schema.of("CartChanged", "1"),
                    Set.of(REMOVED, QUANTITY),
                    JsonTree.REPRESENTATION,
                    (event, context) -> changes(JsonTree.object(event.payload())).stream()
                            .map(change -> event.part(change.has("quantity") ? QUANTITY : REMOVED, change))
                            .toList())
        };
    }

    /** Release 1 put one piece at a time into the cart. */
    private static void single(ObjectNode item) {
        item.set("item", item.remove("name"));
        item.put("quantity", 1);
    }

    /** Releases 1 and 2 counted in cents. */
    private static void priced(ObjectNode item) {
        item.put("price", BigDecimal.valueOf(item.remove("cents").longValue(), 2));
    }

    /** Release 1 said what remains, such as 0.9, instead of what is taken off. */
    private static void percent(ObjectNode coupon) {
        BigDecimal factor = coupon.remove("factor").decimalValue();
        coupon.put("percent", BigDecimal.ONE.subtract(factor).movePointRight(2).intValueExact());
    }

    /** Release 2 told all changes of a cart by one event. */
    private static List<JsonNode> changes(ObjectNode changed) {
        List<JsonNode> changes = new ArrayList<>();
        for (JsonNode item : changed.required("removed")) {
            changes.add(changed.objectNode().set("item", item));
        }
        changed.required("quantities")
                .properties()
                .forEach(entry -> changes.add(
                        changed.objectNode().put("item", entry.getKey()).set("quantity", entry.getValue())));
        return changes;
    }
}
