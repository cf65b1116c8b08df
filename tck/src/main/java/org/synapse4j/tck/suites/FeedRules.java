package org.synapse4j.tck.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.EventQuery.category;
import static org.synapse4j.api.EventQuery.tagged;
import static org.synapse4j.api.EventQuery.types;
import static org.synapse4j.api.ExpectedVersion.any;
import static org.synapse4j.api.ExpectedVersion.exactly;
import static org.synapse4j.api.ExpectedVersion.noStream;
import static org.synapse4j.tck.suites.Feeds.CART;
import static org.synapse4j.tck.suites.Feeds.STOCK;
import static org.synapse4j.tck.suites.Feeds.assertFinds;
import static org.synapse4j.tck.suites.Feeds.matching;
import static org.synapse4j.tck.suites.Feeds.mixed;
import static org.synapse4j.tck.suites.Feeds.pick;
import static org.synapse4j.tck.suites.ReadRules.reversed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules FEED: the feed. */
public final class FeedRules {
    private static final FeedRead ALL = FeedRead.forwards();
    private static final FeedRead BACKWARDS = FeedRead.backwards();

    /** Likely cause: the feed is ordered by stream, by event id or by time, or a commit lies in it in another order. */
    @Rule(
            id = "FEED-1",
            says =
                    "The feed delivers the events of all streams at strictly ascending positions, in the order in which one"
                            + " writer appended them.",
            needs = Capability.FEED)
    public void order(Subject store) {
        Compare.events(List.of(), store.readFeed(), "The feed of an empty store");
        var stored = mixed(store);
        for (int i = 1; i < stored.size(); i++) {
            Position before = stored.get(i - 1).position();
            Position position = stored.get(i).position();
            assertTrue(before.compareTo(position) < 0, "Position " + position + " comes after " + before);
        }
        assertTrue(Position.START.compareTo(stored.get(0).position()) < 0, "An event lies at Position.START");
        Compare.events(stored, store.readFeed(), "The feed");
    }

    /** Likely cause: a bound is inclusive, as those of stream reads are. */
    @Rule(
            id = "FEED-2",
            says =
                    "A read delivers the events after one position and before another, both excluded; between a position and"
                            + " itself lies nothing.",
            needs = Capability.FEED)
    public void boundsAreExclusive(Subject store) {
        var stored = mixed(store);
        int size = stored.size();
        for (int i = 0; i < size; i++) {
            Position position = stored.get(i).position();
            Compare.events(stored.subList(i + 1, size), store.readFeed(ALL.after(position)), "After " + position);
            Compare.events(stored.subList(0, i), store.readFeed(ALL.before(position)), "Before " + position);
            var nothing = ALL.after(position).before(position);
            Compare.events(List.of(), store.readFeed(nothing), "After and before " + position);
            for (int j = i + 1; j < size; j++) {
                Position end = stored.get(j).position();
                var read = ALL.after(position).before(end);
                Compare.events(stored.subList(i + 1, j), store.readFeed(read), "Between " + position + " and " + end);
            }
        }
        Compare.events(List.of(), store.readFeed(ALL.before(Position.START)), "Before Position.START");
        Compare.events(List.of(), store.readFeed(ALL.after(Position.MAX)), "After Position.MAX");
    }

    /** Likely cause: events are counted before they are filtered, or 0 is taken for no limit. */
    @Rule(
            id = "FEED-3",
            says = "A read delivers at most as many events as its limit says, of those that match; with limit 0 none.",
            needs = Capability.FEED)
    public void limitsCountMatches(Subject store) {
        var stored = mixed(store);
        for (EventQuery query : List.of(EventQuery.all(), category("stock"), types("Counted"), tagged("seat:1"))) {
            var matching = matching(stored, query);
            for (int limit = 0; limit <= matching.size(); limit++) {
                String what = "Limit " + limit + " of those that match " + query;
                var read = ALL.matching(query).limit(limit);
                Compare.events(matching.subList(0, limit), store.readFeed(read), what);
            }
            var read = ALL.matching(query).limit(1L << 32);
            Compare.events(matching, store.readFeed(read), "A limit that fits no 32 bits, of " + query);
        }
    }

