package org.synapse4j.mongocommon;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Reads the feed backwards from the settled end, below which nothing needs checking. */
final class BackwardFeedCursor implements Cursor<StoredSerializedEvent> {
    private final Feed feed;
    private final SlotLog log;
    private final CommitLayout layout;
    private final FeedRead read;
    private final MongoOptions options;
    private final Runnable requireOpen;

    private final Deque<StoredSerializedEvent> ready = new ArrayDeque<>();
    private long nextSlot = -1;
    private long left;
    private boolean atEnd;
    private @Nullable MongoCursor<RawBsonDocument> cursor;
    private volatile boolean closed;

    BackwardFeedCursor(
            Feed feed, SlotLog log, CommitLayout layout, FeedRead read, MongoOptions options, Runnable requireOpen) {
        this.feed = feed;
        this.log = log;
        this.layout = layout;
        this.read = read;
        this.options = options;
        this.requireOpen = requireOpen;
        this.left = read.limit();
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new ClosedException("the cursor");
        }
        requireOpen.run();
        while (left > 0 && ready.isEmpty() && !atEnd) {
            Failures.persist("read of the feed", Deadline.in(options.deadline()), () -> {
                try {
                    fetch();
                } catch (MongoException error) {
                    release();
                    throw error;
                }
                return true;
            });
        }
        if (left == 0 || ready.isEmpty()) {
            release();
            return false;
        }
        return true;
    }

    @Override
    public StoredSerializedEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the cursor is at the start of the feed");
        }
        left--;
        return ready.remove();
    }

    @Override
    public void close() {
        closed = true;
        release();
    }

    private void fetch() {
        if (nextSlot < 0) {
            nextSlot = Math.min(feed.endSlot(), layout.slot(read.before().value()));
        }
        MongoCursor<RawBsonDocument> open = cursor;
        if (open == null) {
            open = log.findSettled(
                    Filters.and(
                            Filters.gte(Fields.SLOT, layout.slot(read.after().value())),
                            Filters.lte(Fields.SLOT, nextSlot),
                            feed.filter(read.query())),
                    Sorts.descending(Fields.SLOT),
                    true);
            cursor = open;
        }
        if (!open.hasNext()) {
            atEnd = true;
            return;
        }
        LogDocument document = LogDocument.of(open.next());
        nextSlot = document.slot() - 1;
        for (StoredSerializedEvent event : document.events(layout)) {
            boolean within = event.position().compareTo(read.after()) > 0
                    && event.position().compareTo(read.before()) < 0;
            if (within && Feed.matches(read.query(), event)) {
                ready.addFirst(event);
            }
        }
    }

    private void release() {
        MongoCursor<RawBsonDocument> open = cursor;
        cursor = null;
        if (open != null) {
            open.close();
        }
    }
}
