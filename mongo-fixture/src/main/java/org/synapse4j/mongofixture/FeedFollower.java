package org.synapse4j.mongofixture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;

/** Follows the feed by polling: now all of it, now by a query that all events match, now a part only. */
final class FeedFollower extends Thread {
    private static final EventQuery ALL_BY_CATEGORY = EventQuery.category("cart", "seat");

    private final MongoStorage storage;
    private final Random random;
    private final List<SeenEvent> seen = new ArrayList<>();
    private Position after = Position.START;
    private volatile boolean ended;
    private volatile @Nullable Throwable broken;

    FeedFollower(MongoStorage storage, Random random) {
        super("reader of the feed");
        this.storage = storage;
        this.random = random;
        setDaemon(true);
    }

    /** Makes it end when it has reached the end that the feed has now. */
    void end() {
        ended = true;
    }

    /** All that it has seen, in its order; to be asked for when it has ended. */
    List<SeenEvent> seen() {
        return seen;
    }

    /** The error that ended it, if it did not end in peace. */
    Optional<Throwable> broken() {
        return Optional.ofNullable(broken);
    }

    @Override
    public void run() {
        try {
            boolean atEnd = false;
            while (!atEnd) {
                boolean last = ended;
                try {
                    atEnd = poll(last) && last;
                } catch (TransientException unavailable) {
                    // It goes on after the last event that it has seen.
                }
                Thread.sleep(random.nextInt(last ? 5 : 50));
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            broken = e;
        }
    }

    /** Whether it reached the end. */
    private boolean poll(boolean whole) {
        Position end = storage.feed().orElseThrow().end();
        FeedRead read = FeedRead.forwards().after(after);
        if (random.nextBoolean()) {
            read = read.matching(ALL_BY_CATEGORY);
        }
        if (!whole && random.nextInt(4) == 0) {
            read = read.limit(1 + random.nextInt(20));
        }
        try (Cursor<StoredSerializedEvent> cursor = storage.feed().orElseThrow().read(read)) {
            while (cursor.hasNext()) {
                StoredSerializedEvent event = cursor.next();
                seen.add(SeenEvent.of(event));
                after = event.position();
            }
        }
        return whole && after.compareTo(lastOf(end)) >= 0;
    }

    /** The end may lie behind voids, where no event is. */
    private Position lastOf(Position end) {
        try (Cursor<StoredSerializedEvent> cursor = storage.feed()
                .orElseThrow()
                .read(FeedRead.backwards().before(Position.of(end.value() + 1)).limit(1))) {
            return cursor.hasNext() ? cursor.next().position() : Position.START;
        }
    }
}