    /** Likely cause: the direction turns the delivered events round, instead of where the read starts. */
    @Rule(
            id = "FEED-4",
            says =
                    "A backward read delivers the newest event first, from the end or from below a position; a limit counts"
                            + " from there.",
            needs = Capability.FEED)
    public void backwards(Subject store) {
        var stored = mixed(store);
        Compare.events(reversed(stored), store.readFeed(BACKWARDS), "Backwards");
        for (int i = 1; i < stored.size(); i++) {
            var last = reversed(stored.subList(stored.size() - i, stored.size()));
            Compare.events(last, store.readFeed(BACKWARDS.limit(i)), "Backwards, limit " + i);
            var read = BACKWARDS.before(stored.get(i).position());
            Compare.events(reversed(stored.subList(0, i)), store.readFeed(read), "Backwards from event " + i);
            Compare.events(
                    stored.subList(i - 1, i), store.readFeed(read.limit(1)), "Backwards from event " + i + ", limit 1");
        }
    }

    /** Likely cause: one of two bounds, or the query, is left out where all are given. */
    @Rule(id = "FEED-5", says = "Bounds, limit, direction and query combine.", needs = Capability.FEED)
    public void combined(Subject store) {
        var stored = mixed(store);
        for (EventQuery query : List.of(EventQuery.all(), category("cart"), types("Taken"), tagged("seat:1"))) {
            for (int from = 0; from < stored.size(); from += 2) {
                for (int to = from + 1; to < stored.size(); to += 2) {
                    var within = matching(stored.subList(from + 1, to), query);
                    int limit = Math.min(2, within.size());
                    var read = ALL.after(stored.get(from).position())
                            .before(stored.get(to).position())
                            .matching(query)
                            .limit(2);
                    String what = "Two events of " + query + " between events " + from + " and " + to;
                    Compare.events(within.subList(0, limit), store.readFeed(read), what);
                    var back = new FeedRead(read.after(), read.before(), query, 2, Direction.BACKWARDS);
                    Compare.events(reversed(within).subList(0, limit), store.readFeed(back), what + ", backwards");
                }
            }
        }
    }

    /** Likely cause: the category is found as the beginning of the written stream name. */
    @Rule(id = "FEED-6", says = "A query finds categories whole and exactly.", needs = Capability.FEED)
    public void categories(Subject store) {
        var stored = new ArrayList<StoredSerializedEvent>();
        for (String category : List.of("cart", "car", "cart2", "cart-", "Cart", "c.rt", "$cart", "*", "caf\u00e9")) {
            stored.addAll(store.store(StreamId.of(category, "cart/1"), 2, 2));
        }
        for (int i = 0; i < stored.size(); i += 2) {
            var query = category(stored.get(i).stream().category());
            assertFinds(store, query, stored.subList(i, i + 2));
        }
        assertFinds(store, category("cart", "car", "unknown"), stored.subList(0, 4));
    }

    /** Likely cause: types are matched by their beginning, or only the first of several. */
    @Rule(id = "FEED-7", says = "A query finds types whole and exactly.", needs = Capability.FEED)
    public void typeNames(Subject store) {
        var names = List.of("Taken", "TakenBack", "taken", "shop.Taken", "Taken.*", "$Taken", "\u8cb7\u3046");
        var stored = store.store(CART, names.stream().map(Sample::event).toList());
        for (int i = 0; i < names.size(); i++) {
            assertFinds(store, types(names.get(i)), stored.subList(i, i + 1));
        }
        assertFinds(store, types("Taken", "taken", "Unknown"), pick(stored, 0, 2));
    }

