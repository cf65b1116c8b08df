package org.synapse4j.mongocommon.internal;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.synapse4j.mongocommon.documents.LogDocument;

/** Documents of the log, taken apart, in the order that was asked for. For one thread at a time. */
final class LogDocuments implements Iterator<LogDocument>, AutoCloseable {
    private final LogCursor cursor;
    private final boolean holdsList;
    private final @Nullable PassedOver passedOver;
    private @Nullable LogDocument ahead;

    /**
     * @param holdsList whether the layout has its events in a list
     * @param passedOver is told of documents that are in no slot, which are left out; null where they are given out too
     */
    LogDocuments(LogCursor cursor, boolean holdsList, @Nullable PassedOver passedOver) {
        this.cursor = cursor;
        this.holdsList = holdsList;
        this.passedOver = passedOver;
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && cursor.hasNext()) {
            LogDocument document = LogDocument.of(cursor.next(), holdsList);
            if (document.hasSlot() || passedOver == null) {
                ahead = document;
            } else {
                passedOver.tell(document);
            }
        }
        return ahead != null;
    }

    @Override
    public LogDocument next() {
        LogDocument next = hasNext() ? ahead : null;
        if (next == null) {
            throw new NoSuchElementException("no document of the log is left");
        }
        ahead = null;
        return next;
    }

    /** Whether it needs no further page from the server to tell if there is a next document. */
    boolean isAtHand() {
        return ahead != null || cursor.isAtHand();
    }

    /** Lets go of the server. Again, it does nothing. */
    @Override
    public void close() {
        ahead = null;
        cursor.close();
    }
}
