package org.synapse4j.mongocommon.internal;

import com.mongodb.bulk.BulkWriteError;
import java.util.Set;
import org.bson.BsonDocument;
import org.synapse4j.mongocommon.documents.Fields;

/** The key that an insert found taken, as the server's answer says by fields of its own, never by the text of its message. */
enum TakenKey {
    /** The slot, a version or the commit id. */
    OURS,
    /** One of an index that is not ours. */
    FOREIGN,
    /** The server does not say. */
    UNTOLD;

    private static final int DUPLICATE_KEY = 11000;

    private static final Set<Set<String>> OUR_KEYS =
            Set.of(Set.of(Fields.SLOT), Set.of(Fields.STREAM, Fields.VERSION), Set.of(Fields.COMMIT_ID));

    /** Whether an error says that a key was taken. */
    static boolean isTold(BulkWriteError error) {
        return error.getCode() == DUPLICATE_KEY;
    }

    static TakenKey of(BulkWriteError duplicate) {
        Set<String> fields = duplicate
                .getDetails()
                .getDocument("keyPattern", new BsonDocument())
                .keySet();
        if (fields.isEmpty()) {
            return UNTOLD;
        }
        return OUR_KEYS.contains(fields) ? OURS : FOREIGN;
    }
}
