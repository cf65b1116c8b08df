package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * Reads the feed forwards: of what is settled only documents that may match, then slot by slot what is not. Ends where the feed
 * ends for now.
 */
final class ForwardFeed implements FetchingFeedCursor.Source {
    private final SlotLog log;
    private final CommitLayout layout;
    private final QueryFilter filter;
    private final Settled settled;
    private final Settling settling;
    private final FeedRead read;

    private long nextSlot;
    /** Up to here documents are fetched by what they may match; asked for at the first fetch. */
    private long settledAtStart = -1;

    private final OpenCursor matching = new OpenCursor();
    private @Nullable LogWalk walk;

    ForwardFeed(
            SlotLog log, CommitLayout layout, QueryFilter filter, Settled settled, Settling settling, FeedRead read) {
        this.log = log;
        this.layout = layout;
        this.filter = filter;
        this.settled = settled;
        this.settling = settling;
        this.read = read;
        this.nextSlot = Math.max(1, layout.slot(read.after().value()));
    }

    @Override
    public boolean fetch(Deque<StoredSerializedEvent> ready, long left) {
        if (settledAtStart < 0) {
            settling.someUpTo(nextSlot - 1);
            settledAtStart = read.query().equals(EventQuery.all()) ? 0 : settled.slot();
        }
        if (nextSlot <= settledAtStart) {
            return fetchMatching(ready, left);
        }
        LogWalk walking = walk;
        if (walking == null) {
            walking = LogWalk.whole(log, settled, nextSlot, left);
            walk = walking;
        }
        Optional<List<LogDocument>> commit = walking.next();
        boolean more = commit.isPresent();
        for (LogDocument document : commit.orElse(List.of())) {
            more &= take(document, ready);
        }
        return more;
    }

    /** Everything below the next slot was looked at, as far as the read goes. */
    @Override
    public Position looked() {
        long below = Math.min(layout.position(nextSlot, 0), read.before().value()) - 1;
        return Position.of(Math.max(below, read.after().value()));
    }

    @Override
    public void release() {
        matching.release();
        LogWalk walking = walk;
        walk = null;
        if (walking != null) {
            walking.close();
        }
    }

    private boolean fetchMatching(Deque<StoredSerializedEvent> ready, long left) {
        LogDocument document = matching.next(() -> {
            Bson slots = Filters.and(Filters.gte(Fields.SLOT, nextSlot), Filters.lte(Fields.SLOT, settledAtStart));
            return log.findSettled(filter.search(read.query(), slots).wanting(left));
        });
        if (document != null) {
            return take(document, ready);
        }
        nextSlot = settledAtStart + 1;
        return true;
    }

    /** Makes ready what is wanted of a document; false if it reaches the end of what is wanted. */
    private boolean take(LogDocument document, Deque<StoredSerializedEvent> ready) {
        boolean more = true;
        nextSlot = document.slot() + 1;
        if (document.isOdd()) {
            log.passOver(document);
            return true;
        }
        for (StoredSerializedEvent event : document.events(layout)) {
            if (event.position().compareTo(read.before()) >= 0) {
                more = false;
            } else if (event.position().compareTo(read.after()) > 0 && QueryFilter.matches(read.query(), event)) {
                ready.add(event);
            }
        }
        return more;
    }
}
