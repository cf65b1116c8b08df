package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules LIST: the listing of streams. */
public final class ListRules {
    private static final StreamId CART = StreamId.of("cart", "1");
    private static final StreamId OTHER = StreamId.of("cart", "2");
    private static final StreamId STOCK = StreamId.of("stock", "1");

    /** Likely cause: a stream is listed for each of its commits, or with the version of its first one. */
    @Rule(
            id = "LIST-1",
            says = "All streams that exist are listed, each once, with their heads.",
            needs = Capability.LISTING)
    public void allStreams(Subject store) {
        assertLists(List.of(), Subject.drain(store.listing().list()), "The streams of an empty store");
        store.store(CART, 3, 2);
        store.store(STOCK, 1, 1);
        store.store(OTHER, 2, 2);
        store.store(STOCK, 3, 1);
        store.head(StreamId.of("cart", "never"));
        assertLists(
                List.of(store.headAt(CART, 3), store.headAt(OTHER, 2), store.headAt(STOCK, 4)),
                Subject.drain(store.listing().list()),
                "The streams of the store");
    }

    /** Likely cause: the category is found as the beginning of the written stream name. */
    @Rule(
            id = "LIST-2",
            says = "The streams of one category are listed, and of no other, however similar.",
            needs = Capability.LISTING)
    public void oneCategory(Subject store) {
        var categories = List.of("cart", "car", "cart2", "cart-", "Cart", "c.rt", "$cart", "*", "caf\u00e9");
        for (String category : categories) {
            store.store(StreamId.of(category, "1"), 2, 1);
            store.store(StreamId.of(category, "cart/2"), 1, 1);
        }
        for (String category : categories) {
            assertLists(
                    List.of(
                            store.headAt(StreamId.of(category, "1"), 2),
                            store.headAt(StreamId.of(category, "cart/2"), 1)),
                    Subject.drain(store.listing().list(category)),
                    "The streams of category " + category);
        }
        for (String unknown : List.of("unknown", "ca", "cart/cart")) {
            assertLists(
                    List.of(),
                    Subject.drain(store.listing().list(unknown)),
                    "The streams of the unknown category '" + unknown + "'");
        }
    }

    /** Likely cause: the listing looks at the events that are left instead of at the heads. */
    @Rule(
            id = "LIST-3",
            says = "A deleted stream is not listed until it is appended to again; a truncated one is.",
            needs = {Capability.LISTING, Capability.DELETION})
    public void deletedStreams(Subject store) {
        store.store(CART, 3, 3);
        store.store(OTHER, 2, 1);
        store.store(STOCK, 1, 1);
        store.deletion().truncate(CART, Version.of(4));
        store.deletion().delete(OTHER);
        assertListsInBothWays(store, List.of(store.headAt(CART, 3)), "With one stream truncated and one deleted");
        store.store(OTHER, 1, 1);
        assertListsInBothWays(
                store, List.of(store.headAt(CART, 3), store.headAt(OTHER, 3)), "With the deleted stream appended to");
        store.deletion().delete(OTHER);
        assertListsInBothWays(store, List.of(store.headAt(CART, 3)), "With the stream deleted again");
    }

    /** Likely cause: a listing is one answer of the server, which has a limit. */
    @Rule(id = "LIST-4", says = "A thousand streams and more are listed, each once.", needs = Capability.LISTING)
    public void manyStreams(Subject store) {
        List<StreamId> streams = IntStream.range(0, 1_050)
                .mapToObj(i -> StreamId.of(i % 2 == 0 ? "even" : "odd", String.valueOf(i)))
                .toList();
        List<StreamHead> heads = store.storeEach(streams, stream -> Sample.events(1)).stream()
                .map(event -> StreamHead.at(event.stream(), Version.FIRST, event.position()))
                .toList();
        assertLists(heads, Subject.drain(store.listing().list()), "A thousand streams");
        assertLists(
                heads.stream()
                        .filter(head -> head.stream().category().equals("odd"))
                        .toList(),
                Subject.drain(store.listing().list("odd")),
                "Every other one of a thousand streams");
    }

    /** Likely cause: the listing has a cursor of its own, which was not held to what stream reads promise. */
    @Rule(
            id = "LIST-5",
            says = "Cursors of the listing keep what READ-11 to READ-15 say of cursors.",
            needs = Capability.LISTING)
    public void cursors(Subject store) {
        store.store(CART, 1, 1);
        store.store(OTHER, 1, 1);
        store.store(StreamId.of("cart", "3"), 1, 1);
        store.store(STOCK, 1, 1);
        CursorPromises.assertKept(() -> store.listing().list());
        CursorPromises.assertKept(() -> store.listing().list("cart"));
        StreamId first = Subject.drain(store.listing().list("cart")).get(0).stream();
        CursorPromises.assertKept(() -> store.listing().listAfter(first));
    }

