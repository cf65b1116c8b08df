package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.test;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongoembedded.HoldingFault;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;

/** Removals of one stream that overtake each other bring nothing back. */
final class OvertakenRemovals {
    private OvertakenRemovals() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test(
                        "A truncation that is overtaken by a higher one brings nothing back",
                        factory,
                        OvertakenRemovals::truncations),
                test(
                        "A deletion that is overtaken by a truncation deletes the stream",
                        factory,
                        OvertakenRemovals::overtakenDeletion));
    }

    /** In the layout per commit both replace one document: the lower one has read it before, and writes it after the higher one. */
    private static void truncations(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 5);
        HoldingFault held = bench.faults().next("update").hold();
        Call<Boolean> lower = Call.heldBy(held, () -> truncate(storage, 3));
        truncate(bench.open(), 5);
        held.release();
        lower.result();
        try (Cursor<StoredSerializedEvent> left = storage.streams().read(StreamRead.of(CART))) {
            assertEquals(5, left.next().version().value());
        }
    }

    private static void overtakenDeletion(Bench bench) throws InterruptedException {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 5);
        HoldingFault held = bench.faults().next("update").hold();
        Call<Boolean> deletion = Call.heldBy(held, () -> {
            storage.deletion().orElseThrow().delete(CART);
            return true;
        });
        truncate(bench.open(), 6);
        held.release();
        deletion.result();
        StreamHead head = bench.open().streams().head(CART);
        assertEquals(StreamHead.deleted(CART, Version.of(5), head.position()), head);
    }

    private static boolean truncate(MongoStorage storage, long before) {
        storage.deletion().orElseThrow().truncate(CART, Version.of(before));
        return true;
    }
}
