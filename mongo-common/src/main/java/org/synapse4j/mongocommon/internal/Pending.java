package org.synapse4j.mongocommon.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.StreamAppend;

/** An append that waits for its outcome, and the thread that waits for it. */
final class Pending {
    final EncodedCommit commit;
    final Set<StreamId> streams;
    final Deadline deadline;
    private final Thread waiter = Thread.currentThread();

    private volatile @Nullable Supplier<AppendResult> result;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean leads;
    private volatile boolean gone;

    /** Where it is being written: set and read by the leader in whose batch it is. */
    @Nullable
    Descriptor attempt;

    /** The first version in each of its streams, for the attempt. */
    final List<Long> firstVersions = new ArrayList<>();

    Pending(EncodedCommit commit, Deadline deadline) {
        this.commit = commit;
        this.streams =
                commit.commit().appends().stream().map(StreamAppend::stream).collect(Collectors.toUnmodifiableSet());
        this.deadline = deadline;
    }

    boolean isDone() {
        return result != null || failure != null;
    }

    boolean leads() {
        return leads;
    }

    /** Whether its thread waits no longer. */
    boolean isGone() {
        return gone;
    }

    void goes() {
        gone = true;
    }

    /** @param outcome is called by the thread that waits, so that who leads has less to do */
    void succeed(Supplier<AppendResult> outcome) {
        result = outcome;
        LockSupport.unpark(waiter);
    }

    void fail(RuntimeException outcome) {
        if (!isDone()) {
            failure = outcome;
            LockSupport.unpark(waiter);
        }
    }

    /** Makes the waiting thread the one that writes for all. */
    void lead() {
        leads = true;
        LockSupport.unpark(waiter);
    }

    /** Takes back that it leads. */
    void follow() {
        leads = false;
    }

    /** Waits until it is done or leads; false if the deadline is over or the thread interrupted before. */
    boolean await() {
        while (!isDone() && !leads) {
            long left = deadline.left();
            if (left <= 0 || waiter.isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    AppendResult outcome() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        Supplier<AppendResult> known = result;
        if (known == null) {
            throw new IllegalStateException(
                    "The outcome of commit " + commit.id() + " is asked for before it is known");
        }
        return known.get();
    }
}
