package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.Position;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/** The counter of slots chooses and protects nothing: shared, lost or wrong, it costs time only. */
final class SlotCounters {
    private SlotCounters() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("Two storages share a slot counter", factory, SlotCounters::sharedCounter),
                test("A lost slot counter costs nothing", factory, SlotCounters::lostCounter),
                test("A slot counter that was rolled back costs nothing", factory, SlotCounters::rolledBackCounter),
                test("A slot counter far ahead of the log is set back", factory, SlotCounters::damagedCounter));
    }

    private static void sharedCounter(Bench bench) {
        List<MongoStorage> storages = List.of(bench.open(), bench.open());
        List<Call<AppendResult>> appends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            MongoStorage storage = storages.get(i % 2);
            int number = i;
            appends.add(Call.of(() -> bench.append(storage, number % 3 == 0 ? CART : OTHER, 1 + number % 2)));
        }
        HashSet<Position> positions = new HashSet<>();
        appends.forEach(append -> append.result()
                .places()
                .forEach(place -> assertTrue(positions.add(place.position()), place::toString)));
        assertEquals(300, positions.size());
        assertEquals(300, bench.feed().size());
        bench.requireContiguous();
    }

    private static void lostCounter(Bench bench) {
        changedCounter(bench, () -> bench.store().deleteOne(Filters.eq("_id", "slots")));
    }

    private static void rolledBackCounter(Bench bench) {
        changedCounter(bench, () -> bench.store().updateOne(Filters.eq("_id", "slots"), Updates.set("next", 1L)));
    }

    private static void damagedCounter(Bench bench) {
        changedCounter(
                bench,
                () -> bench.store().updateOne(Filters.eq("_id", "slots"), Updates.set("next", 4_000_000_000_000L)));
    }

    /** A conditional append takes its slots from the counter, always. */
    private static void changedCounter(Bench bench, Runnable change) {
        MongoStorage one = bench.open();
        MongoStorage another = bench.open();
        for (int i = 0; i < 5; i++) {
            bench.appendUnless(one, CART, EventQuery.tagged("never:" + i));
            bench.appendUnless(another, OTHER, EventQuery.tagged("never:" + i));
        }
        change.run();
        for (int i = 0; i < 5; i++) {
            bench.appendUnless(another, CART, EventQuery.tagged("never:" + i));
            bench.appendUnless(one, OTHER, EventQuery.tagged("never:" + i));
        }
        assertEquals(20, bench.feed().size());
        bench.requireContiguous();
        assertEquals(20, bench.log().size(), "documents in the log, none of them a void");
    }
}