    /** Likely cause: one of several tags is enough, or a tag is matched by its key or its beginning. */
    @Rule(
            id = "FEED-8",
            says = "A query finds the events that carry all of its tags, each exactly.",
            needs = Capability.FEED)
    public void tags(Subject store) {
        var stored = store.store(
                CART,
                List.of(
                        Sample.event("Taken", "{}", "seat:1"),
                        Sample.event("Taken", "{}", "seat:12", "row:1"),
                        Sample.event("Taken", "{}", "row:1", "seat:1"),
                        Sample.event("Taken", "{}", "seat:1:a", "Seat:1", "seat:1 "),
                        Sample.event("Taken", "{}"),
                        Sample.event("Taken", "{\"tags\":[\"seat:1\"]}", "$a.b:\u00e9")));
        assertFinds(store, tagged("seat:1"), pick(stored, 0, 2));
        assertFinds(store, tagged("seat:1", "row:1"), pick(stored, 2));
        assertFinds(store, tagged("row:1", "seat:12"), pick(stored, 1));
        assertFinds(store, tagged("seat:1:a"), pick(stored, 3));
        assertFinds(store, tagged("Seat:1", "seat:1 "), pick(stored, 3));
        assertFinds(store, tagged("$a.b:\u00e9"), pick(stored, 5));
        assertFinds(store, tagged("seat:2"), List.of());
    }

    /** Likely cause: criteria are joined the wrong way, or an event that meets two of them is delivered twice. */
    @Rule(
            id = "FEED-9",
            says =
                    "A query finds, once, each event that meets at least one of its criteria in category, type and tags.",
            needs = Capability.FEED)
    public void criteria(Subject store) {
        var stored = mixed(store);
        assertFinds(store, types("Taken").or(tagged("seat:1")), pick(stored, 2, 4, 6, 8));
        assertFinds(store, category("cart").or(category("stock")), stored);
        assertFinds(store, category("cart").and(types("Taken")), pick(stored, 4));
        assertFinds(store, category("stock").and(types("Taken")).and(tagged("seat:1")), pick(stored, 2));
        var one = category("stock").and(types("Counted"));
        assertFinds(store, one.or(category("cart").and(tagged("seat:2"))), pick(stored, 5, 6, 7, 8));
        assertFinds(store, types("Taken").or(types("Taken")).or(EventQuery.all()), stored);
        assertFinds(store, types("Unknown").or(tagged("seat:2")), pick(stored, 3, 5, 6));
    }

    /** Likely cause: positions are counted while reading. */
    @Rule(
            id = "FEED-10",
            says = "A query changes no position: a read with another query goes on where one stopped.",
            needs = Capability.FEED)
    public void queriesChangeNoPosition(Subject store) {
        var stored = mixed(store);
        for (EventQuery query : List.of(category("stock"), types("Taken"), tagged("seat:1"))) {
            var found = store.readFeed(ALL.matching(query));
            Compare.events(matching(stored, query), found, "Those that match " + query);
            for (StoredSerializedEvent event : found) {
                var rest = stored.stream()
                        .filter(one -> one.position().compareTo(event.position()) > 0)
                        .toList();
                Compare.events(rest, store.readFeed(ALL.after(event.position())), "After one that matches " + query);
            }
        }
    }

    /** Likely cause: a query without criteria is taken for one that does not restrict. */
    @Rule(
            id = "FEED-11",
            says = "A query that nothing matches delivers nothing; one without criteria is such a query.",
            needs = Capability.FEED)
    public void nothingMatches(Subject store) {
        mixed(store);
        for (EventQuery query : List.of(
                new EventQuery(List.of()),
                category("unknown"),
                types("Unknown"),
                tagged("seat:99"),
                category("cart").and(category("stock")))) {
            Compare.events(List.of(), store.readFeed(ALL.matching(query)), "Nothing matches " + query);
            Compare.events(List.of(), store.readFeed(BACKWARDS.matching(query)), "Nothing matches backwards " + query);
        }
    }

