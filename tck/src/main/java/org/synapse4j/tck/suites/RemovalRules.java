package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.tck.suites.ReadRules.reversed;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules REMOVAL: removals that are large, or beside reads. */
public final class RemovalRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");
    private static final StreamId GONE = StreamId.of("cart", "3");

    /** Likely cause: a deletion looks for events, finds none, and takes the stream for deleted. */
    @Rule(
            id = "REMOVAL-1",
            says = "A wholly truncated stream that is deleted does not exist, keeps its version, and goes on after it.",
            needs = Capability.DELETION)
    public void truncatedThenDeleted(Subject store) {
        for (int size : List.of(1, 2, 5)) {
            StreamId stream = StreamId.of("truncated", "of-" + size);
            store.store(stream, size, 2);
            store.deletion().truncate(stream, Version.of(size + 1L));
            store.deletion().delete(stream);
            assertEquals(
                    store.headOfDeleted(stream, size),
                    store.head(stream),
                    "The head of a wholly truncated stream of " + size + " events that was deleted");
            store.append(stream, noStream(), Sample.events(1));
            assertEquals(
                    List.of(Version.of(size + 1L)),
                    store.read(stream).stream()
                            .map(StoredSerializedEvent::version)
                            .toList(),
                    "Versions after a wholly truncated stream was deleted and appended to");
        }
    }

    /** Likely cause: what is to be removed is found by one page, or a statement removes so many and no more. */
    @Rule(
            id = "REMOVAL-2",
            says =
                    "Truncating and deleting thousands of events in one call removes all of them, in the feed too, and no other.",
            needs = Capability.DELETION)
    public void manyEvents(Subject store) {
        List<StoredSerializedEvent> cart = new ArrayList<>();
        List<StoredSerializedEvent> others = new ArrayList<>();
        for (int part = 0; part < 7; part++) {
            cart.addAll(store.store(CART, 350, 70));
            others.addAll(store.store(OTHER, 1, 1));
        }
        store.deletion().truncate(CART, Version.of(2_203));
        Compare.events(cart.subList(2_202, 2_450), store.read(CART), "A stream of which 2,202 events were truncated");
        assertFeed(store, others.size() + 248, "after 2,202 events were truncated");
        var more = store.store(CART, 2_100, 70);
        store.deletion().delete(CART);
        Compare.events(List.of(), store.read(CART), "A stream of which 2,348 events were deleted");
        assertEquals(
                store.headOfDeleted(CART, 2_450 + more.size()),
                store.head(CART),
                "The head of a stream of which 2,348 events were deleted");
        assertFeed(store, others.size(), "after 2,348 events were deleted");
        Compare.events(others, store.read(OTHER), "A stream beside one of which thousands of events were removed");
    }

    /** Likely cause: a read goes on from a number of events, not from an event, or ends where it finds one removed. */
    @Rule(
            id = "REMOVAL-3",
            says = "A removal takes from reads that are under way nothing but what it removes.",
            needs = Capability.DELETION)
    public void besideReads(Subject store) {
        for (int taken : List.of(0, 1, 40)) {
            Subject fresh = store.fresh();
            List<StoredSerializedEvent> all = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                for (StreamId stream : List.of(CART, OTHER, GONE)) {
                    all.addAll(fresh.store(stream, 4, 4));
                }
            }
            List<UnderWay> reads = new ArrayList<>();
            for (StreamId stream : List.of(CART, OTHER)) {
                var events = all.stream()
                        .filter(event -> event.stream().equals(stream))
                        .toList();
                StreamRead read = StreamRead.of(stream);
                reads.add(UnderWay.of(fresh.storage().streams().read(read), events, taken));
                reads.add(UnderWay.of(fresh.storage().streams().read(read.backwards()), reversed(events), taken));
            }
            if (fresh.declares(Capability.FEED)) {
                reads.add(UnderWay.of(fresh.feed().read(FeedRead.forwards()), all, taken));
                reads.add(UnderWay.of(fresh.feed().read(FeedRead.backwards()), reversed(all), taken));
            }
            fresh.deletion().truncate(CART, Version.of(31));
            fresh.deletion().delete(GONE);
            reads.forEach(read -> {
                read.delivered.addAll(Subject.drain(read.cursor));
                assertNothingElseGone(read.events, read.delivered, taken);
            });
        }
    }

    /** A read of events, of which some are delivered. */
    private record UnderWay(
            Cursor<StoredSerializedEvent> cursor,
            List<StoredSerializedEvent> events,
            List<StoredSerializedEvent> delivered) {
        static UnderWay of(Cursor<StoredSerializedEvent> cursor, List<StoredSerializedEvent> events, int taken) {
            return new UnderWay(cursor, events, CursorPromises.take(cursor, taken));
        }
    }

    private static void assertNothingElseGone(
            List<StoredSerializedEvent> events, List<StoredSerializedEvent> delivered, int taken) {
        String what = "What a removal leaves, of a read of which " + taken + " events were taken before it";
        assertTrue(events.containsAll(delivered), what + ": something else is delivered");
        Compare.events(
                events.stream().filter(RemovalRules::stays).toList(),
                delivered.stream().filter(RemovalRules::stays).toList(),
                what);
        assertEquals(delivered.size(), Set.copyOf(delivered).size(), what + ": an event is delivered twice");
    }

    private static boolean stays(StoredSerializedEvent event) {
        return !event.stream().equals(GONE)
                && (event.stream().equals(OTHER) || event.version().value() >= 31);
    }

    private static void assertFeed(Subject store, int events, String when) {
        if (store.declares(Capability.FEED)) {
            assertEquals(events, store.readFeed().size(), "Events in the feed " + when);
        }
    }
}
