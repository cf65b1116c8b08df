package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a command or reply; one that must be there and is not is the error that a real server answers. */
final class CommandFields {
    private CommandFields() {}

    static Document document(Document in, String field) {
        return (Document) required(in, field);
    }

    @SuppressWarnings("unchecked")
    static List<Document> documents(Document in, String field) {
        return (List<Document>) required(in, field);
    }

    static Object required(Document in, String field) {
        Object value = in.get(field);
        if (value == null) {
            throw new MongoServerError(40414, "BSON field '" + field + "' is missing but a required field");
        }
        return value;
    }

    static int number(Document in, String field, int otherwise) {
        return in.get(field) instanceof Number number ? number.intValue() : otherwise;
    }

    /** The documents of a cursor's first batch. */
    static List<Document> firstBatch(Document reply) {
        return documents(document(reply, "cursor"), "firstBatch");
    }

    static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }
}
