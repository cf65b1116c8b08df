package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.synapse4j.mongofixture.Bench.CART;
import static org.synapse4j.mongofixture.Bench.OTHER;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Version;
import org.synapse4j.mongocommon.Finding;
import org.synapse4j.mongocommon.Finding.Kind;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongocommon.Verification;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Subject;

/** The findings of the health check, which changes nothing. */
final class Verifications {
    private Verifications() {}

    /** The kinds of all that is found. */
    static List<Kind> kinds(MongoStorage storage) {
        return Subject.drain(storage.verify()).stream().map(Finding::kind).toList();
    }

    static void sound(DamagedStore store) {
        assertEquals(List.of(), kinds(store.open()));
        store.append(CART, 5);
        store.append(OTHER, 2);
        store.append(Commits.add(CART, ExpectedVersion.any(), 2), Commits.add(OTHER, ExpectedVersion.any(), 1));
        MongoStorage storage = store.open();
        storage.deletion().orElseThrow().truncate(CART, Version.of(6));
        long voided = store.log().size() + 1L;
        store.collection("events").insertOne(Bench.voidIn(voided));
        Map<String, List<Document>> before = contents(store);
        List<Finding> found = new ArrayList<>();
        try (Verification verification = store.unopened().verify()) {
            verification.forEachRemaining(found::add);
            int tombstones = store.isPerCommit() ? 1 : 5;
            assertEquals(new Verification.Progress(voided, voided, 5, 1, tombstones), verification.progress());
        }
        assertEquals(List.of(), found);
        assertEquals(before, contents(store));
    }

    static void holes(DamagedStore store) {
        store.append(Commits.add(CART, ExpectedVersion.any(), 1), Commits.add(OTHER, ExpectedVersion.any(), 1));
        store.append(CART, 1);
        store.append(CART, 1);
        store.append(CART, 1);
        Subject.drain(store.open().feed().orElseThrow().read(FeedRead.forwards()));
        store.collection("store")
                .updateOne(Filters.eq("_id", "settled"), Updates.set("settled", 4L), new UpdateOptions().upsert(true));
        store.collection("events").deleteOne(Filters.eq("_id", 3L));
        assertEquals(List.of(Kind.MISSING_VERSION), kinds(store.unopened()));
        store.collection("events").deleteOne(Filters.eq("_id", 2L));
        assertEquals(List.of(Kind.TORN_COMMIT, Kind.MISSING_VERSION), kinds(store.unopened()));
        store.collection("store").deleteOne(Filters.eq("_id", "settled"));
        assertEquals(List.of(Kind.MISSING_SLOT, Kind.MISSING_VERSION), kinds(store.unopened()));
    }

    static void settings(DamagedStore store) {
        store.append(CART, 1);
        store.collection("events").createIndex(Indexes.ascending("type"));
        assertEquals(List.of(Kind.FOREIGN_INDEX), kinds(store.unopened()));
        store.collection("events").dropIndex("stream_version");
        store.collection("store").deleteOne(Filters.eq("_id", "layout"));
        store.collection("snapshots").createIndex(Indexes.ascending("type"), new IndexOptions().unique(true));
        List<Kind> found = kinds(store.unopened());
        assertEquals(3, found.stream().filter(Kind.SETTING::equals).count(), found::toString);
    }

    private static Map<String, List<Document>> contents(DamagedStore store) {
        Map<String, List<Document>> contents = new LinkedHashMap<>();
        for (String collection : List.of("events", "snapshots", "leases", "store")) {
            contents.put(collection, store.collection(collection).find().into(new ArrayList<>()));
        }
        return contents;
    }
}
