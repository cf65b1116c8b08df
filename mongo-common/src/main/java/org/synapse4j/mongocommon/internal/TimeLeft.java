package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time left of the call that a thread makes: so long, and no longer, may its next request to the server take (ADR 19). Who calls talks with
 * the server in its own thread, so the deadline is bound to the thread, for all that the call does, however deep. Where none is bound, a
 * request may take what the driver was told for all.
 */
final class TimeLeft {
    /** Invariant: within a call that is part of another one, the earlier deadline of both. */
    private static final ThreadLocal<@Nullable Deadline> CALL = new ThreadLocal<>();

    private TimeLeft() {}

    /** Makes a call, or a part of one, within this deadline, or the earlier one of the call that it is part of. */
    static <T> T bind(Deadline deadline, Supplier<T> call) {
        Deadline outer = CALL.get();
        CALL.set(orEarlier(deadline));
        try {
            return call.get();
        } finally {
            if (outer == null) {
                CALL.remove();
            } else {
                CALL.set(outer);
            }
        }
    }

    /** As {@link #bind}, of a call without a result. */
    static void run(Deadline deadline, Runnable call) {
        bind(deadline, () -> {
            call.run();
            return true;
        });
    }

    /** This deadline, or that of the call that this thread makes, whichever is over first. */
    static Deadline orEarlier(Deadline deadline) {
        Deadline bound = CALL.get();
        return bound == null || deadline.left() < bound.left() ? deadline : bound;
    }

    /** The nanoseconds left; {@link Long#MAX_VALUE} where no call is bound. */
    static long nanos() {
        Deadline bound = CALL.get();
        return bound == null ? Long.MAX_VALUE : bound.left();
    }

    /** A collection, as its next request has to find it; throws a {@link MongoTimeoutException} where nothing is left. */
    static <T> Supplier<MongoCollection<T>> of(MongoCollection<T> collection) {
        return () -> CALL.get() == null ? collection : collection.withTimeout(millis(), TimeUnit.MILLISECONDS);
    }

    /** As above, of a database. */
    static Supplier<MongoDatabase> of(MongoDatabase database) {
        return () -> CALL.get() == null ? database : database.withTimeout(millis(), TimeUnit.MILLISECONDS);
    }

    /** A millisecond at least: to the driver, none is no limit. */
    private static long millis() {
        long left = nanos();
        if (left <= 0) {
            throw new MongoTimeoutException("The deadline of the call is over; nothing was sent");
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }
}
