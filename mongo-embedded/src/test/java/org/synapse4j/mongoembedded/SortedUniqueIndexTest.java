package org.synapse4j.mongoembedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each query is asked of a collection with the index and of one without it; an answer may not depend on the index. */
class SortedUniqueIndexTest {
    private final EmbeddedMongo server = EmbeddedMongo.start();
    private final MongoClient client = MongoClients.create(server.connectionString());
    private final MongoCollection<Document> indexed = client.getDatabase("test").getCollection("indexed");
    private final MongoCollection<Document> plain = client.getDatabase("test").getCollection("plain");

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void findsWhatAScanFinds() {
        index(indexed);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Document document = new Document("_id", i);
            if (i % 7 != 0) {
                document.append("stream", "s" + i % 5).append("version", (long) i);
            }
            documents.add(document);
        }
        documents.add(new Document("_id", 1000).append("stream", "s1").append("version", null));
        documents.add(new Document("_id", 1001).append("stream", "s2"));
        documents.add(new Document("_id", 1002).append("stream", 5).append("version", "text"));
        documents.add(
                new Document("_id", 1003).append("stream", new Document("a", 1)).append("version", 2.5));
        documents.add(new Document("_id", 1004)
                .append("stream", new Binary((byte) 7, new byte[] {1}))
                .append("version", 1));
        indexed.insertMany(documents);
        plain.insertMany(documents);
        compareAll();
        indexed.deleteMany(Filters.mod("version", 3, 0));
        plain.deleteMany(Filters.mod("version", 3, 0));
        for (int i = 0; i < 100; i++) {
            Bson move = Updates.set("version", 1000L + i);
            indexed.updateOne(Filters.eq(i), move);
            plain.updateOne(Filters.eq(i), move);
            indexed.updateOne(Filters.eq(100 + i), Updates.unset("stream"));
            plain.updateOne(Filters.eq(100 + i), Updates.unset("stream"));
        }
        compareAll();
        for (MongoCollection<Document> collection : List.of(indexed, plain)) {
            collection.insertOne(
                    new Document("_id", 2000).append("stream", "s1").append("version", List.of(-1, 5000)));
        }
        compareAll();
    }

    private static void index(MongoCollection<Document> collection) {
        collection.createIndex(
                new Document("stream", 1).append("version", 1),
                new IndexOptions().unique(true).sparse(true));
    }

    private void compareAll() {
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            compare(query(random));
        }
        compare(Filters.eq("stream", null));
        compare(Filters.and(Filters.eq("stream", "s1"), Filters.eq("version", null)));
        compare(Filters.and(Filters.eq("stream", "s1"), Filters.exists("version", false)));
        compare(Filters.eq("stream", new Document("a", 1)));
        compare(Filters.and(Filters.eq("stream", 5L), Filters.gte("version", "s")));
        compare(Filters.regex("stream", "^s[12]"));
        compare(Filters.or(Filters.eq("stream", "s1"), Filters.gt("version", 200)));
        compare(Filters.and(Filters.eq("stream", "s1"), Filters.eq("stream", "s2")));
        compare(Filters.and(Filters.gt("_id", 50), Filters.lt("_id", 40)));
        compare(Filters.eq("stream", new Binary((byte) 7, new byte[] {1})));
    }

    private static Bson query(Random random) {
        Bson stream = random.nextInt(4) == 0
                ? Filters.in("stream", "s1", "s" + random.nextInt(7))
                : Filters.eq("stream", "s" + random.nextInt(7));
        Bson version = bound("version", random);
        return switch (random.nextInt(5)) {
            case 0 -> Filters.and(stream, version);
            case 1 -> Filters.and(stream, version, bound("version", random));
            case 2 -> Filters.and(bound("_id", random), bound("_id", random));
            case 3 -> Filters.and(version, Filters.in("_id", random.nextInt(300), random.nextInt(300)));
            default -> Filters.and(stream, Filters.ne("version", random.nextInt(300)));
        };
    }

    private static Bson bound(String field, Random random) {
        Number value = random.nextBoolean() ? random.nextInt(300) : random.nextInt(300) + 0.5;
        return switch (random.nextInt(5)) {
            case 0 -> Filters.gt(field, value);
            case 1 -> Filters.gte(field, value);
            case 2 -> Filters.lt(field, value);
            case 3 -> Filters.lte(field, value);
            default -> Filters.eq(field, value);
        };
    }

    private void compare(Bson query) {
        assertEquals(
                found(plain, query),
                found(indexed, query),
                () -> query.toBsonDocument().toJson());
    }

    private static List<Object> found(MongoCollection<Document> collection, Bson query) {
        List<Object> ids = new ArrayList<>();
        collection.find(query).sort(Sorts.ascending("_id")).forEach(document -> ids.add(document.get("_id")));
        return ids;
    }
}
