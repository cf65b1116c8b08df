package org.synapse4j.subscriptions;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.Position;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.StoredLease;

/**
 * One process's side of a lease: takes it, keeps it, saves under it, and knows by the process's own monotonic clock how long it is surely held
 * (ADR 30). One thread takes, handles and gives it back; another renews it. Thread-safe.
 */
final class LeaseKeeper implements Lease {
    /** Up to where everything was handled, and what is kept beside it: what the next write saves. */
    private record Checkpoint(Position passed, Map<String, String> notes) {}

    private final LeaseStorage leases;
    private final LeaseName name;
    private final String owner;
    private final long leaseNanos;
    private final LongSupplier clock;

    /** Held by whoever writes, so that writes of this process come one after the other. */
    private final ReentrantLock writing = new ReentrantLock();

    /** What is stored while this process has the lease. */
    private volatile @Nullable StoredLease held;

    /** Until when nobody else can have taken it, counted from when the last write that succeeded was sent. */
    private volatile long heldUntil;

    private volatile Checkpoint checkpoint = new Checkpoint(Position.START, Map.of());

    /** What was seen of another owner, and since when. */
    private @Nullable StoredLease seen;

    private long seenSince;

    LeaseKeeper(LeaseStorage leases, LeaseName name, String owner, Duration lease, LongSupplier clock) {
        this.leases = leases;
        this.name = name;
        this.owner = owner;
        this.leaseNanos = lease.toNanos();
        this.clock = clock;
    }

    /** What is stored; where nothing is, it is created. */
    StoredLease look() {
        Optional<StoredLease> stored = leases.find(name);
        if (stored.isEmpty()) {
            leases.create(StoredLease.first(name));
            stored = leases.find(name);
        }
        return stored.orElseThrow();
    }

    /** Whether this lease is free, or its owner was not seen alive for a whole lease. */
    boolean mayTake(StoredLease stored) {
        if (stored.owner().isEmpty() || stored.owner().get().equals(owner)) {
            return true;
        }
        if (seen == null || !seen.isAt(stored)) {
            seen = stored;
            seenSince = clock.getAsLong();
        }
        return clock.getAsLong() - seenSince >= leaseNanos;
    }

    /** Takes the lease, if it is still as it was seen, to go on after this position. */
    boolean take(StoredLease stored, Position position, Map<String, String> notes) {
        StoredLease next = stored.takenBy(owner).saved(position, notes);
        long sent = clock.getAsLong();
        writing.lock();
        try {
            if (!leases.replace(stored, next)) {
                return false;
            }
            checkpoint = new Checkpoint(position, next.notes());
            held = next;
            heldUntil = sent + leaseNanos;
            seen = null;
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** Whether this process has the lease and was not told otherwise; it may have run out. */
    boolean has() {
        return held != null;
    }

    @Override
    public boolean held() {
        return held != null && clock.getAsLong() - heldUntil < 0;
    }

    /** Whether this process has the lease, but not surely any more. */
    boolean hasRunOut() {
        return has() && !held();
    }

    @Override
    public long token() {
        StoredLease mine = held;
        return mine == null ? 0 : mine.token();
    }

    /** Up to where everything was handled under this lease. */
    Position passed() {
        return checkpoint.passed;
    }

    /** What is kept beside the checkpoint. */
    Map<String, String> notes() {
        return checkpoint.notes;
    }

    /** Says that everything up to this position was handled, and what is to be kept beside that. Not saved yet. */
    void pass(Position position, Map<String, String> notes) {
        checkpoint = new Checkpoint(position, notes);
    }

    /** Says that everything up to this position was handled. Not saved yet. */
    void pass(Position position) {
        checkpoint = new Checkpoint(position, checkpoint.notes);
    }

    /** Keeps a note beside the checkpoint. Not saved yet. */
    void note(String key, String text) {
        checkpoint = new Checkpoint(checkpoint.passed, Notes.with(checkpoint.notes, key, text));
    }

    /** Keeps this note no more. Not saved yet. */
    void forget(String key) {
        checkpoint = new Checkpoint(checkpoint.passed, Notes.without(checkpoint.notes, key));
    }

    /** Saves the checkpoint and renews the lease. False if another has it, and then nothing was saved. */
    boolean save() {
        return write(Afterwards.HELD);
    }

    /** Saves the checkpoint and gives the lease back, if it is there. */
    void release() {
        if (!has()) {
            return;
        }
        write(Afterwards.FREE);
        held = null;
    }

    private enum Afterwards {
        HELD,
        FREE
    }

    private boolean write(Afterwards lease) {
        writing.lock();
        try {
            StoredLease mine = held;
            while (mine != null) {
                Checkpoint now = checkpoint;
                StoredLease next = mine.saved(now.passed, now.notes);
                long sent = clock.getAsLong();
                if (leases.replace(mine, lease == Afterwards.FREE ? next.released() : next)) {
                    held = lease == Afterwards.FREE ? null : next;
                    heldUntil = sent + leaseNanos;
                    return true;
                }
                // A write of our own whose answer was lost may have landed: then token and owner are ours still.
                long token = mine.token();
                mine = leases.find(name)
                        .filter(stored ->
                                stored.token() == token && stored.owner().equals(Optional.of(owner)))
                        .orElse(null);
                held = mine;
            }
            return false;
        } finally {
            writing.unlock();
        }
    }
}