    /** Likely cause: the listing walks by place, and streams change place when they are appended to. */
    @Rule(
            id = "LIST-6",
            says =
                    "A listing delivers each stream that existed before it was opened, once, whatever is appended meanwhile.",
            needs = Capability.LISTING)
    public void appendsMeanwhile(Subject store) {
        Set<StreamId> before = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            before.add(StreamId.of("cart", String.valueOf(i)));
        }
        store.storeEach(List.copyOf(before), stream -> Sample.events(1));
        List<StreamId> listed = new ArrayList<>();
        try (var cursor = store.listing().list()) {
            while (cursor.hasNext() && listed.size() <= 1_000) {
                listed.add(cursor.next().stream());
                if (listed.size() % 30 == 0) {
                    store.store(listed.get(0), 1, 1);
                    store.store(StreamId.of("cart", "new-" + listed.size()), 1, 1);
                }
            }
        }
        Set<StreamId> once = new HashSet<>(listed);
        assertEquals(once.size(), listed.size(), "A stream that was appended to meanwhile is listed twice");
        before.removeAll(once);
        assertTrue(before.isEmpty(), "Not listed, though there before: " + before);
    }

    /** Likely cause: the listing goes on from a number of streams, not from a stream, so that one added before it moves all others. */
    @Rule(
            id = "LIST-7",
            says =
                    "Streams that are added while streams are listed, in every place of the order, take none of those from the listing that"
                            + " were there, and double none.",
            needs = Capability.LISTING)
    public void streamsAddedMeanwhile(Subject store) {
        List<StreamId> before = new ArrayList<>();
        for (int i = 100; i < 350; i++) {
            before.add(StreamId.of("m", "m" + i));
        }
        store.storeEach(before, stream -> Sample.events(1));
        for (boolean all : new boolean[] {true, false}) {
            List<StreamId> listed = new ArrayList<>();
            try (var cursor = all ? store.listing().list() : store.listing().list("m")) {
                while (cursor.hasNext() && listed.size() <= 2_000) {
                    StreamId stream = cursor.next().stream();
                    listed.add(stream);
                    if (before.contains(stream) && listed.size() % 25 == 1) {
                        String id = all + stream.id();
                        for (StreamId added : List.of(
                                StreamId.of("a", id),
                                StreamId.of("z", id),
                                StreamId.of("m", "a" + id),
                                StreamId.of("m", "z" + id),
                                StreamId.of("m", stream.id() + "-" + all),
                                StreamId.of("m", "m0" + id))) {
                            store.store(added, 1, 1);
                        }
                    }
                }
            }
            Set<StreamId> once = new HashSet<>(listed);
            assertEquals(once.size(), listed.size(), "A stream is listed twice, and others were added meanwhile");
            assertEquals(
                    List.of(),
                    before.stream().filter(stream -> !once.contains(stream)).toList(),
                    "Not listed, though there before others were added");
        }
    }

    /** Likely cause: the order is that in which streams were appended to, or a stream that is not there is where nothing comes after. */
    @Rule(
            id = "LIST-8",
            says =
                    "A category is listed in the same order each time, and a listing after a stream delivers the rest, whether that stream is there or not.",
            needs = Capability.LISTING)
    public void goesOn(Subject store) {
        for (String category : List.of("car", "cart", "cart2")) {
            for (String id : List.of("b", "10", "B", "a/b", "9", "\u00e9", "b-")) {
                store.store(StreamId.of(category, id), 1, 1);
            }
        }
        List<StreamId> order = carts(store);
        for (int i = order.size() - 1; i >= 0; i--) {
            StreamId after = order.get(i);
            assertEquals(order.subList(i + 1, order.size()), cartsAfter(store, after), "The streams after " + after);
            store.store(after, 1, 1);
        }
        assertEquals(order, carts(store), "The streams once each was appended to again, the last one first");
        for (String id : List.of("a", "bb", "0", "z")) {
            StreamId absent = StreamId.of("cart", id);
            List<StreamId> rest = cartsAfter(store, absent);
            store.store(absent, 1, 1);
            assertEquals(
                    rest, cartsAfter(store, absent), "The streams after " + absent + ", before it was there and then");
            List<StreamId> all = carts(store);
            assertEquals(
                    all.subList(all.indexOf(absent) + 1, all.size()),
                    rest,
                    "The streams after " + absent + ", as listed");
        }
    }

    /** Likely cause: what is counted is heads, or events, of which some are of deleted streams. */
    @Rule(
            id = "LIST-9",
            says = "The count of a category is that of its streams which exist, and of no other category's.",
            needs = Capability.LISTING)
    public void count(Subject store) {
        assertEquals(0, store.listing().count("cart"), "The count of an empty store");
        for (int i = 1; i <= 12; i++) {
            store.store(StreamId.of("cart", String.valueOf(i)), i % 3 + 1, 2);
        }
        for (String other : List.of("car", "cart2", "Cart")) {
            store.store(StreamId.of(other, "1"), 1, 1);
        }
        assertEquals(12, store.listing().count("cart"), "The count of category cart");
        assertEquals(0, store.listing().count("ca"), "The count of a category without streams");
        if (store.declares(Capability.DELETION)) {
            store.deletion().truncate(CART, Version.of(3));
            store.deletion().delete(OTHER);
            store.deletion().delete(StreamId.of("cart", "7"));
            assertEquals(10, store.listing().count("cart"), "The count with two streams deleted and one truncated");
            store.store(OTHER, 1, 1);
            assertEquals(11, store.listing().count("cart"), "The count with a deleted stream appended to again");
        }
    }

    private static List<StreamId> carts(Subject store) {
        return streams(Subject.drain(store.listing().list("cart")));
    }

    private static List<StreamId> cartsAfter(Subject store, StreamId after) {
        return streams(Subject.drain(store.listing().listAfter(after)));
    }

    private static List<StreamId> streams(List<StreamHead> heads) {
        return heads.stream().map(StreamHead::stream).toList();
    }

    private static void assertListsInBothWays(Subject store, List<StreamHead> carts, String when) {
        List<StreamHead> all = new ArrayList<>(carts);
        all.add(store.headAt(STOCK, 1));
        assertLists(all, Subject.drain(store.listing().list()), when + ", the streams of the store");
        assertLists(carts, Subject.drain(store.listing().list("cart")), when + ", the streams of the category");
    }

    private static void assertLists(List<StreamHead> expected, List<StreamHead> listed, String what) {
        Comparator<StreamHead> byStream = Comparator.comparing(StreamHead::stream);
        assertEquals(
                expected.stream().sorted(byStream).toList(),
                listed.stream().sorted(byStream).toList(),
                what);
    }
}
