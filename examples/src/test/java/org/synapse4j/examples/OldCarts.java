package org.synapse4j.examples;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StorageStrategy;

/**
 * Two carts of three releases: as they were serialised, commit by commit, and as they were stored by each layout, in the files
 * {@code per-event.json} and {@code per-commit.json}.
 */
final class OldCarts {
    static final StreamId ANN = StreamId.of("cart", "ann");
    static final StreamId BOB = StreamId.of("cart", "bob");

    static final List<Commit> COMMITS = List.of(
            new Commit(
                    ANN,
                    "2019-03-01T12:00:00Z",
                    event("CartOpened", "1", "{\"customer\":\"Ann\"}"),
                    event("ItemAdded", "1", "{\"name\":\"tea\",\"cents\":450}"),
                    event("ItemAdded", "1", "{\"name\":\"mug\",\"cents\":1200}")),
            new Commit(
                    BOB,
                    "2019-03-01T12:00:01.000000007Z",
                    event("CartOpened", "1", "{\"customer\":\"Bob\"}"),
                    event("ItemAdded", "1", "{\"name\":\"mug\",\"cents\":1200}"),
                    event("CouponApplied", "1", "{\"code\":\"SPRING\",\"factor\":0.9}")),
            new Commit(ANN, "2019-03-02T08:00:00Z", event("CartViewed", "1", "{}")),
            new Commit(
                    ANN,
                    "2021-06-30T20:15:00Z",
                    event("ItemAdded", "2", "{\"item\":\"tea\",\"quantity\":1,\"cents\":450}"),
                    event("CartChanged", "1", "{\"removed\":[\"mug\"],\"quantities\":{\"tea\":3}}")),
            new Commit(BOB, "2021-07-01T00:00:00Z", event("CheckedOut", "1", "{\"total\":10.80}")),
            new Commit(
                    ANN,
                    "2026-11-01T10:00:00Z",
                    event("ItemAdded", "3", "{\"item\":\"biscuits\",\"quantity\":2,\"price\":2.50}"),
                    event("CouponApplied", "2", "{\"code\":\"AUTUMN\",\"percent\":10}")));

    private OldCarts() {}

    /** The events that one append stored. */
    record Commit(StreamId stream, String time, List<Event> events) {
        Commit(StreamId stream, String time, Event... events) {
            this(stream, time, List.of(events));
        }
    }

    /** An event as it was serialised. */
    record Event(Schema schema, String json) {}

    private static Event event(String type, String revision, String json) {
        return new Event(Schema.of(type, revision), json);
    }

    /** Stores them as those releases did. */
    static void store(StorageStrategy storage) {
        for (Commit commit : COMMITS) {
            storage.streams()
                    .append(SerializedCommit.of(
                            CommitId.fresh(),
                            commit.stream(),
                            ExpectedVersion.any(),
                            commit.events().stream()
                                    .map(event -> NewSerializedEvent.of(commit.stream(), serialized(commit, event)))
                                    .toList()));
        }
    }

    private static SerializedEvent serialized(Commit commit, Event event) {
        return new SerializedEvent(
                EventId.fresh(),
                event.schema().type(),
                event.schema().revision(),
                Set.of(Tag.of("cart:" + commit.stream().id())),
                Payload.json(event.json()),
                Map.of("by", "an earlier release"),
                Instant.parse(commit.time()));
    }

    /** Inserts the documents that a layout stored of them. */
    static void insert(String server, String database, String collection, String layout) {
        try (MongoClient client = MongoClients.create(server)) {
            client.getDatabase(database)
                    .getCollection(collection, BsonDocument.class)
                    .insertMany(documents(layout).stream()
                            .map(BsonValue::asDocument)
                            .toList());
        }
    }

    private static BsonArray documents(String layout) {
        try (InputStream file = Objects.requireNonNull(OldCarts.class.getResourceAsStream(layout + ".json"))) {
            return BsonArray.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