    /** Likely cause: the end is counted in events or documents, or lies beyond what may still be appended. */
    @Rule(
            id = "FEED-12",
            says =
                    "The end of the feed is Position.START before there was an event, then at or after every event and before"
                            + " every later one.",
            needs = Capability.FEED)
    public void end(Subject store) {
        assertEquals(Position.START, store.feed().end(), "The end of a feed that never had an event");
        for (int size : List.of(1, 3, 5)) {
            Position before = store.feed().end();
            var stored = store.store(CART, size, 2);
            Position after = store.feed().end();
            Position last = stored.get(size - 1).position();
            assertTrue(
                    before.compareTo(stored.get(0).position()) < 0, "The end was " + before + ", then came " + stored);
            assertTrue(after.compareTo(last) >= 0, "The end is " + after + ", but an event lies at " + last);
            Compare.events(stored, store.readFeed(ALL.after(before)), "After what was the end");
            Compare.events(List.of(), store.readFeed(ALL.after(after)), "After the end");
        }
        for (int size : List.of(2, 4, 5, 6)) {
            Position last = store.store(CART, size, size).get(size - 1).position();
            Position end = store.feed().end();
            assertTrue(
                    end.compareTo(last) >= 0,
                    "After a commit of " + size + " events the end is " + end + ", but its last one lies at " + last);
        }
    }

    /** Likely cause: a page begins with the event at its bound, or skips one. */
    @Rule(
            id = "FEED-13",
            says =
                    "Reads with a limit, each after the last event of the one before, deliver together what one read does.",
            needs = Capability.FEED)
    public void paging(Subject store) {
        var stored = mixed(store);
        for (EventQuery query : List.of(EventQuery.all(), category("stock"), tagged("seat:1"))) {
            for (int size = 1; size <= 4; size++) {
                var pages = new ArrayList<StoredSerializedEvent>();
                var read = ALL.matching(query).limit(size);
                var page = store.readFeed(read);
                while (!page.isEmpty() && pages.size() <= stored.size()) {
                    pages.addAll(page);
                    page = store.readFeed(read.after(page.get(page.size() - 1).position()));
                }
                Compare.events(matching(stored, query), pages, "Pages of " + size + " of " + query);
            }
        }
    }

    /** Likely cause: a commit is delivered whole, or not at all, where a bound or a limit cuts it. */
    @Rule(
            id = "FEED-14",
            says = "Bounds and limits may cut inside a commit, at any place, forwards and backwards.",
            needs = Capability.FEED)
    public void cutsInsideACommit(Subject store) {
        var stored = store.store(CART, 15, 5);
        for (int cut = 1; cut < 15; cut++) {
            String where = "A cut inside a commit, after event " + cut;
            Position last = stored.get(cut - 1).position();
            Position next = stored.get(cut).position();
            Compare.events(stored.subList(cut, 15), store.readFeed(ALL.after(last)), where);
            Compare.events(stored.subList(0, cut), store.readFeed(ALL.before(next)), where);
            Compare.events(stored.subList(0, cut), store.readFeed(ALL.limit(cut)), where + ", by a limit");
            Compare.events(reversed(stored.subList(cut, 15)), store.readFeed(BACKWARDS.after(last)), where);
            Compare.events(reversed(stored.subList(0, cut)), store.readFeed(BACKWARDS.before(next)), where);
            Compare.events(reversed(stored.subList(cut, 15)), store.readFeed(BACKWARDS.limit(15 - cut)), where);
        }
    }

