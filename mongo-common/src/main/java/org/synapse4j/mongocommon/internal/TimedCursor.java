package org.synapse4j.mongocommon.internal;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.BsonNumber;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A cursor, no request of which outlasts the call that it is made for, by more than a little. To the driver, each request of a cursor may take
 * what was left when the cursor was opened. Where a call has much less left, it goes on with another cursor, behind the last document; and
 * lets go of the server in the background. For one thread at a time.
 */
final class TimedCursor implements LogCursor {
    /** By so much a request may outlast its call: what comes in many pages is not opened anew for each of them. */
    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String key;
    private final Function<Optional<BsonNumber>, LogCursor> open;
    private LogCursor cursor;
    /** The time that each request of the cursor may take. */
    private long allowed;

    private @Nullable RawBsonDocument last;

    /**
     * @param key the field by which documents are ordered; no two have the same number there. One that has no number is passed with the cursor
     *     that found it
     * @param open opens a cursor behind this number, or at the beginning
     */
    TimedCursor(String key, Function<Optional<BsonNumber>, LogCursor> open) {
        this.key = key;
        this.open = open;
        this.allowed = TimeLeft.nanos();
        this.cursor = open.apply(Optional.empty());
    }

    @Override
    public boolean isAtHand() {
        return cursor.isAtHand();
    }

    @Override
    public boolean hasNext() {
        if (!cursor.isAtHand() && outlastsItsCall()) {
            openAnew();
        }
        return cursor.hasNext();
    }

    @Override
    public RawBsonDocument next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the cursor is at its end");
        }
        RawBsonDocument next = cursor.next();
        last = next;
        return next;
    }

    @Override
    public void close() {
        if (outlastsItsCall()) {
            InBackground.run("synapse4j closing a cursor", cursor::close);
        } else {
            cursor.close();
        }
    }

    private void openAnew() {
        Optional<BsonNumber> place = Optional.ofNullable(last)
                .map(document -> document.get(key) instanceof BsonNumber number ? number : null);
        if (last == null || place.isPresent()) {
            close();
            allowed = TimeLeft.nanos();
            cursor = open.apply(place);
        }
    }

    private boolean outlastsItsCall() {
        return TimeLeft.nanos() < allowed - SLACK_NANOS;
    }
}
