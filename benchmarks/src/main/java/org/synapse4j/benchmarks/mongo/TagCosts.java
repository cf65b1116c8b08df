package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoOptions.Tags;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongopercommit.PerCommitStorage;
import org.synapse4j.mongoperevent.PerEventStorage;

/** What tags cost an append, with their index and without, what a condition on one costs, and how soon a query by tags has its first page. */
final class TagCosts {
    /** One in so many has a tag of which 100,000 in two million are. */
    private static final int FREQUENT = 20;

    /** One in so many has the tag that 1,000 of two million have. */
    private static final int RARE = 2000;

    private static final int IN_A_COMMIT = 1000;
    private static final int PAGE = 100;
    private static final int READS = 200;
    private static final int TURNS = 10;

    private final MongoClient client;
    private final String layout;
    private final String name;
    private int appended;

    private TagCosts(MongoClient client, String layout, String name) {
        this.client = client;
        this.layout = layout;
        this.name = name;
    }

    /** Measures appends of one event in one thread. */
    static void appends(MongoClient client, String layout, String name) {
        TagCosts costs = new TagCosts(client, layout, name);
        try (MongoStorage without = costs.open("n", Tags.NONE);
                MongoStorage with = costs.open("i", Tags.INDEXED)) {
            Map<String, Load> loads = new LinkedHashMap<>();
            loads.put("no tag, no index", costs.load(without, 0, false));
            for (int tags : new int[] {0, 1, 3}) {
                loads.put(tags + " tags, index", costs.load(with, tags, false));
            }
            loads.put("1 tag, index, on a condition", costs.load(with, 1, true));
            MongoMain.inTurn(loads, 4, 1);
            Map<String, Figures> figures = MongoMain.inTurn(loads, TURNS, 1);
            loads.values().forEach(Load::close);
            Table.print("one event, " + layout + ", 1 thread", figures);
        }
    }

    private Load load(MongoStorage storage, int tags, boolean onCondition) {
        return new Load(1, (thread, count) -> {
            int number = appended++;
            Set<Tag> own = IntStream.range(0, tags)
                    .mapToObj(i -> Tag.of("t" + i + ":" + number))
                    .collect(Collectors.toUnmodifiableSet());
            Optional<AppendCondition> condition = onCondition
                    ? Optional.of(AppendCondition.unlessAny(EventQuery.tagged("t0:" + number)))
                    : Optional.empty();
            append(storage, StreamId.of("load", tags + "-" + onCondition), condition, List.of(own));
        });
    }

    /** Measures queries of a store of so many events, and prints. */
    static void reads(MongoClient client, String layout, String name, int events) {
        TagCosts costs = new TagCosts(client, layout, name);
        try (MongoStorage storage = costs.open("r", Tags.INDEXED)) {
            for (int first = 0; first < events; first += IN_A_COMMIT) {
                append(
                        storage,
                        StreamId.of("s", "" + first),
                        Optional.empty(),
                        IntStream.range(first, first + IN_A_COMMIT)
                                .mapToObj(TagCosts::tags)
                                .toList());
            }
            page(storage, layout, events / RARE, "rare:1");
            page(storage, layout, events / FREQUENT, "left:1");
            page(storage, layout, events / RARE, "left:1", "right:1");
        }
    }

    /** Every twentieth event has the tag left:1, every twentieth right:1, and one in 2,000 both. */
    private static Set<Tag> tags(int event) {
        Set<String> tags = new TreeSet<>();
        if (event % RARE == 7) {
            tags.add("rare:1");
        }
        if (event % FREQUENT == 0) {
            tags.add("left:1");
        }
        if (event % FREQUENT == 1 ? event % RARE != 1 : event % RARE == 0) {
            tags.add("right:1");
        }
        return tags.stream().map(Tag::of).collect(Collectors.toUnmodifiableSet());
    }

    private static void page(MongoStorage storage, String layout, int having, String... tags) {
        EventQuery query = EventQuery.tagged(tags);
        int expected = Math.min(PAGE, having);
        long[] took = new long[READS];
        for (int i = -READS / 4; i < READS; i++) {
            long start = System.nanoTime();
            int met = count(storage.feed()
                    .orElseThrow()
                    .read(FeedRead.forwards().matching(query).limit(PAGE)));
            if (i >= 0) {
                took[i] = System.nanoTime() - start;
            }
            if (met != expected) {
                throw new IllegalStateException("Read " + met + " events of " + expected);
            }
        }
        Arrays.sort(took);
        System.out.printf(
                Locale.ROOT,
                "| first %d of %s, %s: %,d have it | %.2f | %.2f |%n",
                PAGE,
                tags.length == 1 ? "a tag" : "two tags together",
                layout,
                having,
                took[READS / 2] / 1e6,
                took[READS * 99 / 100] / 1e6);
    }

    private MongoStorage open(String suffix, Tags tags) {
        MongoOptions options = MongoOptions.defaults().withPrefix(name + suffix).withTags(tags);
        MongoStorage storage = layout.equals("per-event")
                ? PerEventStorage.on(client, Plain.DATABASE, options)
                : PerCommitStorage.on(client, Plain.DATABASE, options);
        storage.ensureIndexes();
        return storage;
    }

    private static void append(
            MongoStorage storage, StreamId stream, Optional<AppendCondition> condition, List<Set<Tag>> events) {
        List<NewSerializedEvent> all = events.stream()
                .map(tags -> NewSerializedEvent.of(
                        stream,
                        new SerializedEvent(
                                EventId.fresh(),
                                TypeName.of("ItemAdded"),
                                Revision.FIRST,
                                tags,
                                Payload.json(Plain.JSON),
                                Map.of("by", "benchmark"),
                                Instant.now())))
                .toList();
        storage.streams()
                .append(new SerializedCommit(
                        CommitId.fresh(),
                        List.of(new StreamExpectation(stream, ExpectedVersion.any())),
                        all,
                        condition));
    }

    private static int count(Cursor<StoredSerializedEvent> cursor) {
        int count = 0;
        try (cursor) {
            while (cursor.hasNext()) {
                cursor.next();
                count++;
            }
        }
        return count;
    }
}
