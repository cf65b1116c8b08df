package org.synapse4j.examples;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.PrintStream;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.synapse4j.api.StreamId;

/** Prints what is stored of a stream in MongoDB, as a shell would. */
final class Documents {
    private static final JsonWriterSettings SHELL =
            JsonWriterSettings.builder().outputMode(JsonMode.SHELL).build();

    private Documents() {}

    static void print(String uri, StreamId stream, PrintStream out) {
        String server = uri.substring(0, uri.lastIndexOf('/'));
        String database = uri.substring(uri.lastIndexOf('/') + 1).replaceAll("\\?.*", "");
        out.println("The stream as documents, db.synapse_events.find({stream: \"" + stream + "\"}):");
        try (MongoClient client = MongoClients.create(server)) {
            for (Document document : client.getDatabase(database)
                    .getCollection("synapse_events")
                    .find(Filters.eq("stream", stream.toString()))
                    .sort(Sorts.ascending("version"))) {
                out.println("  " + document.toJson(SHELL));
            }
        }
    }
}
