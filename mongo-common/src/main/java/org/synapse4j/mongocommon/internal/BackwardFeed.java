package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import java.util.Deque;
import org.bson.conversions.Bson;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/** Reads the feed backwards from the settled end, below which nothing needs checking. */
final class BackwardFeed implements FetchingFeedCursor.Source {
    private final SlotLog log;
    private final CommitLayout layout;
    private final QueryFilter filter;
    private final Settling settling;
    private final FeedRead read;

    private long nextSlot = -1;
    private boolean atEnd;
    private final OpenCursor cursor = new OpenCursor();

    BackwardFeed(SlotLog log, CommitLayout layout, QueryFilter filter, Settling settling, FeedRead read) {
        this.log = log;
        this.layout = layout;
        this.filter = filter;
        this.settling = settling;
        this.read = read;
    }

    @Override
    public boolean fetch(Deque<StoredSerializedEvent> ready, long left) {
        if (nextSlot < 0) {
            nextSlot = Math.min(settling.end(), layout.slot(read.before().value()));
        }
        LogDocument document = cursor.next(() -> {
            Bson slots = Filters.and(
                    Filters.gte(Fields.SLOT, layout.slot(read.after().value())), Filters.lte(Fields.SLOT, nextSlot));
            return log.findSettled(
                    filter.search(read.query(), slots).backwards().wanting(left));
        });
        if (document == null) {
            atEnd = true;
            return false;
        }
        nextSlot = document.slot() - 1;
        if (document.isOdd()) {
            log.passOver(document);
            return true;
        }
        for (StoredSerializedEvent event : document.events(layout)) {
            boolean within = event.position().compareTo(read.after()) > 0
                    && event.position().compareTo(read.before()) < 0;
            if (within && QueryFilter.matches(read.query(), event)) {
                ready.addFirst(event);
            }
        }
        return true;
    }

    /** Everything above the next slot was looked at, as far as the read goes. */
    @Override
    public Position looked() {
        if (atEnd) {
            return read.after();
        }
        if (nextSlot < 0) {
            return read.before();
        }
        Position above = Position.of(layout.position(nextSlot + 1, 0));
        return above.compareTo(read.before()) < 0 ? above : read.before();
    }

    @Override
    public void release() {
        cursor.release();
    }
}
