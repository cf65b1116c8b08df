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
    private final OpenReads reads;

    /**
     * @param requireReady refuses a call where the storage cannot be used
     * @param limit how long a call may take
     * @param reads those that are under way
     */
    Calls(Runnable requireReady, Duration limit, OpenReads reads) {
        this.requireReady = requireReady;
        this.limit = limit;
        this.reads = reads;
    }

    OpenReads reads() {
        return reads;
    }

    /** Refuses a step of a call that has begun, where the storage was closed since. */
    void requireReady() {
        requireReady.run();
    }

    /** Begins a call: refuses it where the storage cannot be used; else its deadline, or that of the call that it is part of. */
    Deadline begin() {
        Deadline deadline = TimeLeft.orEarlier(Deadline.in(limit));
        TimeLeft.run(deadline, requireReady);
        return deadline;
    }

    /** Makes a call that may be made again; throws what {@link Failures#persist} does. */
    <T> T get(String call, Supplier<T> body) {
        return Failures.persist(call, begin(), body);
    }

    /** As {@link #get}, of a call without a result. */
    void run(String call, Runnable body) {
        Failures.run(call, begin(), body);
    }
}
