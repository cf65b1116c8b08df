package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.mongocommon.documents.RawDocuments;

/**
 * An insert of documents that are bytes already, which the driver passes on as they are. The driver's own insert takes each document apart,
 * is a retryable write, for which the server keeps a record of its own, and does not pass on which key a duplicate was found by. What a
 * retry is good for, an answer that is lost, is looked up in the slots: no command is sent twice (ADR 12).
 */
final class InsertCommand {
    /** A command takes as much as a document, 16 MB. What is more goes as several, one after the other. */
    private static final int COMMAND_BYTES = 15_000_000;

    /** More statements than this no server takes in a command. */
    private static final int COMMAND_DOCUMENTS = 100_000;

    private enum AfterError {
        STOP,
        GO_ON
    }

    private final Supplier<MongoDatabase> database;
    private final String collection;

    InsertCommand(MongoDatabase database, String collection) {
        this.database = TimeLeft.of(database);
        this.collection = collection;
    }

    /**
     * Inserts in order, and stops at the first that cannot be: what is behind it is not executed, nor will it ever be.
     *
     * @throws MongoBulkWriteException if not all is stored, and known to be so for the majority; of the error, the index counts from the first
     *     document, and the details hold {@code keyPattern} where the server names a key that is taken
     * @throws MongoException if a command failed as a whole; some of the documents may be stored
     * @throws ConfigurationException if the user may not insert: nothing is stored
     */
    void inOrder(List<RawBsonDocument> documents) {
        for (int from = 0; from < documents.size(); ) {
            int to = endOfCommand(documents, from);
            run(documents.subList(from, to), from, AfterError.STOP);
            from = to;
        }
    }

    /** Inserts whichever of these can be, few enough for one command; throws as {@link #inOrder} does. */
    void unordered(List<RawBsonDocument> documents) {
        run(documents, 0, AfterError.GO_ON);
    }

    private static int endOfCommand(List<RawBsonDocument> documents, int from) {
        long bytes = RawDocuments.bytes(documents.get(from));
        int to = from + 1;
        while (to < documents.size() && to - from < COMMAND_DOCUMENTS) {
            bytes += RawDocuments.bytes(documents.get(to));
            if (bytes > COMMAND_BYTES) {
                break;
            }
            to++;
        }
        return to;
    }

    private void run(List<RawBsonDocument> documents, int offset, AfterError afterError) {
        try {
            check(database.get().runCommand(command(documents, afterError), BsonDocument.class), offset);
        } catch (MongoCommandException error) {
            if (Failures.isNotAllowed(error)) {
                throw Failures.translated("storing a commit", error);
            }
            throw error;
        }
    }

    private RawBsonDocument command(List<RawBsonDocument> documents, AfterError afterError) {
        return RawDocuments.document(writer -> {
            writer.writeString("insert", collection);
            writer.writeBoolean("ordered", afterError == AfterError.STOP);
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

    private static void check(BsonDocument reply, int offset) {
        List<BulkWriteError> errors = new ArrayList<>();
        for (BsonValue error : reply.getArray("writeErrors", new BsonArray())) {
            errors.add(error(error.asDocument(), offset));
        }
        BsonDocument concern = reply.getDocument("writeConcernError", new BsonDocument());
        if (!errors.isEmpty() || !concern.isEmpty()) {
            Set<String> labels = reply.getArray("errorLabels", new BsonArray()).stream()
                    .map(label -> label.asString().getValue())
                    .collect(Collectors.toUnmodifiableSet());
            throw new MongoBulkWriteException(
                    BulkWriteResult.acknowledged(offset + number(reply, "n"), 0, 0, 0, List.of(), List.of()),
                    errors,
                    concern.isEmpty()
                            ? null
                            : new WriteConcernError(
                                    number(concern, "code"),
                                    text(concern, "codeName"),
                                    text(concern, "errmsg"),
                                    concern),
                    new ServerAddress(),
                    labels);
        }
    }

    private static BulkWriteError error(BsonDocument error, int offset) {
        return new BulkWriteError(number(error, "code"), text(error, "errmsg"), error, offset + number(error, "index"));
    }

    private static int number(BsonDocument reply, String field) {
        return reply.getNumber(field).intValue();
    }

    private static String text(BsonDocument error, String field) {
        return error.getString(field, new BsonString("")).getValue();
    }
}