    /** Likely cause: a page without a match is taken for the end, or the first event of a page is lost. */
    @Rule(
            id = "FEED-15",
            says = "A feed of many pages is read whole, also by a query that few of its events match.",
            needs = Capability.FEED)
    public void pages(Subject store) {
        var stored = new ArrayList<StoredSerializedEvent>();
        for (int part = 0; part < 4; part++) {
            stored.addAll(store.store(CART, 500 + part, 100));
            stored.addAll(store.store(STOCK, List.of(Sample.event("Rare", "{}", "rare:yes"))));
        }
        Compare.events(stored, store.readFeed(), "A feed of many pages");
        Compare.events(reversed(stored), store.readFeed(BACKWARDS), "A feed of many pages, backwards");
        for (EventQuery query : List.of(category("stock"), types("Rare"), tagged("rare:yes"))) {
            assertFinds(store, query, matching(stored, query));
        }
    }

    /** Likely cause: what was deleted looks like something in flight, so that readers wait for it. */
    @Rule(
            id = "FEED-16",
            says = "The feed goes on across deleted events, also after the position of one of them.",
            needs = {Capability.FEED, Capability.DELETION})
    public void deletedEvents(Subject store) {
        var first = store.store(CART, 3, 3);
        var gone = store.store(STOCK, 5, 2);
        var last = store.store(CART, 3, 2);
        store.deletion().delete(STOCK);
        var left = new ArrayList<>(first);
        left.addAll(last);
        Compare.events(left, store.readFeed(), "The feed with deleted events in it");
        for (StoredSerializedEvent event : gone) {
            Compare.events(last, store.readFeed(ALL.after(event.position())), "After the position of a deleted event");
            var backwards = BACKWARDS.before(event.position());
            Compare.events(
                    reversed(first), store.readFeed(backwards), "Backwards from the position of a deleted event");
        }
        left.addAll(store.store(STOCK, 1, 1));
        Compare.events(left, store.readFeed(), "The feed after a deleted stream was appended to");
    }

    /** Likely cause: the feed has a cursor of its own, which was not held to what stream reads promise. */
    @Rule(
            id = "FEED-17",
            says = "Cursors of the feed keep what READ-11 to READ-15 say of cursors.",
            needs = Capability.FEED)
    public void cursors(Subject store) {
        mixed(store);
        CursorPromises.assertKept(() -> store.feed().read(ALL));
        CursorPromises.assertKept(() -> store.feed().read(BACKWARDS));
        CursorPromises.assertKept(() -> store.feed().read(ALL.matching(category("stock"))));
    }

    /** Likely cause: a page ends inside a commit that is stored while the feed is read. */
    @Rule(
            id = "FEED-18",
            says =
                    "A read of the feed delivers all that was stored before it was opened; of what is stored meanwhile, whole"
                            + " commits.",
            needs = Capability.FEED)
    public void endsAtACommit(Subject store) {
        var stored = store.store(CART, 9, 3);
        for (int taken = 0; taken < 3; taken++) {
            try (var forwards = store.feed().read(ALL);
                    var backwards = store.feed().read(BACKWARDS)) {
                int before = stored.size();
                var begun = CursorPromises.take(forwards, taken);
                var begunBackwards = CursorPromises.take(backwards, taken);
                stored.addAll(store.store(taken % 2 == 0 ? STOCK : CART, 6, 3));
                begun.addAll(Subject.drain(forwards));
                begunBackwards.addAll(Subject.drain(backwards));
                Collections.reverse(begunBackwards);
                for (var delivered : List.of(begun, begunBackwards)) {
                    int end = delivered.size();
                    assertTrue(end >= before && end % 3 == 0, end + " events delivered, which ends inside a commit");
                    Compare.events(stored.subList(0, end), delivered, "With " + taken + " events taken");
                }
            }
        }
    }

    /** Likely cause: the failed append took positions, and nobody says that they will stay empty. */
    @Rule(
            id = "FEED-19",
            says = "A failed append leaves nothing in the feed, and nothing that keeps later events from readers.",
            needs = Capability.FEED)
    public void conflictsLeaveNoHole(Subject store) {
        var stored = store.store(CART, 2, 2);
        for (int round = 0; round < 5; round++) {
            assertThrows(
                    VersionConflictException.class,
                    () -> store.append(CART, noStream(), Sample.events(3)),
                    "An append with a wrong expectation");
            stored.addAll(store.store(STOCK, 2, 2));
            Compare.events(stored, store.readFeed(), "The feed after a failed append");
            Compare.events(reversed(stored), store.readFeed(BACKWARDS), "The feed backwards after a failed append");
        }
    }

