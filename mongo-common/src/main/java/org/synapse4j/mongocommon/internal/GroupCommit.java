package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TransientException;

/**
 * Appends that arrive while others are written share the next batch. A thread that finds nobody in its way leads: it writes for all
 * that wait, then hands the lead to one that waits still. There is no thread of our own.
 *
 * <p>While slots are guessed, two batches may be under way: each takes half of the appends that are there, and the second begins once
 * as many wait as the first carries, so that the server works on one while the client makes the other. They have slots of their own
 * and no stream in common, so neither needs the other. While slots are reserved there is one, and who arrives while its slots are
 * fetched joins it.
 *
 * <p>A leader that is interrupted after it sent its batch leaves it to the next leader, who makes its outcome certain first.
 */
final class GroupCommit {
    /** No more documents than this in a batch, unless one commit has more. */
    private static final int BATCH_SLOTS = 1000;

    private final BatchWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Deque<Pending> waiting = new ArrayDeque<>();
    /** The streams of all that is in a batch: what builds on them has to wait. */
    private final Set<StreamId> busy = new HashSet<>();

    private int leaders;
    private int inBatches;
    /** How many threads were there when the last batch ended: as many are expected again. */
    private int usual;
    /** How many joined the last batch that had room for more. */
    private int joined;

    private int inside;
    private boolean closed;
    /** Batches without a certain outcome, left by interrupted leaders. */
    private final Deque<List<Pending>> unresolved = new ArrayDeque<>();

    /**
     * What is written together.
     *
     * @param appends some may join, until it is sent
     * @param expected how many are likely to
     * @param unresolved whether it was sent before, and its outcome has to be made certain first
     */
    private record Batch(List<Pending> appends, int expected, boolean unresolved) {}

    GroupCommit(BatchWriter writer) {
        this.writer = writer;
    }

    AppendResult append(EncodedCommit commit, Deadline deadline) {
        if (Thread.currentThread().isInterrupted()) {
            throw new OperationInterruptedException("append of commit " + commit.id(), null);
        }
        Pending own = new Pending(commit, deadline);
        begin();
        try {
            enter(own);
            while (own.await()) {
                if (own.isDone()) {
                    return own.outcome();
                }
                lead(own);
            }
            return giveUp(own);
        } finally {
            leave(own);
        }
    }

