package org.synapse4j.tck.suites;

import static org.synapse4j.api.EventQuery.category;
import static org.synapse4j.api.EventQuery.streams;
import static org.synapse4j.api.EventQuery.tagged;
import static org.synapse4j.api.EventQuery.types;
import static org.synapse4j.tck.suites.Feeds.assertFinds;
import static org.synapse4j.tck.suites.Feeds.matching;
import static org.synapse4j.tck.suites.ReadRules.reversed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.kit.Compare;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Sample;
import org.synapse4j.tck.kit.Subject;

/** The rules QUERY: what a query finds in the feed. */
public final class QueryRules {
    private static final int MANY = 300;

    /** Likely cause: a name is looked for by LIKE, by a regular expression or by a path, and not escaped. */
    @Rule(
            id = "QUERY-1",
            says =
                    "What means something in a pattern, such as _ % * . ^ and brackets, stands for itself in streams, categories,"
                            + " types and tags.",
            needs = Capability.FEED)
    public void patterns(Subject store) {
        List<String> names = new ArrayList<>(List.of("ab", "axb", "axxb", "a", "b", "aab", "%", "*", ".*", "^a", "b$"));
        for (char c : "_%*.?+^$|()[]{}\\#@~-:;,'\"`&<>=! ".toCharArray()) {
            names.add("a" + c + "b");
        }
        names.add("a[x]b");
        names.add("a%%b");
        List<StoredSerializedEvent> stored = new ArrayList<>();
        for (String name : names) {
            stored.addAll(
                    store.store(StreamId.of(name, name), List.of(Sample.event(name, "{}", name + ":" + name, "k:v"))));
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            List<StoredSerializedEvent> one = stored.subList(i, i + 1);
            EventQuery byTag = tagged(name + ":" + name, "k:v");
            for (EventQuery query : List.of(types(name), category(name), streams(StreamId.of(name, name)), byTag)) {
                Compare.events(one, store.readFeed(FeedRead.forwards().matching(query)), "Those that match " + query);
            }
        }
    }

    /** Likely cause: a statement has a limit of parameters, and the rest of the names is cut off. */
    @Rule(
            id = "QUERY-2",
            says = "A query may name hundreds of streams, types or criteria, and finds the events of each.",
            needs = Capability.FEED)
    public void manyNames(Subject store) {
        StreamId[] streams = IntStream.range(0, MANY)
                .mapToObj(i -> StreamId.of("cart", String.valueOf(i)))
                .toArray(StreamId[]::new);
        String[] types = IntStream.range(0, MANY).mapToObj(i -> "Type" + i).toArray(String[]::new);
        List<StoredSerializedEvent> stored = new ArrayList<>(store.storeEach(
                List.of(streams), stream -> List.of(Sample.event("Type" + stream.id(), "{}", "n:" + stream.id()))));
        stored.addAll(store.store(StreamId.of("cart", "of-none"), List.of(Sample.event("None", "{}", "n:none"))));
        EventQuery either = tagged("n:0");
        for (int i = 1; i < MANY; i++) {
            either = either.or(tagged("n:" + i));
        }
        for (EventQuery query : List.of(types(types), streams(streams), either)) {
            assertFinds(store, query, stored.subList(0, MANY));
        }
    }

    /** Likely cause: a read looks at so many events and no more, or takes a page without a match for the end. */
    @Rule(
            id = "QUERY-3",
            says =
                    "What is rarer than one event in a thousand is found, in both directions, also by a read that wants no more than"
                            + " one.",
            needs = Capability.FEED)
    public void rareMatches(Subject store) {
        List<StoredSerializedEvent> stored = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            stored.addAll(store.store(StreamId.of("cart", "1"), 1_300, 130));
            stored.addAll(store.store(StreamId.of("rare", "1"), List.of(Sample.event("Rare", "{}", "rare:yes"))));
        }
        stored.addAll(store.store(StreamId.of("cart", "1"), 1_300, 130));
        for (EventQuery query : List.of(types("Rare"), tagged("rare:yes"), category("rare"))) {
            var rare = matching(stored, query);
            for (FeedRead read : List.of(FeedRead.forwards(), FeedRead.backwards())) {
                var expected = read.equals(FeedRead.forwards()) ? rare : reversed(rare);
                for (int limit : List.of(1, 3)) {
                    Compare.events(
                            expected.subList(0, Math.min(limit, 2)),
                            store.readFeed(read.matching(query).limit(limit)),
                            "At most " + limit + " of two rare ones, " + query);
                }
            }
            var rest = FeedRead.forwards()
                    .after(rare.get(0).position())
                    .matching(query)
                    .limit(1);
            Compare.events(rare.subList(1, 2), store.readFeed(rest), "The second of two rare ones, " + query);
        }
    }
}
