package org.synapse4j.mongocommon.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.ClosedException;

/**
 * The lead: which of the threads that append write for all, and what each of them writes. A thread that finds nobody in its way leads; one
 * that leaves hands the lead to one that waits still. Thread-safe; nothing here talks with the server.
 *
 * <p>Each step is done under the lock as a whole or not at all, and whatever a leader has in hand when it leaves is left to the next one. So an
 * Error between two steps, such as want of memory, leaves nothing that is busy for ever.
 */
final class Leaders {
    /** No more documents than this in a batch, unless one commit has more. */
    static final int BATCH_SLOTS = 1000;

    private final IntSupplier batchesAtOnce;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();

    @GuardedBy("lock")
    private final WaitingAppends waiting = new WaitingAppends();

    /** The batches that are written now, by their leaders; invariant: no two batches, of these and the unresolved, have a stream in common. */
    @GuardedBy("lock")
    private final Map<Pending, Batch> underWay = new HashMap<>();

    /** Batches whose leaders left before their outcome was certain; each keeps its streams busy until it is. */
    @GuardedBy("lock")
    private final Deque<Batch> unresolved = new ArrayDeque<>();

    /** How many threads lead; invariant: underWay.size() <= leaders <= inside. */
    @GuardedBy("lock")
    private int leaders;

    /** How many threads append: those between {@link #begin} and {@link #leave}. */
    @GuardedBy("lock")
    private int inside;

    /** How many threads were there when the last batch ended: as many are expected again. A guess, of which only speed depends. */
    @GuardedBy("lock")
    private int usual;

    /** How many joined the last batch that had room for more. A guess likewise. */
    @GuardedBy("lock")
    private int joined;

    @GuardedBy("lock")
    private boolean closed;

    /** @param batchesAtOnce how many batches may be under way now */
    Leaders(IntSupplier batchesAtOnce) {
        this.batchesAtOnce = batchesAtOnce;
    }

    /**
     * Lets an append in; it has to {@link #leave}.
     *
     * @throws ClosedException if no more are let in
     */
    void begin() {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedException("the storage");
            }
            inside++;
        } finally {
            lock.unlock();
        }
    }

    /** Puts it in the queue, and makes it a leader if nobody is in its way. */
    void enter(Pending own) {
        lock.lock();
        try {
            waiting.add(own);
            if (isRoomForALeader() && hasWork(own, batches())) {
                appoint(own);
            } else {
                // It may have made room for one that it has to wait for itself.
                passOn();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Its thread waits no longer. What it leads goes to the next leader, who makes its outcome certain first. */
    void leave(Pending own) {
        lock.lock();
        try {
            inside--;
            own.goes();
            waiting.remove(own);
            Batch batch = underWay.remove(own);
            if (batch != null) {
                batch.leave();
                unresolved.add(batch);
            }
            if (own.leads()) {
                follow(own);
                passOn();
            }
            if (inside == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes an append out of the queue, so that nobody writes it; false if a batch has taken it. */
    boolean withdraw(Pending own) {
        lock.lock();
        try {
            return waiting.remove(own);
        } finally {
            lock.unlock();
        }
    }

    /** Hands the lead to one that waits, those of an unresolved batch before the others, if there is room for a leader. */
    void passOn() {
        lock.lock();
        try {
            if (isRoomForALeader()) {
                Pending next = next();
                if (next != null) {
                    appoint(next);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next batch of this leader; null if its own append is done, or is not its to write now: then it leads no longer. */
    @Nullable
    Batch take(Pending own) {
        lock.lock();
        try {
            if (own.isDone()) {
                return null;
            }
            boolean another = !waiting.contains(own) && !isUnresolved(own);
            if (another) {
                // Another leader has taken it: this one's deadline need not be that of others.
                follow(own);
                passOn();
                return null;
            }
            Batch left = unresolved.peek();
            if (left != null) {
                underWay.put(own, left);
                unresolved.remove();
                return left;
            }
            List<Pending> appends = waiting.fitting(List.of(), BATCH_SLOTS, share(), batches());
            if (appends.isEmpty()) {
                follow(own);
                return null;
            }
            Batch batch = new Batch(appends, expected());
            underWay.put(own, batch);
            appends.forEach(waiting::remove);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The appends that wait and fit into so many slots, which were fetched for this batch and are free. */
    List<Pending> join(Batch batch, int slots) {
        lock.lock();
        try {
            List<Pending> joining = waiting.fitting(batch.appends(), slots, slots, batches());
            batch.add(joining);
            joining.forEach(waiting::remove);
            joined = joining.size();
            return joining;
        } finally {
            lock.unlock();
        }
    }

    /** The outcome of this leader's batch is certain. */
    void end(Pending own) {
        lock.lock();
        try {
            Batch batch = underWay.remove(own);
            usual = Math.max(inside, batch == null ? 0 : batch.size());
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new appends and waits for those in progress, until the deadline; also where the thread is interrupted. */
    void close(Deadline deadline) {
        boolean interrupted = false;
        lock.lock();
        try {
            closed = true;
            while (inside > 0 && !deadline.isOver()) {
                try {
                    if (idle.awaitNanos(deadline.left()) <= 0) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @GuardedBy("lock")
    private @Nullable Pending next() {
        for (Batch left : unresolved) {
            for (Pending pending : left.appends()) {
                if (pending.isOpen() && !pending.leads()) {
                    return pending;
                }
            }
        }
        List<Batch> batches = batches();
        for (Pending pending : waiting) {
            if (!pending.leads() && hasWork(pending, batches)) {
                return pending;
            }
        }
        return null;
    }

    /** Whether there is something to write for one that waits: what was left, or its own append. */
    @GuardedBy("lock")
    private boolean hasWork(Pending next, List<Batch> batches) {
        return !unresolved.isEmpty() || Batch.isFree(next, batches);
    }

    @GuardedBy("lock")
    private void appoint(Pending next) {
        leaders++;
        next.lead();
    }

    @GuardedBy("lock")
    private void follow(Pending own) {
        leaders--;
        own.follow();
    }

    @GuardedBy("lock")
    private boolean isRoomForALeader() {
        return leaders == 0 || (leaders < batchesAtOnce.getAsInt() && waiting.size() >= inBatches());
    }

    /** The batches that are written and those that were left: an append that builds on one of them has to wait. */
    @GuardedBy("lock")
    private List<Batch> batches() {
        List<Batch> batches = new ArrayList<>(underWay.values());
        batches.addAll(unresolved);
        return batches;
    }

    @GuardedBy("lock")
    private boolean isUnresolved(Pending own) {
        for (Batch batch : unresolved) {
            if (batch.contains(own)) {
                return true;
            }
        }
        return false;
    }

    /** How many appends are being written. */
    @GuardedBy("lock")
    private int inBatches() {
        int appends = 0;
        for (Batch batch : underWay.values()) {
            appends += batch.size();
        }
        return appends;
    }

    /** How many of the appends that are there one batch takes; of an odd number, the second one has more. */
    @GuardedBy("lock")
    private int share() {
        int batches = batchesAtOnce.getAsInt();
        int all = waiting.size() + inBatches();
        return leaders < batches ? Math.max(1, all / batches) : (all + batches - 1) / batches;
    }

    /**
     * How many are likely to join the next batch while its slots are fetched. As many are there as the last time, and those that are taken, or
     * wait still, cannot; no more than one above those who joined the last time, since slots for whom nobody comes become voids.
     */
    @GuardedBy("lock")
    private int expected() {
        int away = Math.min(usual, BATCH_SLOTS) - waiting.size();
        return Math.max(0, Math.min(away, joined + 1));
    }
}