    /** Refuses new appends and waits for those in progress, at most this long; also where the thread is interrupted. */
    void close(Duration patience) {
        boolean interrupted = false;
        Deadline end = Deadline.in(patience);
        lock.lock();
        try {
            closed = true;
            while (inside > 0 && !end.isOver()) {
                try {
                    if (idle.awaitNanos(end.left()) <= 0) {
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

    private void begin() {
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

    private void enter(Pending own) {
        lock.lock();
        try {
            waiting.add(own);
            if (isRoomForALeader() && isNext(own)) {
                appoint(own);
            } else {
                // It may have made room for one that it has to wait for itself.
                passOn();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave(Pending own) {
        lock.lock();
        try {
            inside--;
            own.goes();
            waiting.remove(own);
            if (own.leads()) {
                leaders--;
                passOn();
            }
            if (inside == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Hands the lead to one that waits, those of an unresolved batch before the others, if there is room for a leader. */
    private void passOn() {
        lock.lock();
        try {
            if (isRoomForALeader()) {
                Stream.concat(unresolved.stream().flatMap(List::stream).filter(GroupCommit::isOpen), waiting.stream())
                        .filter(next -> !next.leads() && isNext(next))
                        .findFirst()
                        .ifPresent(this::appoint);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private boolean isRoomForALeader() {
        return leaders == 0 || (leaders < writer.batchesAtOnce() && waiting.size() >= inBatches);
    }

    /** Under the lock. */
    private boolean isNext(Pending next) {
        return !unresolved.isEmpty() || isFree(next);
    }

    private void appoint(Pending next) {
        leaders++;
        next.lead();
    }

    private boolean isFree(Pending next) {
        return Collections.disjoint(busy, next.streams);
    }

    /** Writes batches until its own append is done, or in another leader's hands. */
    private void lead(Pending own) {
        for (Batch batch = take(own); batch != null; batch = take(own)) {
            List<Pending> appends = batch.appends;
            boolean certain = false;
            try {
                passOn();
                if (batch.unresolved) {
                    writer.resolve(appends, own.deadline);
                    writer.write(open(appends), 0, slots -> List.of(), own.deadline);
                } else {
                    writer.write(appends, batch.expected, slots -> join(appends, slots), own.deadline);
                }
                certain = true;
            } catch (TransientException ended) {
                // This thread's time is over, not that of those who wait: they go on without it.
                own.fail(told(own, appends, ended));
            } catch (RuntimeException broken) {
                // Such as a client that was closed: what was sent before may be stored all the same.
                open(appends).forEach(pending -> pending.fail(told(pending, broken)));
                own.fail(told(own, appends, broken));
                certain = true;
            } finally {
                if (certain) {
                    end(appends);
                } else {
                    leaveUnresolved(appends);
                }
            }
        }
    }

    private void end(List<Pending> batch) {
        lock.lock();
        try {
            usual = Math.max(inside, batch.size());
            inBatches -= batch.size();
            batch.forEach(pending -> busy.removeAll(pending.streams));
        } finally {
            lock.unlock();
        }
    }

    private void leaveUnresolved(List<Pending> batch) {
        lock.lock();
        try {
            inBatches -= batch.size();
            unresolved.add(batch);
        } finally {
            lock.unlock();
        }
    }

    /** What a leader is told whose batch ends by this: its own append may be in another leader's batch, and stored at any time. */
    private RuntimeException told(Pending own, List<Pending> batch, RuntimeException end) {
        lock.lock();
        try {
            return batch.contains(own) || waiting.remove(own)
                    ? told(own, end)
                    : new OutcomeUnknownException(own.commit.id(), end);
        } finally {
            lock.unlock();
        }
    }

    /** What an append is told that ends by this: if it was sent, that its outcome is not known. */
    private static RuntimeException told(Pending pending, RuntimeException end) {
        return pending.attempt == null ? end : new OutcomeUnknownException(pending.commit.id(), end);
    }

    private static List<Pending> open(List<Pending> batch) {
        return batch.stream().filter(GroupCommit::isOpen).toList();
    }

    private static boolean isOpen(Pending pending) {
        return !pending.isDone() && !pending.isGone();
    }

    /** The next batch of this leader; null if its own append is done, or is not its to write now: then it leads no longer. */
    private @Nullable Batch take(Pending own) {
        lock.lock();
        try {
            if (own.isDone()) {
                return null;
            }
            boolean another = !waiting.contains(own) && unresolved.stream().noneMatch(left -> left.contains(own));
            if (another) {
                // Another leader has taken it: this one's deadline need not be that of others.
                follow(own);
                passOn();
                return null;
            }
            List<Pending> left = unresolved.poll();
            if (left != null) {
                inBatches += left.size();
                return new Batch(left, 0, true);
            }
            List<Pending> appends = new ArrayList<>();
            add(appends, BATCH_SLOTS, share());
            if (appends.isEmpty()) {
                follow(own);
                return null;
            }
            return new Batch(appends, expected(appends.size()), false);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: how many of the appends that are there one batch takes; of an odd number, the second one has more. */
    private int share() {
        int batches = writer.batchesAtOnce();
        int all = waiting.size() + inBatches;
        return leaders < batches ? Math.max(1, all / batches) : (all + batches - 1) / batches;
    }

    /**
     * Under the lock: how many are likely to join a batch of this size while its slots are fetched. As many are there as the last time,
     * and those that wait still cannot; no more than one above those who joined the last time, since slots for whom nobody comes
     * become voids.
     */
    private int expected(int taken) {
        int away = Math.min(usual, BATCH_SLOTS) - taken - waiting.size();
        return Math.max(0, Math.min(away, joined + 1));
    }

    private void follow(Pending own) {
        leaders--;
        own.follow();
    }

    /** Those that wait and fit into so many slots, which were fetched for a batch and are free. */
    private List<Pending> join(List<Pending> batch, int slots) {
        lock.lock();
        try {
            int before = batch.size();
            add(batch, slots, slots);
            joined = batch.size() - before;
            return List.copyOf(batch.subList(before, batch.size()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Under the lock: moves those that wait into the batch, for each stream in their order, as far as they fit one message; a
     * conditional append into a batch of its own only.
     *
     * @param share no more than so many appends, but for those that would have to wait for these anyway
     */
    private void add(List<Pending> batch, int slots, int share) {
        int before = batch.size();
        int room = slots;
        long bytes = EncodedCommit.MESSAGE_BYTES
                - batch.stream().mapToLong(pending -> pending.commit.bytes()).sum();
        Set<StreamId> held = new HashSet<>();
        Set<StreamId> taken = new HashSet<>();
        Iterator<Pending> all = waiting.iterator();
        while (all.hasNext()) {
            Pending next = all.next();
            boolean another = batch.size() - before >= share && Collections.disjoint(taken, next.streams);
            if (another || !isFree(next) || !Collections.disjoint(held, next.streams)) {
                held.addAll(next.streams);
                continue;
            }
            boolean alone = next.commit.condition().isPresent();
            room -= next.commit.slots();
            bytes -= next.commit.bytes();
            if (!batch.isEmpty() && (alone || room < 0 || bytes < 0)) {
                break;
            }
            all.remove();
            batch.add(next);
            taken.addAll(next.streams);
            if (alone) {
                break;
            }
        }
        inBatches += batch.size() - before;
        busy.addAll(taken);
    }

    /** The deadline is over, or the thread interrupted, while another thread leads. */
    private AppendResult giveUp(Pending own) {
        boolean untouched;
        lock.lock();
        try {
            untouched = waiting.remove(own);
        } finally {
            lock.unlock();
        }
        if (own.isDone()) {
            return own.outcome();
        }
        if (!untouched) {
            throw new OutcomeUnknownException(own.commit.id(), null);
        }
        if (own.deadline.isOver()) {
            throw new StorageUnavailableException(
                    "Commit " + own.commit.id()
                            + " waited for its turn until the deadline was over; nothing was stored."
                            + " Check that the server is reachable and not overloaded.",
                    null);
        }
        throw new OperationInterruptedException("append of commit " + own.commit.id(), null);
    }
}
