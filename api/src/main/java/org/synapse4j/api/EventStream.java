package org.synapse4j.api;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * Events of a stream or of the feed, as they are read: lazy, closeable, and able to show the next one without taking it. It can
 * be walked once: every {@link #iterator()} goes on where the last one stopped, so a loop may stop early and another take over.
 * For one thread at a time, but {@link #close()} may come from any. Pinned by the TCK's rules READ, FEED and LIFE.
 */
public final class EventStream implements Iterable<StoredEvent>, AutoCloseable {
    private final Cursor<StoredSerializedEvent> cursor;
    private final PayloadCodec codec;
    private @Nullable StoredEvent peeked;
    private @Nullable EventPlace passed;
    private volatile boolean closed;

    EventStream(Cursor<StoredSerializedEvent> cursor, PayloadCodec codec) {
        this.cursor = cursor;
        this.codec = codec;
    }

    /**
     * Whether there is a next event; may block for the storage.
     *
     * @throws ClosedException after {@link #close()}, or after the store was closed
     */
    public boolean hasNext() {
        requireOpen();
        return peeked != null || cursor.hasNext();
    }

    /**
     * Takes the next event; may block for the storage.
     *
     * @throws NoSuchElementException at the end
     * @throws ClosedException after {@link #close()}, or after the store was closed
     */
    public StoredEvent next() {
        StoredEvent event = peek();
        peeked = null;
        passed = event.serialized().place();
        return event;
    }

    /**
     * Shows the next event without taking it; may block for the storage.
     *
     * @throws NoSuchElementException at the end
     * @throws ClosedException after {@link #close()}, or after the store was closed
     */
    public StoredEvent peek() {
        requireOpen();
        StoredEvent next = peeked;
        if (next == null) {
            next = new StoredEvent(cursor.next(), codec);
            peeked = next;
        }
        return next;
    }

    /** Where the last stored event is that this stream has passed, if it has passed one: the place to go on after. */
    public Optional<EventPlace> passed() {
        return Optional.ofNullable(passed);
    }

    /** The events that are left, by {@link #hasNext()} and {@link #next()} of this stream. */
    @Override
    public Iterator<StoredEvent> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return EventStream.this.hasNext();
            }

            @Override
            public StoredEvent next() {
                return EventStream.this.next();
            }
        };
    }

    /** Releases what the read holds. Again, it does nothing. */
    @Override
    public void close() {
        closed = true;
        cursor.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("this event stream");
        }
    }
}
