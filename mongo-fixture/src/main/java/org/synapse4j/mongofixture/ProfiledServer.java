package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.synapse4j.mongocommon.MongoOptions;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;

/** A storage on a real server whose profiler tells what it was asked, and what that cost it. Where there is none, the test is aborted. */
final class ProfiledServer implements AutoCloseable {
    private static final String DATABASE = "profiled";
    private static final Set<String> READS = Set.of("query", "command", "getmore");

    private final MongoClient client =
            MongoClients.create(RealMongo.singleOrAbort().connectionString(DATABASE));
    private final MongoDatabase database = client.getDatabase(DATABASE);
    private final StorageFactory factory;
    private final MongoStorage storage;

    ProfiledServer(StorageFactory factory) {
        this.factory = factory;
        database.drop();
        storage = open();
        storage.ensureIndexes();
    }

    MongoStorage storage() {
        return storage;
    }

    /** Another storage, which has seen nothing yet; closed by the caller. */
    MongoStorage open() {
        return factory.on(client, DATABASE, MongoOptions.defaults());
    }

    MongoDatabase database() {
        return database;
    }

    void append(Part... parts) {
        storage.streams().append(Commits.of(parts));
    }

    /** The reads of the log by these calls. */
    Profile profile(Runnable calls) {
        database.runCommand(new Document("profile", 2));
        try {
            calls.run();
        } finally {
            database.runCommand(new Document("profile", 0));
        }
        List<Document> reads = database.getCollection("system.profile")
                .find(Filters.and(
                        Filters.eq("ns", DATABASE + ".synapse_events"),
                        Filters.in("op", READS),
                        // Neither what is asked for when a storage is opened, nor the end of a cursor.
                        Filters.exists("planSummary")))
                .sort(Sorts.ascending("$natural"))
                .into(new ArrayList<>());
        database.getCollection("system.profile").drop();
        return new Profile(reads);
    }

    /** How many cursors the server holds of the log. */
    long openCursors() {
        return client.getDatabase("admin")
                .aggregate(List.of(
                        new Document("$currentOp", new Document("idleCursors", true)),
                        new Document(
                                "$match",
                                new Document("type", "idleCursor").append("ns", DATABASE + ".synapse_events"))))
                .into(new ArrayList<>())
                .size();
    }

    @Override
    public void close() {
        storage.close();
        database.drop();
        client.close();
    }

    /** Requests, as the server's profiler has them. */
    record Profile(List<Document> reads) {
        void assertAskedAtMost(int requests) {
            assertTrue(reads.size() <= requests, () -> reads.size() + " requests: " + this);
        }

        /** Index entries that were walked over. */
        void assertKeysAtMost(long keys) {
            long walked = sum("keysExamined");
            assertTrue(walked <= keys, () -> walked + " index entries: " + this);
        }

        long sum(String field) {
            return reads.stream()
                    .mapToLong(read -> read.get(field, (Number) 0).longValue())
                    .sum();
        }

        boolean sorts() {
            return reads.stream().anyMatch(read -> read.getBoolean("hasSortStage", false));
        }

        String plans() {
            return reads.stream()
                    .map(read -> read.getString("planSummary"))
                    .toList()
                    .toString();
        }

        @Override
        public String toString() {
            return reads.stream()
                    .map(read -> read.getString("op") + " " + read.getString("planSummary") + " keys "
                            + read.get("keysExamined") + " documents " + read.get("docsExamined") + " returned "
                            + read.get("nreturned") + " ms " + read.get("millis"))
                    .toList()
                    .toString();
        }
    }
}
