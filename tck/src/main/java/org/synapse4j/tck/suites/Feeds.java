package org.synapse4j.tck.suites;

import static org.synapse4j.tck.suites.ReadRules.reversed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** A feed to read from, and what a query must find in it. */
final class Feeds {
    static final StreamId CART = StreamId.of("cart", "1");
    static final StreamId STOCK = StreamId.of("stock", "7");

    private Feeds() {}

    /** Two streams in turns, in commits of 1 to 3 events of three types with different tags. */
    static List<StoredSerializedEvent> mixed(Subject store) {
        var stored = new ArrayList<StoredSerializedEvent>();
        stored.addAll(store.store(CART, Sample.events(2)));
        stored.addAll(store.store(
                STOCK, List.of(Sample.event("Taken", "{\"a\":1}", "seat:1"), Sample.event("Given", "{}", "seat:2"))));
        stored.addAll(store.store(
                CART,
                List.of(
                        Sample.event("Taken", "{\"a\":2}", "seat:1", "row:1"),
                        Sample.event("Counted", "{\"a\":3}", "seat:2"),
                        Sample.event("Given", "{\"a\":4}", "seat:2", "seat:1"))));
        stored.addAll(store.store(STOCK, Sample.events(1)));
        stored.addAll(store.store(STOCK, List.of(Sample.event("Counted", "{\"a\":5}", "seat:1"))));
        return stored;
    }

    static void assertFinds(Subject store, EventQuery query, List<StoredSerializedEvent> expected) {
        Compare.events(expected, store.readFeed(FeedRead.forwards().matching(query)), "Those that match " + query);
        Compare.events(reversed(expected), store.readFeed(FeedRead.backwards().matching(query)), "Backwards, " + query);
    }

    static List<StoredSerializedEvent> pick(List<StoredSerializedEvent> events, int... indexes) {
        return Arrays.stream(indexes).mapToObj(events::get).toList();
    }

    static List<StoredSerializedEvent> matching(List<StoredSerializedEvent> events, EventQuery query) {
        return events.stream()
                .filter(one -> query.matches(
                        one.stream(), one.event().type(), one.event().tags()))
                .toList();
    }
}