    /** Likely cause: the events of a commit over several streams are put into the feed by stream name. */
    @Rule(
            id = "FEED-20",
            says =
                    "A commit over several streams lies in the feed in its own order, and may be cut by bounds and limits.",
            needs = {Capability.FEED, Capability.MULTI_STREAM})
    public void commitsOverSeveralStreams(Subject store) {
        var before = store.store(CART, 1, 1);
        var stock = Sample.events(2);
        var cart = Sample.events(2);
        var commit = Commits.of(new Part(STOCK, any(), stock), new Part(CART, exactly(1), cart));
        var places = store.append(commit).places();
        var after = store.store(STOCK, 1, 1);
        var stored = new ArrayList<>(before);
        for (int i = 0; i < 4; i++) {
            var event = i < 2 ? stock.get(i) : cart.get(i - 2);
            stored.add(new StoredSerializedEvent(places.get(i), commit.id(), event.event()));
        }
        stored.addAll(after);
        Compare.events(stored, store.readFeed(), "A commit over two streams between two others");
        for (int i = 0; i < 6; i++) {
            var read = ALL.after(stored.get(i).position());
            Compare.events(stored.subList(i + 1, 6), store.readFeed(read), "After event " + i);
            Compare.events(stored.subList(0, i), store.readFeed(ALL.limit(i)), "Limit " + i);
        }
    }

    /** Likely cause: the stream is looked for by its category, or by the beginning of its name. */
    @Rule(
            id = "FEED-21",
            says =
                    "A query by streams delivers the events of those streams and of no other, however similar their names.",
            needs = Capability.FEED)
    public void byStreams(Subject store) {
        List<StreamId> streams = Stream.of("1", "10", "1/0", "*", "1$")
                .map(id -> StreamId.of("cart", id))
                .toList();
        Map<StreamId, List<StoredSerializedEvent>> stored = new LinkedHashMap<>();
        for (int round = 0; round < 2; round++) {
            streams.forEach(stream ->
                    stored.computeIfAbsent(stream, unknown -> new ArrayList<>()).addAll(store.store(stream, 2, 2)));
            store.store(StreamId.of("cart2", "1"), 1, 1);
        }
        for (StreamId stream : streams) {
            FeedRead read = ALL.matching(EventQuery.streams(stream));
            Compare.events(List.copyOf(stored.get(stream)), store.readFeed(read), "The feed of " + stream);
        }
        var two = ALL.matching(EventQuery.streams(streams.get(0), streams.get(1)));
        assertEquals(8, store.readFeed(two).size(), "Events in the feed of two streams");
    }

    /** Likely cause: the place of an event in its commit is kept in a number that is too small. */
    @Rule(
            id = "FEED-22",
            says = "The events of a commit of 40,000 are at positions that all differ, and that the feed says too.",
            needs = Capability.FEED,
            large = true)
    public void positionsOfALargeCommit(Subject store) {
        int events = Math.min(40_000, store.storage().limits().commitEvents());
        var stored = store.store(CART, Sample.events(events));
        var next = store.store(STOCK, 1, 1);
        assertEquals(
                events,
                stored.stream().map(StoredSerializedEvent::position).distinct().count(),
                "Positions of a commit of " + events + " events");
        var read = ALL.after(stored.get(events - 3).position());
        stored.addAll(next);
        Compare.events(stored, store.readFeed(), "The feed with a commit of " + events + " events");
        Compare.events(stored.subList(events - 2, events + 1), store.readFeed(read), "After one of its last events");
    }
}
