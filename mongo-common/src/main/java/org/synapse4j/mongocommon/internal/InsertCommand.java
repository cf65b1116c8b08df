package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import java.util.List;
import java.util.Set;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.synapse4j.api.errors.ConfigurationException;

/**
 * An ordered insert of documents that are bytes already, in one message, which the driver passes on as they are. The driver's own
 * insert takes each document apart, and is a retryable write, for which the server keeps a record of its own; what it is good for,
 * an answer that is lost, is looked up in the slots.
 */
final class InsertCommand {
    /** A command takes as much as a document, 16 MB; its documents may take more only where the driver puts them beside it. */
    private static final int COMMAND_BYTES = 15_000_000;

    private static final InsertManyOptions ORDERED = new InsertManyOptions().ordered(true);

    private final MongoDatabase database;
    private final String collection;

    InsertCommand(MongoDatabase database, String collection) {
        this.database = database;
        this.collection = collection;
    }

    /**
     * @throws MongoBulkWriteException if not all is stored, and known to be so for the majority
     * @throws ConfigurationException if the user may not insert: nothing is stored
     */
    void run(List<RawBsonDocument> documents) {
        long bytes = 0;
        for (RawBsonDocument document : documents) {
            bytes += RawDocuments.bytes(document);
        }
        if (bytes > COMMAND_BYTES) {
            database.getCollection(collection, RawBsonDocument.class).insertMany(documents, ORDERED);
        } else {
            check(reply(documents));
        }
    }

    private Document reply(List<RawBsonDocument> documents) {
        try {
            return database.runCommand(command(documents), Document.class);
        } catch (MongoCommandException error) {
            if (Failures.isNotAllowed(error)) {
                throw Failures.translated("storing a commit", error);
            }
            throw error;
        }
    }

    private RawBsonDocument command(List<RawBsonDocument> documents) {
        return RawDocuments.document(writer -> {
            writer.writeString("insert", collection);
            writer.writeBoolean("ordered", true);
            writer.writeStartDocument("writeConcern");
            writer.writeString("w", "majority");
            writer.writeBoolean("j", true);
            writer.writeEndDocument();
            writer.writeStartArray("documents");
            for (RawBsonDocument document : documents) {
                try (BsonBinaryReader reader =
                        new BsonBinaryReader(document.getByteBuffer().asNIO())) {
                    writer.pipe(reader);
                }
            }
            writer.writeEndArray();
        });
    }

    private void check(Document reply) {
        List<BulkWriteError> errors = reply.getList("writeErrors", Document.class, List.of()).stream()
                .map(error -> new BulkWriteError(
                        number(error, "code"), text(error), new BsonDocument(), number(error, "index")))
                .toList();
        Document concern = reply.get("writeConcernError", Document.class);
        if (!errors.isEmpty() || concern != null) {
            throw new MongoBulkWriteException(
                    BulkWriteResult.acknowledged(number(reply, "n"), 0, 0, 0, List.of(), List.of()),
                    errors,
                    concern == null
                            ? null
                            : new WriteConcernError(
                                    number(concern, "code"),
                                    concern.get("codeName", ""),
                                    text(concern),
                                    new BsonDocument()),
                    new ServerAddress(),
                    Set.copyOf(reply.getList("errorLabels", String.class, List.of())));
        }
    }

    private static int number(Document reply, String field) {
        return reply.get(field, Number.class).intValue();
    }

    private static String text(Document error) {
        return error.get("errmsg", "");
    }
}
