package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.synapse4j.mongofixture.ProtocolFaults.test;

import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.StreamAppend;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.rules.Commits;
import org.synapse4j.tck.rules.Sample;

/** What becomes of commits that are large as documents, and of payloads that are not stored as native BSON. */
final class StoredForms {
    private static final StreamId CART = StreamId.of("cart", "1");

    private StoredForms() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A commit stored raw is known again when it is repeated", factory, StoredForms::rawRepeated));
    }

    /** As BSON each number of the list takes 12 bytes or so; the white space would be lost there. */
    private static void rawRepeated(Bench bench) {
        CommitId id = CommitId.fresh();
        StreamAppend append =
                Commits.add(CART, ExpectedVersion.any(), Sample.event("Counted", "[1" + ", 1".repeat(1_500_000) + "]"));
        AppendResult first = bench.open().streams().append(id, append);
        assertEquals(1, rawPayloads(bench), "documents with a raw payload");
        assertEquals(first, bench.open().streams().append(id, append));
    }

    private static long rawPayloads(Bench bench) {
        return bench.log().stream()
                .filter(document -> document.containsKey("events")
                        ? document.getList("events", Document.class).get(0).get("payload") instanceof Binary
                        : document.get("payload") instanceof Binary)
                .count();
    }
}
