package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a storage's calls are made: each is refused once the storage is closed, or its store is not as it must be, and what may help
 * is tried again until the deadline. Thread-safe.
 */
final class Calls {
    private final Runnable requireReady;
    private final Duration limit;

    /**
     * @param requireReady refuses a call where the storage cannot be used
     * @param limit how long a call may take
     */
    Calls(Runnable requireReady, Duration limit) {
        this.requireReady = requireReady;
        this.limit = limit;
    }

    /** Refuses the call where the storage cannot be used. */
    void requireReady() {
        requireReady.run();
    }

    /** The deadline of a call that begins now. */
    Deadline deadline() {
        return Deadline.in(limit);
    }

    /** Makes a call that may be made again; throws what {@link Failures#persist} does. */
    <T> T get(String call, Supplier<T> body) {
        requireReady();
        return Failures.persist(call, deadline(), body);
    }

    /** As {@link #get}, of a call without a result. */
    void run(String call, Runnable body) {
        requireReady();
        Failures.run(call, deadline(), body);
    }
}
