package org.synapse4j.mongocommon.internal;

import com.mongodb.client.MongoCursor;
import java.util.Iterator;
import org.bson.RawBsonDocument;

/** Documents of the log, in the order that was asked for. For one thread at a time. */
interface LogCursor extends Iterator<RawBsonDocument>, AutoCloseable {
    /** Lets go of the server. Again, it does nothing. */
    @Override
    void close();

    /** The documents as they come. */
    static LogCursor of(MongoCursor<RawBsonDocument> cursor) {
        return new LogCursor() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public RawBsonDocument next() {
                return cursor.next();
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }
}
