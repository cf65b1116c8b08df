package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.test;

import com.mongodb.client.MongoClient;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/** Calls that are under way when a storage or its client is closed end by an error of ours. */
final class Closings {
    private Closings() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test(
                        "Closing waits for an append under way, also if it is interrupted",
                        factory,
                        Closings::interruptedClose),
                test("A read whose client was closed says so", factory, Closings::closedClient),
                test("Closing leaves the client open", factory, Closings::clientStaysOpen));
    }

    private static void interruptedClose(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        HoldingFault held = bench.nextInsert().hold();
        Call<AppendResult> append = Call.heldBy(held, () -> bench.append(storage, CART, 1));
        Call<Boolean> closing = Call.of(() -> {
            storage.close();
            return Thread.currentThread().isInterrupted();
        });
        closing.interrupt();
        Bench.await(closing::waits, () -> "close() waits");
        held.release();
        assertThrows(ClosedException.class, storage::ensureIndexes);
        assertTrue(closing.result(), "the interrupt flag stays set");
        assertEquals(1, append.result().version().value());
    }

    private static void closedClient(Bench bench) {
        bench.append(bench.open(), CART, 1);
        MongoStorage storage;
        try (MongoClient client = bench.client()) {
            storage = bench.on(client);
            assertEquals(1, storage.streams().head(CART).version().value());
        }
        assertThrows(ClosedException.class, () -> storage.streams().head(CART));
        assertThrows(
                ClosedException.class,
                () -> storage.feed().orElseThrow().read(FeedRead.forwards()).hasNext());
        assertThrows(ClosedException.class, () -> bench.append(storage, CART, 1));
    }

    private static void clientStaysOpen(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 1);
        storage.close();
        assertEquals(1, bench.log().size());
    }
}
