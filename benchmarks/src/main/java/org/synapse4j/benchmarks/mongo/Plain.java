package org.synapse4j.benchmarks.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ClusteredIndexOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;

/**
 * The plain driver, writing the documents of a layout to a collection with the same indexes, with the same concerns. It promises
 * nothing of what a store promises: its slots come from a counter in this process.
 */
final class Plain implements Contender {
    static final String DATABASE = "benchmarks";

    /** About 500 bytes as a document, with what stands around it. */
    static final String JSON = json();

    private static final int BATCH = 1000;

    private final MongoCollection<Document> collection;
    private final boolean perCommit;
    private final int run;
    private final AtomicLong slots;
    private final Document payload = Document.parse(JSON);

    /** @param run where its slots begin: processes that share a collection begin far apart */
    Plain(MongoClient client, String layout, String name, int run) {
        MongoDatabase database = client.getDatabase(DATABASE);
        this.perCommit = layout.equals("per-commit");
        this.run = run;
        this.slots = new AtomicLong(run * 1_000_000_000L);
        boolean there = database.listCollectionNames().into(new ArrayList<>()).contains(name);
        if (!there) {
            database.createCollection(
                    name,
                    new CreateCollectionOptions()
                            .clusteredIndexOptions(new ClusteredIndexOptions(new Document("_id", 1), true)));
        }
        this.collection = database.getCollection(name)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.MAJORITY);
        IndexOptions unique = new IndexOptions().unique(true).sparse(true);
        collection.createIndex(Indexes.ascending("stream", "version"), unique);
        collection.createIndex(Indexes.ascending("commitId"), unique);
    }

    @Override
    public void append(int thread, int count, int events) {
        append(run + "-" + thread, (long) count * events, events);
    }

    @Override
    public void append(String name, long stored, int count) {
        insert(documents(name, stored, count));
    }

    /** Appends an event to each of so many streams of the thread's own, in one message, the count-th time. */
    void appendTogether(int thread, int count, int streams) {
        List<Document> all = new ArrayList<>(streams);
        for (int stream = 0; stream < streams; stream++) {
            all.addAll(documents(thread + "-" + stream, count, 1));
        }
        insert(all);
    }

    private void insert(List<Document> documents) {
        if (documents.size() == 1) {
            collection.insertOne(documents.get(0));
        } else {
            collection.insertMany(documents);
        }
    }

    private List<Document> documents(String name, long stored, int count) {
        String stream = "load/" + name;
        long version = stored + 1;
        long first = slots.getAndAdd(perCommit ? 1 : count) + 1;
        UUID commit = UUID.randomUUID();
        if (perCommit) {
            List<Document> events = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                events.add(event(new Document()));
            }
            return List.of(head(first, stream, version, commit, first, 1)
                    .append("last", version + count - 1)
                    .append("events", events));
        }
        List<Document> documents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            documents.add(event(head(first + i, stream, version + i, commit, first, count)));
        }
        return documents;
    }

    @Override
    public int load(String stream) {
        return count(collection.find(Filters.eq("stream", "load/" + stream)).sort(Sorts.ascending("version")));
    }

    @Override
    public int feed(int atMost) {
        return count(collection.find().sort(Sorts.ascending("_id")));
    }

    @Override
    public void close() {}

    private static Document head(long slot, String stream, long version, UUID commit, long first, int size) {
        Document head = new Document("_id", slot)
                .append("stream", stream)
                .append("version", version)
                .append(
                        "commit",
                        new Document("id", commit).append("first", first).append("size", size));
        return slot == first ? head.append("commitId", commit) : head;
    }

    private Document event(Document document) {
        return document.append("event", UUID.randomUUID())
                .append("type", "ItemAdded")
                .append("revision", "1")
                .append("at", Instant.now())
                .append("payload", payload)
                .append("metadata", new Document("by", "benchmark"));
    }

    private int count(FindIterable<Document> find) {
        int count = 0;
        try (MongoCursor<Document> cursor = find.batchSize(BATCH).cursor()) {
            while (cursor.hasNext()) {
                Document document = cursor.next();
                count += perCommit ? document.getList("events", Document.class).size() : 1;
            }
        }
        return count;
    }

    private static String json() {
        StringBuilder json = new StringBuilder("{\"item\":\"tea\",\"quantity\":2");
        for (int i = 0; json.length() < 320; i++) {
            json.append(",\"note").append(i).append("\":\"something said about it\"");
        }
        return json.append('}').toString();
    }
}
