package org.synapse4j.mongocommon.internal;

import com.mongodb.client.MongoCursor;
import java.util.Iterator;
import org.bson.RawBsonDocument;

/** Documents of the log, in the order that was asked for. For one thread at a time. */
interface LogCursor extends Iterator<RawBsonDocument>, AutoCloseable {
    /** Whether it needs no further page from the server to tell if there is a next document. */
    boolean isAtHand();

    /** Lets go of the server. Again, it does nothing. */
    @Override
    void close();

    /** Whether a cursor of the driver's needs no further page to tell if there is a next document. */
    static boolean isAtHand(MongoCursor<?> cursor) {
        return cursor.available() > 0 || cursor.getServerCursor() == null;
    }

    /** The documents as they come. */
    static LogCursor of(MongoCursor<RawBsonDocument> cursor) {
        return new LogCursor() {
            @Override
            public boolean isAtHand() {
                return LogCursor.isAtHand(cursor);
            }

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
