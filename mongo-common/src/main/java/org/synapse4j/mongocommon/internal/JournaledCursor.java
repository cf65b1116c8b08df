package org.synapse4j.mongocommon.internal;

import com.mongodb.client.MongoCursor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.bson.RawBsonDocument;

/** A cursor that gives no document out before its whole batch is in the server's journal. For one thread at a time. */
final class JournaledCursor implements LogCursor {
    private final MongoCursor<RawBsonDocument> cursor;
    private final Consumer<List<RawBsonDocument>> await;
    private final Deque<RawBsonDocument> journaled = new ArrayDeque<>();

    /** @param await returns when these documents are in the journal */
    JournaledCursor(MongoCursor<RawBsonDocument> cursor, Consumer<List<RawBsonDocument>> await) {
        this.cursor = cursor;
        this.await = await;
    }

    @Override
    public boolean isAtHand() {
        return !journaled.isEmpty() || LogCursor.isAtHand(cursor);
    }

    @Override
    public boolean hasNext() {
        if (journaled.isEmpty() && cursor.hasNext()) {
            List<RawBsonDocument> batch = new ArrayList<>(cursor.available());
            while (cursor.available() > 0) {
                batch.add(cursor.next());
            }
            await.accept(batch);
            journaled.addAll(batch);
        }
        return !journaled.isEmpty();
    }

    @Override
    public RawBsonDocument next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the cursor is at its end");
        }
        return journaled.remove();
    }

    @Override
    public void close() {
        journaled.clear();
        cursor.close();
    }
}
