package org.synapse4j.examples;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.PrintStream;
import java.util.Objects;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.StorageUri;

/** Prints what is stored of a stream in MongoDB, as a shell would. */
final class PrintedDocuments {
    private static final JsonWriterSettings SHELL =
            JsonWriterSettings.builder().outputMode(JsonMode.SHELL).build();

    private PrintedDocuments() {}

    static void print(String uri, StreamId stream, PrintStream out) {
        // Of the options that are the store's, such as the layout, the driver logs that it does not know them.
        ConnectionString connection = new ConnectionString(uri);
        String database = Objects.requireNonNull(connection.getDatabase());
        String events = StorageUri.parse(uri).option("prefix").orElse("synapse") + "_events";
        out.println("The stream as documents, db." + events + ".find({stream: \"" + stream + "\"}):");
        try (MongoClient client = MongoClients.create(connection)) {
            for (Document document : client.getDatabase(database)
                    .getCollection(events)
                    .find(Filters.eq("stream", stream.toString()))
                    .sort(Sorts.ascending("version"))) {
                out.println("  " + document.toJson(SHELL));
            }
        }
    }
}
