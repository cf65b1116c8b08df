package org.synapse4j.mongocommon.internal;

import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * The documents of a stream in an order, as a read goes through them: a first page, which is small, since what it finds may be nothing but
 * tombstones (ADR 40), and then the rest by one cursor. For one thread at a time.
 */
final class StreamPages {
    /** So many documents are on the first page at most. */
    static final int FIRST = 500;

    private final SlotLog log;
    private final Bson order;
    private final OpenCursor cursor = new OpenCursor();
    private @Nullable LogDocument ahead;
    /** How many documents may still come from what is open. */
    private long room;
    /** Whether the first page was read to its end. */
    private boolean turned;

    StreamPages(SlotLog log, Bson order) {
        this.log = log;
        this.order = order;
    }

    /**
     * The next document, which stays the next until it is taken; null at the end.
     *
     * @param rest matches what was not taken yet, where nothing is open
     * @param wanted about how many documents are wanted
     */
    @Nullable
    LogDocument peek(Supplier<Bson> rest, long wanted) {
        if (ahead == null) {
            if (cursor.isOpen() && room == 0) {
                turn();
            }
            ahead = cursor.next(() -> open(rest.get(), wanted));
            if (ahead != null) {
                room--;
            }
        }
        return ahead;
    }

    /** One more than is wanted: it tells of the one before it whether its commit goes on. */
    private LogDocuments open(Bson rest, long wanted) {
        int page = (int) Math.min(wanted, (turned ? SlotLog.BATCH : FIRST) - 1) + 1;
        room = turned ? Long.MAX_VALUE : page;
        return log.findOfStream(rest, order, turned ? 0 : page, page);
    }

    LogDocument take() {
        LogDocument taken = ahead;
        if (taken == null) {
            throw new NoSuchElementException("no document of the stream is ahead");
        }
        ahead = null;
        return taken;
    }

    /** Goes on with another page, by what the filter says then. */
    void turn() {
        turned = true;
        release();
    }

    /** Whether a document was looked at and not taken. */
    boolean isAhead() {
        return ahead != null;
    }

    /** Whether the server need not be asked to tell if there is a next document. */
    boolean isAtHand() {
        return ahead != null || (room > 0 && cursor.isAtHand());
    }

    /** Lets go of the server. */
    void release() {
        ahead = null;
        cursor.release();
    }
}
