package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.LONG;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.MongoClient;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;

/** The end of one leader beside the writes of another. Each case was an error once, or nearly. */
final class TwoLeaders {
    private static final StreamId THIRD = StreamId.of("cart", "3");
    private static final StreamId A = StreamId.of("seat", "A");
    private static final StreamId B = StreamId.of("seat", "B");
    private static final StreamId C = StreamId.of("seat", "C");
    private static final StreamId D = StreamId.of("seat", "D");
    private static final StreamId E = StreamId.of("seat", "E");
    /** A passing error that the driver does not answer by reading again. */
    private static final int FAILED_TO_SATISFY_READ_PREFERENCE = 133;

    private TwoLeaders() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("What two interrupted leaders leave keeps its conditions", factory, TwoLeaders::conditionKept),
                test("An Error of one append leaves its stream to others", factory, TwoLeaders::error),
                test("Two reservations at once leave no hole", factory, TwoLeaders::twoReservations),
                test("A guess is not given back below what was seen", factory, TwoLeaders::givenBackBelow),
                test("An interrupt reaches nobody else", factory, TwoLeaders::lookInterrupted),
                test("A conflict is one, whichever read is lost", factory, TwoLeaders::lostRead),
                test("A leader's interrupt is none of a conflict's", factory, TwoLeaders::conflictOfAnother),
                test("Who leads while another writes for it knows no outcome", factory, TwoLeaders::inOtherHands));
    }

    private static void conditionKept(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        MongoStorage another = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault first = held(bench, storage, A);
        HoldingFault second = held(bench, storage, B);
        Call<AppendResult> leads = Call.waiting(() -> bench.append(storage, D, 1));
        Call<AppendResult> with = Call.waiting(() -> bench.append(storage, E, 1));
        Call<AppendResult> conditional =
                Call.waiting(() -> bench.appendUnless(storage, C, EventQuery.category("cart")));
        HoldingFault third = bench.nextInsert().hold();
        first.release();
        assertTrue(third.awaitFired(1, LONG));
        second.release();
        HoldingFault slots = bench.faults().next("findAndModify").hold();
        Call<AppendResult> alsoLeads = Call.heldBy(slots, () -> bench.append(storage, THIRD, 1));
        HoldingFault moreSlots = bench.faults().next("findAndModify").hold();
        bench.append(another, OTHER, 1);
        third.release();
        assertTrue(moreSlots.awaitFired(1, LONG));
        leads.interrupt();
        moreSlots.release();
        leads.end();
        alsoLeads.interrupt();
        slots.release();
        alsoLeads.end();
        assertEquals(1, with.result().version().value());
        assertInstanceOf(ConditionConflictException.class, conditional.failure());
    }

    private static void error(Bench bench) {
        bench.open();
        AtomicBoolean armed = new AtomicBoolean();
        CommandListener fails = new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                if (event.getCommandName().equals("insert") && armed.compareAndSet(true, false)) {
                    throw new OutOfMemoryError("once");
                }
            }
        };
        try (MongoClient client = bench.client(fails)) {
            MongoStorage storage = bench.on(client);
            bench.append(storage, CART, 1);
            armed.set(true);
            assertThrows(OutOfMemoryError.class, () -> bench.append(storage, CART, 1));
            assertEquals(1, bench.append(storage, OTHER, 1).version().value());
            assertEquals(2, bench.append(storage, CART, 1).version().value());
            bench.requireContiguous();
        }
    }

    /** Both have lost a guess; the one whose slots are lower learns of them last. */
    private static void twoReservations(Bench bench) throws InterruptedException {
        bench.open();
        MongoStorage another = bench.open();
        AtomicInteger reservations = new AtomicInteger(-1);
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        CommandListener slow = new CommandListener() {
            @Override
            public void commandSucceeded(CommandSucceededEvent event) {
                if (event.getCommandName().equals("findAndModify") && reservations.incrementAndGet() == 2) {
                    answered.countDown();
                    await(read);
                }
            }
        };
        try (MongoClient client = bench.client(slow)) {
            MongoStorage storage = bench.on(client);
            bench.append(storage, CART, 1);
            HoldingFault first = bench.nextInsert().hold();
            Call<AppendResult> slower = Call.heldBy(first, () -> bench.append(storage, CART, 1));
            HoldingFault second = bench.nextInsert().hold();
            Call<AppendResult> faster = Call.heldBy(second, () -> bench.append(storage, OTHER, 1));
            bench.append(another, THIRD, 1);
            bench.append(another, THIRD, 1);
            reservations.set(0);
            first.release();
            await(answered);
            second.release();
            faster.result();
            read.countDown();
            slower.result();
            bench.requireContiguous();
        }
    }

    private static void givenBackBelow(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        MongoStorage another = bench.open();
        bench.append(storage, CART, 1);
        bench.append(another, CART, 1);
        bench.appendUnless(storage, OTHER, EventQuery.tagged("never:0"));
        HoldingFault insert = bench.nextInsert().hold();
        Call<AppendResult> fails = Call.heldBy(insert, () -> bench.append(storage, CART, 1));
        HoldingFault slots = bench.faults().nth(2, "findAndModify").hold();
        Call<AppendResult> conditional = Call.of(() -> Bench.appendUnless(
                storage, Commits.add(THIRD, ExpectedVersion.any(), 3), EventQuery.tagged("never:1")));
        assertTrue(slots.awaitFired(1, LONG));
        insert.release();
        assertEquals(3, fails.result().version().value());
        conditional.interrupt();
        slots.release();
        assertInstanceOf(OperationInterruptedException.class, conditional.failure());
        bench.append(storage, OTHER, 1);
        bench.requireContiguous();
    }

    /** After a lost answer the leader looks for the end of the log, and is interrupted there. */
    private static void lookInterrupted(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault first = held(bench, storage, A);
        HoldingFault second = held(bench, storage, B);
        Call<AppendResult> leads = Call.waiting(() -> bench.append(storage, OTHER, 1));
        Call<AppendResult> with = Call.waiting(() -> bench.append(storage, THIRD, 1));
        HoldingFault third = bench.nextInsert().hold();
        bench.nextInsert().dropBefore();
        first.release();
        assertTrue(third.awaitFired(1, LONG));
        second.release();
        HoldingFault look = bench.faults().nth(7, "find").hold();
        third.release();
        assertTrue(look.awaitFired(1, LONG));
        leads.interrupt();
        look.release();
        leads.end();
        assertEquals(1, with.result().version().value());
        assertEquals(
                List.of(),
                bench.feed().stream()
                        .filter(event -> event.place().version().value() > 1)
                        .toList());
    }

    private static void lostRead(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        int reads = 0;
        Fault lost;
        do {
            lost = bench.faults().nth(reads + 1, "find").fail(FAILED_TO_SATISFY_READ_PREFERENCE);
            assertThrows(
                    ConditionConflictException.class,
                    () -> bench.appendUnless(storage, OTHER, EventQuery.category("cart")));
            reads += lost.fired();
        } while (lost.fired() == 1);
        assertEquals(6, reads, "reads of which one was lost in turn");
    }

    /** A leader whose own append has to wait writes a conditional one of another thread, and is interrupted. */
    private static void conflictOfAnother(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault first = held(bench, storage, A);
        HoldingFault second = bench.nextInsert().hold();
        Call<AppendResult> both = Call.heldBy(second, () -> bench.append(storage, List.of(B, C)));
        Call<AppendResult> behind = Call.waiting(() -> bench.append(storage, List.of(B, D)));
        Call<AppendResult> leads = Call.waiting(() -> bench.append(storage, D, 1));
        Call<AppendResult> conditional =
                Call.waiting(() -> bench.appendUnless(storage, E, EventQuery.category("cart")));
        HoldingFault giveBack = bench.faults().nth(2, "insert").hold();
        first.release();
        assertTrue(giveBack.awaitFired(1, LONG));
        HoldingFault read = bench.faults().next("find").hold();
        giveBack.release();
        assertTrue(read.awaitFired(1, LONG));
        leads.interrupt();
        read.release();
        leads.end();
        second.release();
        assertInstanceOf(ConditionConflictException.class, conditional.failure());
        both.result();
        behind.result();
    }

    /** It makes certain what an interrupted leader left, and meanwhile its own append is in the other batch. */
    private static void inOtherHands(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bench.nextInsert().dropBefore();
        HoldingFault readBack = bench.faults().next("find").hold();
        Call<AppendResult> leaves = Call.heldBy(readBack, () -> bench.append(storage, CART, 1));
        leaves.interrupt();
        readBack.release();
        assertInstanceOf(OutcomeUnknownException.class, leaves.failure());
        HoldingFault again = bench.faults().next("find").hold();
        Call<AppendResult> leads = Call.heldBy(again, () -> bench.append(storage, OTHER, 1));
        HoldingFault head = bench.faults().next("find").hold();
        Call<AppendResult> alsoLeads = Call.heldBy(head, () -> bench.append(storage, THIRD, 1));
        leads.interrupt();
        again.release();
        assertInstanceOf(OutcomeUnknownException.class, leads.failure());
        head.release();
        alsoLeads.result();
        assertEquals(2, bench.append(storage, OTHER, 1).version().value());
        assertEquals(2, bench.append(storage, CART, 1).version().value());
        bench.requireContiguous();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LONG.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** An append whose insert the server holds. */
    private static HoldingFault held(Bench bench, MongoStorage storage, StreamId stream) throws InterruptedException {
        HoldingFault held = bench.nextInsert().hold();
        Call.heldBy(held, () -> bench.append(storage, stream, 1));
        return held;
    }
}
