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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.Fault;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;

/** Appends as the server sees them: how many commands they take, and what becomes of one that was sent and whose caller did not wait. */
final class SentAppends {
    private static final int UNAUTHORIZED = 13;

    private SentAppends() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A write that was given up never lands late", factory, SentAppends::lateWrite),
                test("Who waits for an interrupted leader goes on", factory, SentAppends::interruptedLeader),
                test("An append whose client is closed after it was sent", factory, SentAppends::closedClient),
                test("An append of a process that is alone is one command", factory, SentAppends::oneCommand),
                test("Appends that wait share one insert", factory, SentAppends::oneInsert),
                test("An append that is not allowed is not stored", factory, SentAppends::notAllowed));
    }

    private static void lateWrite(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault late = bench.nextInsert().deliverLate();
        AppendResult result = bench.append(storage, CART, 2);
        assertEquals(1, late.fired());
        List<SeenEvent> before = bench.feed();
        List<Document> log = bench.log();
        late.release();
        assertEquals(log, bench.log(), "the log after the late write");
        assertEquals(before, bench.feed());
        assertEquals(3, result.version().value());
        assertEquals(3, before.size());
    }

    private static void interruptedLeader(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, OTHER, 1);
        HoldingFault held = bench.nextInsert().hold();
        Fault dropped = bench.nextInsert().dropAfter();
        boolean[] flag = new boolean[1];
        Call<AppendResult> leader = Call.heldBy(held, () -> {
            try {
                return bench.append(storage, CART, 1);
            } finally {
                flag[0] = Thread.currentThread().isInterrupted();
            }
        });
        List<Call<AppendResult>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(Call.of(() -> bench.append(storage, OTHER, 1)));
        }
        leader.interrupt();
        held.release();
        assertTrue(dropped.awaitFired(1, LONG));
        waiting.forEach(Call::result);
        assertInstanceOf(OutcomeUnknownException.class, leader.failure());
        assertTrue(flag[0], "the interrupt flag stays set");
        assertEquals(5, bench.feed().size());
    }

    /** The server has it: the append may not end as if it were not stored. */
    private static void closedClient(Bench bench) throws InterruptedException {
        bench.open();
        HoldingFault held = bench.nextInsert().hold();
        Fault dropped = bench.nextInsert().dropAfter();
        Call<AppendResult> append;
        try (MongoClient client = bench.client()) {
            MongoStorage storage = bench.on(client);
            append = Call.heldBy(held, () -> bench.append(storage, CART, 1));
        }
        held.release();
        assertInstanceOf(OutcomeUnknownException.class, append.failure());
        assertTrue(dropped.awaitFired(1, LONG));
        bench.awaitFeed(1);
    }

    private static void oneCommand(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        bench.commands().clear();
        bench.append(storage, CART, 3);
        storage.streams().append(Commits.of(Commits.add(OTHER, ExpectedVersion.noStream(), 1)));
        assertEquals(
                2,
                bench.commands().count(),
                () -> "commands: " + bench.commands().seen());
        assertEquals(2, bench.commands().count("insert"));
    }

    private static void oneInsert(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        HoldingFault held = bench.nextInsert().hold();
        List<Call<AppendResult>> appends = new ArrayList<>();
        appends.add(Call.heldBy(held, () -> bench.append(storage, CART, 1)));
        for (int i = 0; i < 20; i++) {
            appends.add(Call.waiting(() -> bench.append(storage, CART, 1)));
        }
        bench.commands().clear();
        held.release();
        appends.forEach(Call::result);
        assertEquals(
                1,
                bench.commands().count("insert"),
                () -> "commands: " + bench.commands().seen());
        assertEquals(20, bench.commands().seen().get(0).statements());
    }

    /** A user who may not insert an event may not insert a void either. */
    private static void notAllowed(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        for (int k = 1; k <= 2; k++) {
            bench.faults().nth(k, "insert").fail(UNAUTHORIZED);
        }
        assertThrows(ConfigurationException.class, () -> bench.append(storage, CART, 1));
        bench.faults().clear();
        assertEquals(2, bench.append(storage, CART, 1).version().value());
        bench.requireContiguous();
    }
}
