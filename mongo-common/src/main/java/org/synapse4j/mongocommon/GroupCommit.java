package org.synapse4j.mongocommon;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TransientException;

/**
 * One batch is under way per store; appends that arrive meanwhile share the next one. The thread that finds no batch under way
 * leads: it writes for all that wait, then hands the lead to the first that waits still. There is no thread of our own.
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
    private boolean led;
    private int inside;
    private boolean closed;
    /** Sent, and left without a certain outcome by an interrupted leader. */
    private List<Pending> unresolved = List.of();

    GroupCommit(BatchWriter writer) {
        this.writer = writer;
    }

    AppendResult append(EncodedCommit commit, Deadline deadline) {
        if (Thread.currentThread().isInterrupted()) {
            throw new OperationInterruptedException("append of commit " + commit.id(), null);
        }
        Pending own = new Pending(commit, deadline);
        enter(own);
        try {
            if (own.await()) {
                if (own.leads()) {
                    leadUntilDone(own);
                }
                return own.outcome();
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

    private void enter(Pending own) {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedException("the storage");
            }
            inside++;
            waiting.add(own);
            if (!led) {
                led = true;
                own.lead();
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
                passOn();
            }
            if (inside == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: hands the lead to the first that waits, those of an unresolved batch before the others. */
    private void passOn() {
        @Nullable
        Pending next = unresolved.stream()
                .filter(pending -> !pending.isDone() && !pending.isGone())
                .findFirst()
                .orElse(waiting.peek());
        if (next == null) {
            led = false;
        } else {
            next.lead();
        }
    }

    private void leadUntilDone(Pending own) {
        List<Pending> batch = unresolved;
        try {
            if (!batch.isEmpty()) {
                writer.resolve(batch, own.deadline);
                unresolved = List.of();
                writer.write(open(batch), own.deadline);
            }
            while (!own.isDone()) {
                batch = take();
                writer.write(batch, own.deadline);
            }
        } catch (TransientException ended) {
            // This thread's time is over, not that of those who wait: they go on without it.
            unresolved = List.copyOf(batch);
            own.fail(told(own, ended));
        } catch (RuntimeException broken) {
            // Such as a client that was closed: what was sent before may be stored all the same.
            open(batch).forEach(pending -> pending.fail(told(pending, broken)));
            own.fail(told(own, broken));
        }
    }

    /** What an append is told that ends by this: if it was sent, that its outcome is not known. */
    private static RuntimeException told(Pending pending, RuntimeException end) {
        return pending.attempt == null ? end : new OutcomeUnknownException(pending.commit.id(), end);
    }

    private static List<Pending> open(List<Pending> batch) {
        return batch.stream()
                .filter(pending -> !pending.isDone() && !pending.isGone())
                .toList();
    }

    /** The next batch: a conditional append on its own, others together as far as they fit one message. */
    private List<Pending> take() {
        lock.lock();
        try {
            List<Pending> batch = new ArrayList<>();
            long bytes = 0;
            int slots = 0;
            for (Pending next = waiting.peek(); next != null; next = waiting.peek()) {
                boolean alone = next.commit.condition().isPresent();
                bytes += next.commit.bytes();
                slots += next.commit.slots();
                boolean full = slots > BATCH_SLOTS || bytes > EncodedCommit.MESSAGE_BYTES;
                if (!batch.isEmpty() && (alone || full)) {
                    break;
                }
                batch.add(waiting.remove());
                if (alone) {
                    break;
                }
            }
            return batch;
        } finally {
            lock.unlock();
        }
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
