package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;

import java.util.ArrayList;
import java.util.List;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules LOOKED: how far a read of the feed has looked. */
public final class LookedRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final List<EventQuery> QUERIES = List.of(
            EventQuery.all(), EventQuery.types("Rare"), EventQuery.tagged("no:body"), EventQuery.category("no"));

    /** Likely cause: the last event delivered is told, so that a checkpoint stays where the filter last let something through. */
    @Rule(
            id = "LOOKED-1",
            says =
                    "A forward read at its end has looked at every event that was there when it began, whatever its filter"
                            + " let through, and at none that comes later.",
            needs = Capability.FEED)
    public void atTheEnd(Subject store) {
        for (int round = 0; round < 3; round++) {
            Position last = fill(store);
            for (EventQuery query : QUERIES) {
                Position looked = looked(store, FeedRead.forwards().matching(query));
                assertTrue(
                        looked.compareTo(last) >= 0,
                        "A read of " + query + " at its end has looked to " + looked + ", the last event is at "
                                + last);
                Position next = store.append(CART, any(), Sample.events(1)).position();
                assertTrue(
                        looked.compareTo(next) < 0,
                        "A read of " + query + " has looked to " + looked + ", and a later event is at " + next);
                last = next;
            }
        }
    }

    /** Likely cause: the upper bound is forgotten, or the limit: what was fetched ahead counts as looked at. */
    @Rule(
            id = "LOOKED-2",
            says =
                    "Under a limit or a bound a read has looked no further than that, and one that goes on after it delivers"
                            + " exactly the rest.",
            needs = Capability.FEED)
    public void goesOn(Subject store) {
        fill(store);
        fill(store);
        FeedRead rare = FeedRead.forwards().matching(EventQuery.types("Rare"));
        List<StoredSerializedEvent> all = store.readFeed(rare);
        for (int limit = 0; limit <= all.size(); limit++) {
            Position looked = looked(store, rare.limit(limit));
            Compare.events(
                    all.subList(limit, all.size()),
                    store.readFeed(rare.after(looked)),
                    "What comes after a read with limit " + limit + " that has looked to " + looked);
        }
        for (StoredSerializedEvent event : all) {
            Position looked = looked(store, rare.before(event.position()));
            assertTrue(
                    looked.compareTo(event.position()) < 0,
                    "A read of what is before " + event.position() + " has looked to " + looked);
        }
    }

    /** Likely cause: how far a read backwards has looked is told as if it were one forwards. */
    @Rule(
            id = "LOOKED-3",
            says =
                    "A backward read has looked down to a position, and one that goes on before it delivers exactly the rest.",
            needs = Capability.FEED)
    public void backwards(Subject store) {
        fill(store);
        fill(store);
        FeedRead rare = FeedRead.backwards().matching(EventQuery.types("Rare"));
        List<StoredSerializedEvent> all = store.readFeed(rare);
        for (int limit = 0; limit <= all.size(); limit++) {
            Position looked = looked(store, rare.limit(limit));
            Compare.events(
                    all.subList(limit, all.size()),
                    store.readFeed(rare.before(looked)),
                    "What comes after a backward read with limit " + limit + " that has looked down to " + looked);
        }
        assertEquals(
                List.of(),
                store.readFeed(FeedRead.backwards().before(looked(store, FeedRead.backwards()))),
                "What is left before a backward read that has looked at all");
    }

    /** Likely cause: it is asked of the server instead of the read, or begins at the start of the feed whatever was asked for. */
    @Rule(
            id = "LOOKED-4",
            says =
                    "How far a read has looked is where it begins at first, never goes back, and is told after it is closed too.",
            needs = Capability.FEED)
    public void neverGoesBack(Subject store) {
        fill(store);
        Position begin = store.readFeed().get(0).position();
        FeedCursor cursor = store.feed().read(FeedRead.forwards().after(begin).matching(EventQuery.types("Rare")));
        Position looked = cursor.looked();
        assertEquals(begin, looked, "How far a read has looked that was not asked for anything yet");
        while (cursor.hasNext()) {
            Position delivered = cursor.next().position();
            assertTrue(
                    cursor.looked().compareTo(delivered) >= 0 && cursor.looked().compareTo(looked) >= 0,
                    "After the event at " + delivered + " a read has looked to " + cursor.looked());
            looked = cursor.looked();
        }
        Position end = cursor.looked();
        assertTrue(end.compareTo(looked) >= 0, "A read that had looked to " + looked + " has at its end to " + end);
        cursor.close();
        assertEquals(end, cursor.looked(), "How far a closed read has looked");
    }

    /** Events of which few are of type {@code Rare}; the last one is not. Returns its position. */
    private static Position fill(Subject store) {
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            store.append(CART, any(), Sample.events(2));
            store.append(CART, any(), List.of(Sample.event("Rare"), Sample.event("Rare")));
            positions.add(store.append(CART, any(), Sample.events(3)).position());
        }
        return positions.get(positions.size() - 1);
    }

    private static Position looked(Subject store, FeedRead read) {
        try (FeedCursor cursor = store.feed().read(read)) {
            while (cursor.hasNext()) {
                cursor.next();
            }
            return cursor.looked();
        }
    }
}
