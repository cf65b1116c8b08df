package org.synapse4j.mongoembedded;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.junit.jupiter.api.function.Executable;

/** The behaviours that the backend has wrong and the embedded server right, each with the check that tells the two apart. */
enum Mended {
    INSERTED_COUNT_OF_A_FAILED_BULK {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            List<Document> documents = List.of(id(1), id(2), id(1), id(3));
            MongoBulkWriteException failure =
                    assertThrows(MongoBulkWriteException.class, () -> events.insertMany(documents));
            assertEquals(2, failure.getWriteResult().getInsertedCount());
            assertEquals(2, failure.getWriteErrors().get(0).getIndex());
            assertEquals(11000, failure.getWriteErrors().get(0).getCode());
            assertEquals(2, events.countDocuments());
        }
    },
    THE_KEY_THAT_WAS_TAKEN {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            events.createIndex(new Document("a", 1).append("b", 1), new IndexOptions().unique(true));
            events.insertOne(id(1).append("a", 1));
            for (Document taken : List.of(id(1), id(2).append("a", 1))) {
                Document reply =
                        database.runCommand(new Document("insert", "events").append("documents", List.of(taken)));
                Document error = reply.getList("writeErrors", Document.class).get(0);
                Document key = taken.containsKey("a") ? new Document("a", 1).append("b", 1) : id(1);
                assertEquals(key, error.get("keyPattern"));
            }
        }
    },
    ORDERED_UPDATES_STOP_AT_THE_FIRST_ERROR {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            events.createIndex(new Document("a", 1), new IndexOptions().unique(true));
            events.insertMany(List.of(id(1).append("a", 1), id(2).append("a", 2)));
            List<UpdateOneModel<Document>> updates = List.of(
                    new UpdateOneModel<>(Filters.eq(1), Updates.set("b", 1)),
                    new UpdateOneModel<>(Filters.eq(2), Updates.set("a", 1)),
                    new UpdateOneModel<>(Filters.eq(1), Updates.set("c", 1)));
            MongoBulkWriteException failure =
                    assertThrows(MongoBulkWriteException.class, () -> events.bulkWrite(updates));
            assertEquals(1, failure.getWriteErrors().get(0).getIndex());
            assertEquals(1, failure.getWriteResult().getModifiedCount());
            assertEquals(
                    id(1).append("a", 1).append("b", 1),
                    events.find(Filters.eq(1)).first());
        }
    },
    ORDERED_UNLESS_SAID_OTHERWISE {
        @Override
        void check(MongoDatabase database) {
            database.runCommand(new Document("insert", "events").append("documents", List.of(id(1), id(1), id(2))));
            assertEquals(1, database.getCollection("events").countDocuments());
        }
    },
    DEFAULT_BATCH_SIZE {
        @Override
        void check(MongoDatabase database) {
            insert(database, 300);
            Document found = database.runCommand(new Document("find", "events"));
            Document cursor = found.get("cursor", Document.class);
            assertEquals(101, cursor.getList("firstBatch", Document.class).size());
            Document more =
                    database.runCommand(new Document("getMore", cursor.getLong("id")).append("collection", "events"));
            Document rest = more.get("cursor", Document.class);
            assertEquals(199, rest.getList("nextBatch", Document.class).size());
            assertEquals(0, rest.getLong("id"));
        }
    },
    BATCH_SIZE_OF_AN_AGGREGATION {
        @Override
        void check(MongoDatabase database) {
            insert(database, 10);
            Document found = database.runCommand(new Document("aggregate", "events")
                    .append("pipeline", List.of(new Document("$match", new Document())))
                    .append("cursor", new Document("batchSize", 3)));
            assertEquals(
                    3,
                    found.get("cursor", Document.class)
                            .getList("firstBatch", Document.class)
                            .size());
        }
    },
    LARGE_REPLIES_COME_IN_PARTS {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            for (int i = 0; i < 4; i++) {
                events.insertOne(id(i).append("data", new byte[15_000_000]));
            }
            assertEquals(4, events.find().into(new ArrayList<>()).size());
        }
    },
    BINARY_SUBTYPES {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            for (int subtype : new int[] {0, 1, 3, 4, 5, 6, 7, 0x80, 0xff}) {
                Binary binary = new Binary((byte) subtype, new byte[] {1, -2, 3});
                events.insertOne(id(subtype).append("list", List.of(new Document("data", binary))));
                Document found = first(events.find(Filters.eq(subtype)));
                Object read = found.getList("list", Document.class).get(0).get("data");
                assertEquals(binary, read);
            }
        }
    },
    BINARY_SUBTYPES_IN_A_UNIQUE_INDEX {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            events.insertOne(new Document("_id", new Binary((byte) 5, new byte[] {1})));
            events.insertOne(new Document("_id", new Binary((byte) 6, new byte[] {1})));
            events.insertOne(new Document("_id", new Binary((byte) 5, new byte[] {0, 0})));
            assertEquals(1, events.countDocuments(Filters.eq(new Binary((byte) 6, new byte[] {1}))));
            assertEquals(3, events.find().into(new ArrayList<>()).size());
        }
    },
    HELLO {
        @Override
        void check(MongoDatabase database) {
            Document hello = database.runCommand(new Document("hello", 1));
            assertTrue(hello.getBoolean("isWritablePrimary"));
            assertEquals(100_000, hello.getInteger("maxWriteBatchSize"));
            assertEquals(48_000_000, hello.getInteger("maxMessageSizeBytes"));
        }
    },
    INDEX_OF_THE_SAME_NAME_WITH_OTHER_FIELDS {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            events.createIndex(
                    new Document("a", 1), new IndexOptions().name("x").unique(true));
            events.createIndex(
                    new Document("a", 1), new IndexOptions().name("x").unique(true));
            assertCode(
                    86,
                    () -> events.createIndex(
                            new Document("b", 1), new IndexOptions().name("x").unique(true)));
            assertCode(86, () -> events.createIndex(new Document("a", 1), new IndexOptions().name("x")));
            assertEquals(2, events.listIndexes().into(new ArrayList<>()).size());
        }
    },
    INDEX_ON_THE_SAME_FIELDS_WITH_ANOTHER_NAME {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            events.createIndex(
                    new Document("a", 1),
                    new IndexOptions().name("x").unique(true).sparse(true));
            assertCode(
                    85,
                    () -> events.createIndex(
                            new Document("a", 1),
                            new IndexOptions().name("y").unique(true).sparse(true)));
        }
    },
    INDEXES_ARE_DROPPED_IN_THEIR_COLLECTION_ONLY {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            MongoCollection<Document> others = database.getCollection("others");
            events.createIndex(new Document("a", 1), new IndexOptions().name("x"));
            others.createIndex(new Document("a", 1), new IndexOptions().name("x"));
            events.dropIndex("x");
            assertEquals(1, events.listIndexes().into(new ArrayList<>()).size());
            assertEquals(2, others.listIndexes().into(new ArrayList<>()).size());
            others.dropIndexes();
            assertEquals(1, others.listIndexes().into(new ArrayList<>()).size());
        }
    },
    UPDATES_BY_A_PIPELINE {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> store = database.getCollection("store");
            Document highest = new Document("$max", List.of(new Document("$ifNull", List.of("$next", 0)), 40));
            List<Document> reserve =
                    List.of(new Document("$set", new Document("next", new Document("$add", List.of(highest, 2)))));
            FindOneAndUpdateOptions after =
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
            assertEquals(
                    new Document("_id", "slots").append("next", 42),
                    store.findOneAndUpdate(Filters.eq("slots"), reserve, after));
            assertEquals(
                    new Document("_id", "slots").append("next", 44),
                    store.findOneAndUpdate(Filters.eq("slots"), reserve, after));
            assertEquals(1, store.updateMany(new Document(), reserve).getModifiedCount());
            assertEquals(46, first(store.find()).getInteger("next"));
        }
    },
    A_FAILED_UPDATE_BY_A_PIPELINE_SAYS_SO {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            events.createIndex(new Document("a", 1), new IndexOptions().unique(true));
            events.insertMany(List.of(id(1).append("a", 1), id(2).append("a", 2)));
            List<Document> same = List.of(new Document("$set", new Document("a", 3)));
            MongoWriteException failure =
                    assertThrows(MongoWriteException.class, () -> events.updateMany(new Document(), same));
            assertEquals(11000, failure.getCode());
            assertEquals(1, events.countDocuments(Filters.eq("a", 3)));
        }
    },
    UPDATES_KEEP_A_DOCUMENT_WITHIN_16_MB {
        @Override
        void check(MongoDatabase database) {
            MongoCollection<Document> events = database.getCollection("events");
            // 30 bytes are the document's length and end, its id, and all of a and b but their data.
            int room = 16 * 1024 * 1024 - 30 - 9_000_000;
            events.insertOne(id(1).append("a", new byte[9_000_000]));
            Bson fitting = Updates.set("b", new byte[room]);
            Bson large = Updates.set("b", new byte[room + 1]);
            events.updateOne(id(1), fitting);
            assertEquals(
                    17419,
                    assertThrows(MongoWriteException.class, () -> events.updateOne(id(1), large))
                            .getCode());
            assertCode(17419, () -> events.findOneAndUpdate(id(1), large));
            assertEquals(1, events.countDocuments(Filters.eq("b", new byte[room])));
        }
    },
    LIST_OF_COLLECTIONS_IS_FILTERED {
        @Override
        void check(MongoDatabase database) {
            insert(database, 1);
            database.getCollection("others").insertOne(id(1));
            List<Document> found = database.listCollections()
                    .filter(Filters.eq("name", "others"))
                    .into(new ArrayList<>());
            assertEquals(1, found.size());
        }
    },
    CURSORS_DO_NOT_SEE_WHAT_IS_WRITTEN_AFTER_THEY_WERE_OPENED(false) {
        @Override
        void check(MongoDatabase database) {
            insert(database, 10);
            MongoCollection<Document> events = database.getCollection("events");
            try (MongoCursor<Document> cursor =
                    events.find(Filters.exists("n")).batchSize(2).iterator()) {
                events.updateMany(new Document(), Updates.unset("n"));
                int read = 0;
                while (cursor.hasNext()) {
                    assertTrue(cursor.next().containsKey("n"));
                    read++;
                }
                assertEquals(10, read);
            }
        }
    },
    CLUSTERED_COLLECTIONS_ARE_REFUSED(false) {
        @Override
        void check(MongoDatabase database) {
            Document index = new Document("key", new Document("_id", 1)).append("unique", true);
            assertCode(
                    40415, () -> database.runCommand(new Document("create", "events").append("clusteredIndex", index)));
        }
    },
    UNIQUE_PARTIAL_INDEXES_ARE_REFUSED(false) {
        @Override
        void check(MongoDatabase database) {
            IndexOptions partial = new IndexOptions().unique(true).partialFilterExpression(Filters.gt("a", 1));
            assertCode(67, () -> database.getCollection("events").createIndex(new Document("a", 1), partial));
        }
    },
    DROP_OF_AN_ABSENT_COLLECTION_HAS_A_CODE {
        @Override
        void check(MongoDatabase database) {
            assertCode(26, () -> database.runCommand(new Document("drop", "nothing")));
        }
    },
    UPSERTS_SAY_WHAT_THEY_DID {
        @Override
        void check(MongoDatabase database) {
            Document reply = database.runCommand(new Document("findAndModify", "events")
                    .append("query", id(1))
                    .append("update", new Document("$set", new Document("a", 1)))
                    .append("upsert", true)
                    .append("new", true));
            assertEquals(
                    new Document("n", 1).append("updatedExisting", false).append("upserted", 1),
                    reply.get("lastErrorObject"));
        }
    };

    private final boolean asRealServer;

    Mended() {
        this(true);
    }

    Mended(boolean asRealServer) {
        this.asRealServer = asRealServer;
    }

    /** Whether a real server does the same; else it does more, and the embedded one something that is safe instead. */
    boolean isAsRealServer() {
        return asRealServer;
    }

    /** Fails unless the database does it right. */
    abstract void check(MongoDatabase database);

    static Document id(int id) {
        return new Document("_id", id);
    }

    static void insert(MongoDatabase database, int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(id(i).append("n", i));
        }
        database.getCollection("events").insertMany(documents);
    }

    static Document first(FindIterable<Document> found) {
        Document first = found.first();
        assertTrue(first != null, "nothing found");
        return requireNonNull(first);
    }

    static void assertCode(int code, Executable command) {
        assertEquals(code, assertThrows(MongoCommandException.class, command).getErrorCode());
    }
}
