package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongopercommit.PerCommitStorage;
import org.synapse4j.mongoperevent.PerEventStorage;

/**
 * What each kind of call costs while a store grows: measured after every quarter. A store that is there already, on a server that is not started for
 * this run, is filled on from where it ends.
 */
final class Growth {
    private static final String DATABASE = "synapse_growth";
    private static final int QUARTERS = 4;
    private static final int WARM_UP = 20;
    private static final int TIMES = 60;
    private static final int PAGE = 100;
    private static final int LISTED = 1_000;

    /** In each block: streams of ten events, of which the first is of a rare category, and the last event of a rare type and tag. */
    private static final int STREAMS = 100;

    private static final int EVENTS = 10;
    private static final int BLOCK = STREAMS * EVENTS;
    private static final StreamId BLOCKS = StreamId.of("growth", "blocks");
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(60);

    private final MongoStorage storage;
    private final Map<String, double[]> medians = new LinkedHashMap<>();
    private final long begun = System.nanoTime();
    private long names = System.nanoTime();

    private Growth(MongoStorage storage) {
        this.storage = storage;
    }

    /** Fills a store of each layout with so many events, for an hour each at most, and prints a table of each. */
    static void measure(String uri, List<String> layouts, long events) {
        try (MongoClient client = MongoClients.create(uri)) {
            for (String layout : layouts) {
                MongoOptions options = MongoOptions.defaults().withPrefix("growth_" + layout.replace('-', '_'));
                try (MongoStorage storage = layout.equals("per-event")
                        ? PerEventStorage.on(client, DATABASE, options)
                        : PerCommitStorage.on(client, DATABASE, options)) {
                    storage.ensureIndexes();
                    new Growth(storage).measure(layout, events);
                }
            }
        }
    }

    private void measure(String layout, long events) {
        long blocks = storage.streams().head(BLOCKS).version().value();
        int quarter = 0;
        while (quarter < QUARTERS) {
            long wanted = Math.max(1, events * (quarter + 1) / QUARTERS / BLOCK);
            while (blocks < wanted && System.nanoTime() - begun < LONGEST_NANOS) {
                fill(blocks++);
            }
            if (blocks < wanted) {
                System.out.println("The hour is over with " + blocks * BLOCK + " events.");
                break;
            }
            calls(quarter++);
        }
        print(layout, events, quarter);
    }

