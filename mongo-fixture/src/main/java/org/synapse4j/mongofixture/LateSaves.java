package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;
import static org.synapse4j.mongofixture.Bench.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.tck.kit.Sample;

/** Snapshots that were on their way while their stream was deleted, and landed behind it: what becomes of them on the server. */
final class LateSaves {
    private LateSaves() {}

    static Stream<DynamicTest> of(StorageFactory factory) {
        return Stream.of(
                test("A snapshot that lands late is not read, and goes with the next save", factory, bench -> {
                    MongoStorage storage = withLateSnapshot(bench);
                    bench.append(storage, CART, 1);
                    snapshots(storage).save(snapshot(4));
                    assertEquals(Optional.of(snapshot(4)), snapshots(storage).latest(CART, Version.MAX));
                    assertEquals(List.of("3 deleted", "4"), stored(bench));
                }),
                test("A snapshot that lands late goes with the next deletion", factory, bench -> {
                    MongoStorage storage = withLateSnapshot(bench);
                    storage.deletion().orElseThrow().delete(CART);
                    assertEquals(List.of("3 deleted"), stored(bench));
                    bench.append(storage, CART, 1);
                    storage.deletion().orElseThrow().delete(CART);
                    assertEquals(List.of("4 deleted"), stored(bench));
                }),
                test("A snapshot that lands late goes with the next pruning", factory, bench -> {
                    MongoStorage storage = withLateSnapshot(bench);
                    bench.append(storage, OTHER, 1);
                    storage.prune(Prunings.MONTH);
                    assertEquals(List.of("3 deleted"), stored(bench));
                }),
                test("A late save of the version of a deletion stores nothing", factory, bench -> {
                    withLateSnapshot(bench);
                    snapshots(bench.open()).save(snapshot(3));
                    assertEquals(List.of("3 deleted"), stored(bench));
                }),
                test("Reading the latest snapshot is one command", factory, bench -> {
                    MongoStorage storage = withLateSnapshot(bench);
                    bench.commands().clear();
                    assertEquals(Optional.empty(), snapshots(storage).latest(CART, Version.of(2)));
                    assertEquals(
                            1,
                            bench.commands().count(),
                            () -> "commands: " + bench.commands().seen());
                }));
    }

    /** A stream deleted at version 3, and a snapshot of version 2 whose save had looked before and landed behind the deletion. */
    private static MongoStorage withLateSnapshot(Bench bench) {
        MongoStorage storage = bench.open();
        bench.append(storage, CART, 3);
        snapshots(storage).save(snapshot(2));
        Document late = bench.snapshots().find().first();
        storage.deletion().orElseThrow().delete(CART);
        assertEquals(List.of("3 deleted"), stored(bench));
        bench.snapshots().insertOne(late);
        assertEquals(Optional.empty(), snapshots(storage).latest(CART, Version.MAX));
        assertEquals(Optional.empty(), snapshots(storage).latest(CART, Version.of(2)));
        return storage;
    }

    private static List<String> stored(Bench bench) {
        return bench.snapshots().find().sort(new Document("version", 1)).into(new ArrayList<>()).stream()
                .map(found -> found.get("version")
                        + (found.containsKey("tombstone") ? " " + found.getString("tombstone") : ""))
                .toList();
    }

    private static SnapshotStorage snapshots(MongoStorage storage) {
        return storage.snapshots().orElseThrow();
    }

    private static SerializedSnapshot snapshot(long version) {
        return new SerializedSnapshot(
                CART,
                Version.of(version),
                TypeName.of("State"),
                Revision.FIRST,
                Payload.json("{}"),
                Map.of(),
                Sample.TIME);
    }
}
