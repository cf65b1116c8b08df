package org.synapse4j.mongocommon.internal;

import org.bson.BsonSerializationException;
import org.bson.Document;
import org.synapse4j.mongocommon.OddDocumentException;
import org.synapse4j.mongocommon.documents.Fields;

/** Integers in the small documents beside the log, in whatever of BSON's numbers. */
final class Integers {
    private Integers() {}

    /**
     * The integer in this field.
     *
     * @throws OddDocumentException if there is none
     */
    static long of(Document found, String field) {
        if (found.get(field) instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) {
            return number.longValue();
        }
        throw new OddDocumentException(
                "the document with _id " + found.get(Fields.KEY),
                new BsonSerializationException("The field " + field + " holds " + found.get(field) + ", no integer"));
    }
}
