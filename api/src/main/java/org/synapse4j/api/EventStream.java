package org.synapse4j.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.serialization.UpcastContext;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * Events of a stream or of the feed, as they are read: lazy, closeable, and able to show the next one without taking it. It can
 * be walked once: every {@link #iterator()} goes on where the last one stopped, so a loop may stop early and another take over.
 * For one thread at a time, but {@link #close()} may come from any. Pinned by the TCK's rules STORE, and its
 * storage's cursor by READ, FEED and LIFE.
 */
public final class EventStream implements Iterable<StoredEvent>, AutoCloseable {
    private final Cursor<StoredSerializedEvent> cursor;
    private final EventReader reader;
    private final Predicate<StoredEvent> wanted;
    private final UpcastContext context;
    private final Deque<StoredEvent> parts = new ArrayDeque<>();
    private @Nullable EventPlace passed;
    /** How far a read of the feed has looked, as far as all that it found was taken; null in a read of a stream. */
    private @Nullable Position looked;

    private volatile boolean closed;

    EventStream(
            Cursor<StoredSerializedEvent> cursor,
            EventReader reader,
            UpcastContext context,
            Predicate<StoredEvent> wanted) {
        this.cursor = cursor;
        this.reader = reader;
        this.context = context;
        this.wanted = wanted;
        this.looked = cursor instanceof FeedCursor feed ? feed.looked() : null;
    }

    /**
     * Whether there is a next event; may block for the storage.
     *
     * @throws ClosedException after {@link #close()}, or after the store was closed
     * @throws OperationInterruptedException if the thread is interrupted
     * @throws StorageUnavailableException if the storage cannot be reached within the deadline
     */
    public boolean hasNext() {
        requireOpen();
        while (parts.isEmpty() && cursor.hasNext()) {
            StoredSerializedEvent stored = cursor.next();
            for (StoredEvent part : reader.read(stored, context)) {
                if (part.contents().failed() || wanted.test(part)) {
                    parts.add(part);
                }
            }
            if (parts.isEmpty()) {
                pass(stored.place());
            }
        }
        if (parts.isEmpty() && cursor instanceof FeedCursor feed) {
            looked = feed.looked();
        }
        return !parts.isEmpty();
    }

    /**
     * Takes the next event; may block for the storage.
     *
     * @throws NoSuchElementException at the end
     * @throws ClosedException after {@link #close()}, or after the store was closed
     */
    public StoredEvent next() {
        StoredEvent event = peek();
        parts.remove();
        if (parts.isEmpty()) {
            pass(event.serialized().place());
        }
        return event;
    }

    /**
     * Shows the next event without taking it; may block for the storage.
     *
     * @throws NoSuchElementException at the end
     * @throws ClosedException after {@link #close()}, or after the store was closed
     */
    public StoredEvent peek() {
        if (!hasNext()) {
            throw new NoSuchElementException("the event stream is at its end");
        }
        return parts.element();
    }

    /**
     * Where the last stored event is that this stream has passed, if it has passed one: the place to go on after. One that was
     * upcast to several is passed when the last of them is taken; one that was upcast to none, or to what the query does not
     * name, when the next one is looked for.
     */
    public Optional<EventPlace> passed() {
        return Optional.ofNullable(passed);
    }

    /**
     * Of a read of the feed, how far it has looked: every event that it wants was taken, up to and with this position forwards, down to and
     * with it backwards. Another read goes on after it. At the end that may be far beyond the last event taken, where the query
     * lets nothing through; so the checkpoint of a filtered subscription moves on. Empty for a read of a stream.
     */
    public Optional<Position> looked() {
        return Optional.ofNullable(looked);
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

    private void pass(EventPlace place) {
        passed = place;
        if (looked != null) {
            looked = place.position();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("this event stream");
        }
    }
}