    private void fill(long block) {
        List<NewSerializedEvent> events = new ArrayList<>();
        List<StreamExpectation> expectations = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            StreamId stream = StreamId.of(i == 0 ? "rare" : "cart", block + "-" + i);
            expectations.add(new StreamExpectation(stream, ExpectedVersion.any()));
            for (int j = 0; j < EVENTS; j++) {
                boolean last = i == STREAMS - 1 && j == EVENTS - 1;
                events.add(event(stream, last ? "Rare" : "ItemAdded", last ? "item:rare" : "item:" + block));
            }
        }
        expectations.add(new StreamExpectation(BLOCKS, ExpectedVersion.exactly(block)));
        events.add(event(BLOCKS, "BlockFilled", "item:" + block));
        storage.streams().append(new SerializedCommit(CommitId.fresh(), expectations, events, Optional.empty()));
    }

    /** Each call of its own streams, but for those that are the same after each quarter. */
    private void calls(int quarter) {
        Position end = storage.feed().orElseThrow().end();
        Position middle = Position.of(end.value() / 2);
        StreamId first = StreamId.of("cart", "0-1");
        time(quarter, "append", () -> append(fresh(), 1, Optional.empty()));
        time(
                quarter,
                "conditional append",
                () -> append(
                        fresh(),
                        1,
                        Optional.of(AppendCondition.unlessAny(EventQuery.tagged("seat:none"))
                                .after(end))));
        time(quarter, "load of 10", () -> read(StreamRead.of(first)));
        time(quarter, "head", () -> storage.streams().head(first));
        time(quarter, "feed, first 100", () -> feed(FeedRead.forwards()));
        time(quarter, "feed, 100 in the middle", () -> feed(FeedRead.forwards().after(middle)));
        time(quarter, "feed, last 100", () -> feed(FeedRead.backwards()));
        FeedRead rare = FeedRead.forwards().limit(1);
        time(quarter, "first event of a rare category", () -> drain(rare.matching(EventQuery.category("rare"))));
        time(quarter, "first event of a rare type", () -> drain(rare.matching(EventQuery.types("Rare"))));
        time(quarter, "first event of a rare tag", () -> drain(rare.matching(EventQuery.tagged("item:rare"))));
        time(
                quarter,
                "an event of a category, by position",
                () -> drain(rare.after(middle).matching(EventQuery.category("rare"))));
        time(quarter, "listing, first 1,000", () -> list());
        time(
                quarter,
                "count of the streams of a small category",
                () -> storage.listing().orElseThrow().count("growth"));
        List<StreamId> streams = new ArrayList<>();
        for (int i = 0; i < WARM_UP + TIMES; i++) {
            streams.add(fresh());
            append(streams.get(i), EVENTS, Optional.empty());
        }
        int[] next = new int[1];
        time(
                quarter,
                "truncate of 5",
                () -> storage.deletion().orElseThrow().truncate(streams.get(next[0]++), Version.of(EVENTS / 2 + 1)));
        next[0] = 0;
        time(quarter, "snapshot, save", () -> storage.snapshots().orElseThrow().save(snapshot(streams.get(next[0]++))));
        next[0] = 0;
        time(
                quarter,
                "snapshot, read",
                () -> storage.snapshots().orElseThrow().latest(streams.get(next[0]++), Version.MAX));
        next[0] = 0;
        time(quarter, "delete of 10", () -> storage.deletion().orElseThrow().delete(streams.get(next[0]++)));
    }

    private void time(int quarter, String what, Runnable call) {
        long[] nanos = new long[TIMES];
        for (int i = -WARM_UP; i < TIMES; i++) {
            long start = System.nanoTime();
            call.run();
            if (i >= 0) {
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        medians.computeIfAbsent(what, name -> new double[QUARTERS])[quarter] = nanos[TIMES / 2] / 1e6;
    }

    private void print(String layout, long events, int quarters) {
        System.out.printf(Locale.ROOT, "%n| %s, median ms after events |", layout);
        for (int i = 1; i <= quarters; i++) {
            System.out.printf(Locale.ROOT, " %,d |", events * i / QUARTERS);
        }
        System.out.printf(" last to first |%n|---|%s--:|%n", "--:|".repeat(quarters));
        medians.forEach((what, own) -> {
            System.out.print("| " + what + " |");
            for (int i = 0; i < quarters; i++) {
                System.out.printf(Locale.ROOT, " %.2f |", own[i]);
            }
            System.out.printf(Locale.ROOT, " %.2f |%n", own[Math.max(0, quarters - 1)] / own[0]);
        });
    }

    private StreamId fresh() {
        return StreamId.of("measured", Long.toString(names++));
    }

    private void append(StreamId stream, int count, Optional<AppendCondition> condition) {
        List<NewSerializedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(stream, "ItemAdded", "item:measured"));
        }
        storage.streams()
                .append(new SerializedCommit(
                        CommitId.fresh(),
                        List.of(new StreamExpectation(stream, ExpectedVersion.any())),
                        events,
                        condition));
    }

    private static NewSerializedEvent event(StreamId stream, String type, String tag) {
        SerializedEvent event = new SerializedEvent(
                EventId.fresh(),
                TypeName.of(type),
                Revision.FIRST,
                Set.of(Tag.of(tag)),
                Payload.json(Plain.JSON),
                Map.of("by", "benchmark"),
                Instant.now());
        return NewSerializedEvent.of(stream, event);
    }

    private static SerializedSnapshot snapshot(StreamId stream) {
        return new SerializedSnapshot(
                stream,
                Version.of(EVENTS),
                TypeName.of("Cart"),
                Revision.FIRST,
                Payload.json(Plain.JSON),
                Map.of(),
                Instant.now());
    }

    private void read(StreamRead read) {
        drain(storage.streams().read(read), Long.MAX_VALUE);
    }

    private void feed(FeedRead read) {
        drain(read.limit(PAGE));
    }

    private void drain(FeedRead read) {
        drain(storage.feed().orElseThrow().read(read), Long.MAX_VALUE);
    }

    private void list() {
        drain(storage.listing().orElseThrow().list(), LISTED);
    }

    private static void drain(Cursor<?> cursor, long most) {
        try (cursor) {
            for (long i = 0; i < most && cursor.hasNext(); i++) {
                cursor.next();
            }
        }
    }
}
