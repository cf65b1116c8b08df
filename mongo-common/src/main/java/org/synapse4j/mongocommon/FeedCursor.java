package org.synapse4j.mongocommon;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * Reads the feed forwards: of what is settled only documents that may match, then slot by slot what is not. Ends where the feed
 * ends for now.
 */
final class FeedCursor implements Cursor<StoredSerializedEvent> {
    private final Feed feed;
    private final SlotLog log;
    private final CommitLayout layout;
    private final FeedRead read;
    private final MongoOptions options;
    private final Runnable requireOpen;

    private final Deque<StoredSerializedEvent> ready = new ArrayDeque<>();
    private final long settledAtStart;
    private long nextSlot;
    private long left;
    private boolean atEnd;
    private @Nullable MongoCursor<RawBsonDocument> matching;
    private @Nullable LogWalk walk;
    private volatile boolean closed;

    FeedCursor(Feed feed, SlotLog log, CommitLayout layout, FeedRead read, MongoOptions options, Runnable requireOpen) {
        this.feed = feed;
        this.log = log;
        this.layout = layout;
        this.read = read;
        this.options = options;
        this.requireOpen = requireOpen;
        this.left = read.limit();
        this.nextSlot = Math.max(1, layout.slot(read.after().value()));
        boolean filtered = !read.query().equals(EventQuery.all());
        this.settledAtStart = filtered && left > 0 ? feed.settled() : 0;
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
            throw new NoSuchElementException("the cursor is at the end of the feed");
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
        if (nextSlot <= settledAtStart) {
            fetchMatching();
            return;
        }
        LogWalk walking = walk;
        if (walking == null) {
            walking = feed.walk(nextSlot, true);
            walk = walking;
        }
        Optional<List<LogDocument>> commit = walking.next();
        if (commit.isEmpty()) {
            atEnd = true;
            return;
        }
        for (LogDocument document : commit.get()) {
            take(document);
        }
    }

    private void fetchMatching() {
        MongoCursor<RawBsonDocument> cursor = matching;
        if (cursor == null) {
            cursor = log.findSettled(
                    Filters.and(
                            Filters.gte(Fields.SLOT, nextSlot),
                            Filters.lte(Fields.SLOT, settledAtStart),
                            feed.filter(read.query())),
                    Sorts.ascending(Fields.SLOT),
                    true);
            matching = cursor;
        }
        if (cursor.hasNext()) {
            take(LogDocument.of(cursor.next()));
        } else {
            nextSlot = settledAtStart + 1;
        }
    }

    private void take(LogDocument document) {
        nextSlot = document.slot() + 1;
        for (StoredSerializedEvent event : document.events(layout)) {
            if (event.position().compareTo(read.before()) >= 0) {
                atEnd = true;
            } else if (event.position().compareTo(read.after()) > 0 && Feed.matches(read.query(), event)) {
                ready.add(event);
            }
        }
    }

    private void release() {
        MongoCursor<RawBsonDocument> cursor = matching;
        matching = null;
        if (cursor != null) {
            cursor.close();
        }
        LogWalk walking = walk;
        walk = null;
        if (walking != null) {
            walking.close();
        }
    }
}
