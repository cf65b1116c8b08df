package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.TooLargeException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Sample;

/** Commits that are large as documents, and payloads that are not stored as native BSON. */
final class StoredForms {
    private static final StreamId LONG_NAME = StreamId.of("cart", "x".repeat(507));

    private StoredForms() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A commit stored raw is known again when it is repeated", factory, StoredForms::rawRepeated),
                test("Bytes that are named like JSON come back as bytes", factory, StoredForms::bytesNamedJson),
                test("Many events fit a message, however long their stream's name", factory, StoredForms::longName),
                test(
                        "What is too large as documents is told with the limit that it passes",
                        factory,
                        StoredForms::told),
                test("A snapshot that is too large with its metadata is told so", factory, StoredForms::snapshotTold));
    }

    /** As BSON each number of the list takes 12 bytes or so; the white space would be lost there. */
    private static void rawRepeated(Bench bench) {
        SerializedCommit commit = Commits.of(Commits.add(
                CART, ExpectedVersion.any(), Sample.event("Counted", "[1" + ", 1".repeat(1_500_000) + "]")));
        AppendResult first = bench.open().streams().append(commit);
        assertEquals(1, rawPayloads(bench), "documents with a raw payload");
        assertEquals(first, bench.open().streams().append(commit));
    }

    private static void bytesNamedJson(Bench bench) {
        Payload<Bytes> bytes =
                new Payload<>(Representation.binary("json"), Bytes.of("{\"n\":1}".getBytes(StandardCharsets.UTF_8)));
        Payload<String> raw = Payload.json("{\"$n\":1}");
        SerializedCommit commit = Commits.of(Commits.add(CART, ExpectedVersion.any(), event(bytes), event(raw)));
        AppendResult first = bench.open().streams().append(commit);
        MongoStorage storage = bench.open();
        try (Cursor<StoredSerializedEvent> stored = storage.streams().read(StreamRead.of(CART))) {
            assertEquals(bytes, stored.next().event().payload());
            assertEquals(raw, stored.next().event().payload());
        }
        assertEquals(first, storage.streams().append(commit));
    }

    private static NewSerializedEvent event(Payload<?> payload) {
        return Commits.changed(Sample.event("Counted"), event -> event.withPayload(payload));
    }

    /** Some 23 MB as documents of their own. */
    private static void longName(Bench bench) {
        MongoStorage storage = bench.openWithin(Duration.ofMinutes(2));
        bench.append(storage, LONG_NAME, 30_000);
        assertEquals(30_000, storage.streams().head(LONG_NAME).version().value());
    }

    /** Less than 12 MB as storages count, but 20 MB as one document, and more than 46 as 48,000. */
    private static void told(Bench bench) {
        Set<Tag> tags =
                IntStream.range(10, 30).mapToObj(i -> Tag.of("t:a" + i)).collect(Collectors.toUnmodifiableSet());
        List<NewSerializedEvent> events = IntStream.range(0, 48_000)
                .mapToObj(i -> Sample.event(new SerializedEvent(
                        EventId.fresh(),
                        TypeName.of("Counted"),
                        Revision.FIRST,
                        tags,
                        Payload.json("1"),
                        Map.of(),
                        Sample.TIME)))
                .toList();
        MongoStorage storage = bench.open();
        TooLargeException refused = assertThrows(
                TooLargeException.class,
                () -> storage.streams().append(Commits.of(new Part(LONG_NAME, ExpectedVersion.any(), events))));
        boolean perCommit = storage.name().equals("mongo-per-commit");
        assertEquals(perCommit ? 16_000_000 : 46_000_000, refused.limit(), refused::getMessage);
        assertEquals(perCommit ? 20 : 50, refused.size() / 1e6, 1, refused::getMessage);
        assertEquals(List.of(), bench.log());
    }

    /** Storages count the payload of a snapshot only. */
    private static void snapshotTold(Bench bench) {
        SerializedSnapshot snapshot = new SerializedSnapshot(
                CART,
                Version.FIRST,
                TypeName.of("Cart"),
                Revision.FIRST,
                Payload.json("\"" + "x".repeat(11_000_000) + "\""),
                Map.of("note", "x".repeat(6_000_000)),
                Sample.TIME);
        SnapshotStorage snapshots = bench.open().snapshots().orElseThrow();
        TooLargeException refused = assertThrows(TooLargeException.class, () -> snapshots.save(snapshot));
        assertEquals(16_000_000, refused.limit(), refused::getMessage);
        assertEquals(Optional.empty(), snapshots.latest(CART, Version.MAX));
    }

    private static long rawPayloads(Bench bench) {
        return bench.log().stream()
                .filter(document -> document.containsKey("events")
                        ? document.getList("events", Document.class).get(0).get("payload") instanceof Binary
                        : document.get("payload") instanceof Binary)
                .count();
    }
}
