package org.synapse4j.mongocommon.internal;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.Cursor;

/**
 * The reads of a storage that have begun, and were neither closed nor read to their end: they may hold cursors on the server, and end with
 * the storage. One whose cursor nobody has any more ends when the garbage collector finds that out, and is logged: once for the storage, or, where
 * {@link #PLACES} is set, once for each place in the code (ADR 43). Thread-safe.
 */
final class OpenReads {
    /** The system property by which each read remembers where it began. It costs a stack trace for each. */
    static final String PLACES = "synapse4j.readPlaces";

    /** More places are not told, whatever they are. */
    private static final int MOST_PLACES = 100;

    private static final String CLOSING = "synapse4j closing cursors";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(OpenReads.class);
    private static final Cleaner CLEANER = Cleaner.create();

    private final Log log;
    private final Set<Read> open = ConcurrentHashMap.newKeySet();
    private final Queue<Read> lost = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Set<List<StackTraceElement>> told = ConcurrentHashMap.newKeySet();

    /** The part of a read that is on the server. Does not know its cursor, which else nobody could find lost. */
    interface Read {
        /** Lets go of the server, now or once a fetch that is under way has ended. */
        void end();
    }

    /** Where lost reads are told of. */
    interface Log {
        void warn(String message, @Nullable Throwable place);
    }

    OpenReads() {
        this(LOG::warn);
    }

    OpenReads(Log log) {
        this.log = log;
    }

    /** Sees to it that the read ends when nobody has its cursor any more. To clean the result up before is to watch it no longer. */
    Cleaner.Cleanable watch(Cursor<?> cursor, String what, Read read) {
        Throwable place = Boolean.getBoolean(PLACES) ? new Throwable("The read began here") : null;
        return CLEANER.register(cursor, () -> {
            if (open.contains(read)) {
                tell(what, place);
                lost.add(read);
                endLost();
            }
        });
    }

    /** Not in the thread of the cleaner, which other storages need too. */
    private void endLost() {
        if (ending.compareAndSet(false, true)) {
            InBackground.run(CLOSING, () -> {
                List<Read> some = new ArrayList<>();
                do {
                    for (Read read = lost.poll(); read != null; read = lost.poll()) {
                        some.add(read);
                    }
                    end(some);
                    some.clear();
                    ending.set(false);
                } while (!lost.isEmpty() && ending.compareAndSet(false, true));
            });
        }
    }

    /** Takes note that the read may hold something on the server. */
    void begun(Read read) {
        open.add(read);
    }

    /** Takes note that it does not. */
    void ended(Read read) {
        open.remove(read);
    }

    /** Ends all that are open, and waits for that until the deadline; what is not done by then goes on in the background. */
    void close(Deadline deadline) {
        if (!open.isEmpty()) {
            InBackground.await(CLOSING, () -> end(List.copyOf(open)), deadline.left());
        }
    }

    /** Ends these, unless one takes so long that the server must be away: it lets go of the rest in its time. */
    private void end(Collection<Read> some) {
        for (Read read : some) {
            long began = System.nanoTime();
            try {
                read.end();
            } catch (RuntimeException unreachable) {
                LOG.debug("A cursor could not be closed", unreachable);
            }
            if (System.nanoTime() - began > PATIENCE_NANOS) {
                some.forEach(this::ended);
                return;
            }
        }
    }

    private void tell(String what, @Nullable Throwable place) {
        List<StackTraceElement> where = place == null ? List.of() : List.of(place.getStackTrace());
        if (told.size() < MOST_PLACES && told.add(where)) {
            log.warn(
                    "A read of " + what
                            + " was neither closed nor read to its end, and held a cursor on the server until now."
                            + " Close what you read, best by try-with-resources. "
                            + (place == null
                                    ? "The system property " + PLACES + "=true shows where such reads begin."
                                    : "It began where the stack trace says."),
                    place);
        }
    }
}
