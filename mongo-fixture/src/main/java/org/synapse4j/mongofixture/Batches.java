package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.LONG;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.CommandLog;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/** How appends share batches, and what two batches under way do to each other. */
final class Batches {
    private static final StreamId THIRD = StreamId.of("cart", "3");
    private static final StreamId FOURTH = StreamId.of("cart", "4");
    private static final StreamId FIFTH = StreamId.of("cart", "5");

    private Batches() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A second batch is written while the first is under way", factory, Batches::twoAtOnce),
                test("A batch takes half of the appends that are there", factory, Batches::halves),
                test("Appends that build on each other are not parted", factory, Batches::notParted),
                test("Of an odd number, the rest does not wait for a batch", factory, Batches::oddNumber),
                test("An append that makes room lets a free one lead", factory, Batches::makesRoom),
                test("What builds on a batch waits for it", factory, Batches::sameStream),
                test("A batch that fails below another one leaves no holes", factory, Batches::failsBelow),
                test("Two interrupted leaders leave nothing that lands late", factory, Batches::twoInterrupted),
                test("Who comes while slots are fetched joins the batch", factory, Batches::joins),
                test("Slots for whom nobody came become voids", factory, Batches::nobodyCame),
                test("Slots are fetched for few more than came before", factory, Batches::fewMore),
                test("Who is back before the batch ends is counted once", factory, Batches::countedOnce));
    }

    private static void twoAtOnce(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault held = bench.nextInsert().hold();
        Call<AppendResult> first = Call.heldBy(held, () -> bench.append(storage, CART, 2));
        AppendResult second = bench.append(storage, OTHER, 1);
        assertFalse(first.isDone());
        assertEquals(1, bench.feed().size(), "events before the hole");
        held.release();
        assertTrue(first.result().position().compareTo(second.position()) < 0);
        assertEquals(4, bench.feed().size());
        bench.requireContiguous();
    }

    private static void halves(Bench bench) throws InterruptedException {
        assertEquals(List.of(2), sharing(bench, List.of(THIRD, FOURTH, FIFTH)));
    }

    private static void notParted(Bench bench) throws InterruptedException {
        assertEquals(List.of(3), sharing(bench, List.of(THIRD, THIRD, THIRD)));
    }

    /** How many events the next batches hold, while another one is under way and appends to these streams wait. */
    private static List<Integer> sharing(Bench bench, List<StreamId> streams) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        List<HoldingFault> held = new ArrayList<>();
        List<Call<AppendResult>> appends = new ArrayList<>();
        for (StreamId stream : List.of(CART, OTHER)) {
            HoldingFault insert = bench.nextInsert().hold();
            appends.add(Call.heldBy(insert, () -> bench.append(storage, stream, 1)));
            held.add(insert);
        }
        appends.addAll(bench.waiting(storage, streams));
        bench.commands().clear();
        HoldingFault next = bench.nextInsert().hold();
        held.remove(0).release();
        assertTrue(next.awaitFired(1, LONG));
        List<Integer> sizes = bench.commands().seen().stream()
                .filter(command -> command.name().equals("insert"))
                .map(CommandLog.Seen::statements)
                .toList();
        next.release();
        held.remove(0).release();
        appends.forEach(Call::result);
        bench.requireContiguous();
        return sizes;
    }

    private static void oddNumber(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, OTHER, 1);
        List<StreamId> streams = List.of(THIRD, FOURTH, FIFTH);
        HoldingFault all = bench.nextInsert().hold();
        Call<AppendResult> before = Call.heldBy(all, () -> bench.append(storage, streams));
        List<Call<AppendResult>> appends = bench.waiting(storage, streams);
        HoldingFault batch = bench.nextInsert().hold();
        all.release();
        before.result();
        assertTrue(batch.awaitFired(1, LONG));
        CompletableFuture.anyOf(appends.stream().map(Call::outcome).toArray(CompletableFuture[]::new))
                .join();
        batch.release();
        appends.forEach(Call::result);
        bench.requireContiguous();
    }

    private static void makesRoom(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault first = bench.nextInsert().hold();
        List<Call<AppendResult>> appends = new ArrayList<>();
        appends.add(Call.heldBy(first, () -> bench.append(storage, CART, 1)));
        appends.addAll(bench.waiting(storage, List.of(CART, CART)));
        HoldingFault pair = bench.nextInsert().hold();
        first.release();
        assertTrue(pair.awaitFired(1, LONG));
        Call<AppendResult> free = Call.waiting(() -> bench.append(storage, OTHER, 1));
        appends.add(Call.of(() -> bench.append(storage, CART, 1)));
        free.result();
        pair.release();
        appends.forEach(Call::result);
        bench.requireContiguous();
    }

    private static void sameStream(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault held = bench.nextInsert().hold();
        Call<AppendResult> first = Call.heldBy(held, () -> bench.append(storage, CART, 1));
        Call<AppendResult> second = Call.waiting(() -> bench.append(storage, CART, 1));
        assertEquals(2, bench.append(storage, OTHER, 2).version().value(), "version of another stream");
        assertFalse(second.isDone());
        held.release();
        assertEquals(2, first.result().version().value());
        assertEquals(3, second.result().version().value());
    }

    private static void failsBelow(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        MongoStorage another = bench.open();
        bench.append(storage, CART, 1);
        bench.append(another, OTHER, 1);
        HoldingFault held = bench.nextInsert().hold();
        Call<AppendResult> loses = Call.heldBy(held, () -> bench.append(storage, CART, 3));
        bench.append(storage, THIRD, 1);
        bench.append(another, OTHER, 1);
        held.release();
        assertEquals(4, loses.result().version().value());
        bench.requireContiguous();
        assertEquals(7, bench.feed().size());
    }

    private static void twoInterrupted(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.openWithin(Duration.ofSeconds(2));
        bench.append(storage, CART, 1);
        List<HoldingFault> late = new ArrayList<>();
        List<Call<AppendResult>> leaders = new ArrayList<>();
        for (StreamId stream : List.of(CART, OTHER)) {
            HoldingFault held = bench.nextInsert().hold();
            leaders.add(Call.heldBy(held, () -> bench.append(storage, stream, 2)));
            late.add(held);
        }
        leaders.forEach(Call::interrupt);
        leaders.forEach(leader -> assertInstanceOf(OutcomeUnknownException.class, leader.failure()));
        assertEquals(1, bench.append(storage, THIRD, 1).version().value());
        List<SeenEvent> before = bench.feed();
        late.forEach(HoldingFault::release);
        assertEquals(2, bench.append(storage, CART, 1).version().value());
        assertEquals(before, bench.feed().subList(0, before.size()));
        assertEquals(3, bench.feed().size());
        bench.requireContiguous();
    }

    private static void joins(Bench bench) throws InterruptedException {
        MongoStorage storage = reserving(bench);
        HoldingFault insert = bench.nextInsert().hold();
        List<Call<AppendResult>> appends = new ArrayList<>();
        appends.add(Call.heldBy(insert, () -> bench.append(storage, CART, 1)));
        appends.add(Call.waiting(() -> bench.append(storage, OTHER, 1)));
        HoldingFault slots = bench.faults().next("findAndModify").hold();
        insert.release();
        assertTrue(slots.awaitFired(1, LONG));
        bench.commands().clear();
        appends.add(Call.waiting(() -> bench.append(storage, THIRD, 1)));
        slots.release();
        appends.forEach(Call::result);
        assertEquals(
                1,
                bench.commands().count("insert"),
                () -> "commands: " + bench.commands().seen());
        assertEquals(0, bench.voids());
        bench.requireContiguous();
    }

    private static void nobodyCame(Bench bench) throws InterruptedException {
        MongoStorage storage = reserving(bench);
        HoldingFault insert = bench.nextInsert().hold();
        Call<AppendResult> first = Call.heldBy(insert, () -> bench.append(storage, CART, 1));
        Call<AppendResult> second = Call.waiting(() -> bench.append(storage, OTHER, 1));
        insert.release();
        first.result();
        second.result();
        assertEquals(1, bench.voids());
        bench.requireContiguous();
        assertEquals(5, bench.feed().size());
    }

    private static void fewMore(Bench bench) throws InterruptedException {
        MongoStorage storage = reserving(bench);
        HoldingFault insert = bench.nextInsert().hold();
        List<Call<AppendResult>> appends = new ArrayList<>();
        appends.add(Call.heldBy(insert, () -> bench.append(storage, CART, 1)));
        appends.addAll(bench.waiting(storage, List.of(OTHER, THIRD, FOURTH, FIFTH)));
        insert.release();
        appends.forEach(Call::result);
        bench.append(storage, CART, 1);
        assertEquals(2, bench.voids(), "one for each of the two batches");
        bench.requireContiguous();
    }

    /** The answer to a batch is lost; when its leader has read it back and looks for the end of the log, the other one is back. */
    private static void countedOnce(Bench bench) throws InterruptedException {
        MongoStorage storage = reserving(bench);
        HoldingFault insert = bench.nextInsert().hold();
        List<Call<AppendResult>> appends = new ArrayList<>();
        appends.add(Call.heldBy(insert, () -> bench.append(storage, CART, 1)));
        appends.addAll(bench.waiting(storage, List.of(OTHER)));
        HoldingFault slots = bench.faults().next("findAndModify").hold();
        insert.release();
        assertTrue(slots.awaitFired(1, LONG));
        Call<AppendResult> joins = Call.waiting(() -> bench.append(storage, THIRD, 1));
        bench.nextInsert().dropAfter();
        // After the head of who joins, and both commits.
        HoldingFault end = bench.nthFind(4).hold();
        slots.release();
        assertTrue(end.awaitFired(1, LONG));
        joins.result();
        appends.addAll(bench.waiting(storage, List.of(FOURTH)));
        end.release();
        appends.forEach(Call::result);
        assertEquals(1, bench.voids(), "for the leader, who did not come again");
        bench.requireContiguous();
    }

    /** A storage that reserves slots, since another one has written. */
    static MongoStorage reserving(Bench bench) {
        MongoStorage storage = bench.open();
        MongoStorage another = bench.open();
        bench.append(storage, CART, 1);
        bench.append(another, OTHER, 1);
        bench.append(storage, CART, 1);
        return storage;
    }
}
