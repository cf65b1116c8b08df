package org.synapse4j.mongocommon.internal;

import java.util.List;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.mongocommon.documents.EncodedCommit;

/**
 * Appends that arrive while others are written share the next batch. A thread that finds nobody in its way leads: it writes for all
 * that wait, then hands the lead to one that waits still. There is no thread of our own. Who leads is decided by {@link Leaders}, who waits
 * and goes together by {@link WaitingAppends}, and how a batch is written by {@link BatchWriter}. Thread-safe.
 *
 * <p>While slots are guessed, two batches may be under way: each takes half of the appends that are there, and the second begins once
 * as many wait as the first carries, so that the server works on one while the client makes the other. They have slots of their own
 * and no stream in common, so neither needs the other. While slots are reserved there is one, and who arrives while its slots are
 * fetched joins it (ADR 14).
 *
 * <p>A leader that is interrupted after it sent its batch leaves it to the next leader, who makes its outcome certain first.
 */
final class GroupCommit {
    private final BatchWriter writer;
    private final Leaders leaders;

    GroupCommit(BatchWriter writer) {
        this.writer = writer;
        this.leaders = new Leaders(writer::batchesAtOnce);
    }

    AppendResult append(EncodedCommit commit, Deadline deadline) {
        if (Thread.currentThread().isInterrupted()) {
            throw new OperationInterruptedException("append of commit " + commit.id(), null);
        }
        Pending own = new Pending(commit, deadline);
        leaders.begin();
        try {
            leaders.enter(own);
            while (own.await()) {
                if (own.isDone()) {
                    return own.outcome();
                }
                lead(own);
            }
            return giveUp(own);
        } finally {
            leaders.leave(own);
        }
    }

    /** Refuses new appends and waits for those in progress, until the deadline; also where the thread is interrupted. */
    void close(Deadline deadline) {
        leaders.close(deadline);
    }

    /** Writes batches until its own append is done, or in another leader's hands. */
    private void lead(Pending own) {
        for (Batch batch = leaders.take(own); batch != null; batch = leaders.take(own)) {
            try {
                leaders.passOn();
                write(batch, own.deadline);
            } catch (TransientException ended) {
                // This thread's time is over, not that of those who wait: it leaves them its batch, and they go on
                // without it.
                RuntimeException told = told(own, batch, ended);
                if (own.isDone()) {
                    return;
                }
                throw told;
            } catch (RuntimeException broken) {
                // What none of these can do without, such as slots or a client that is open. What was sent before may
                // be
                // stored all the same.
                batch.open().forEach(pending -> pending.fail(told(pending, broken)));
            }
            leaders.end(own);
        }
    }

    private void write(Batch batch, Deadline deadline) {
        if (batch.isLeft()) {
            writer.resolve(batch.appends(), deadline);
            writer.write(batch.open(), 0, slots -> List.of(), deadline);
        } else {
            writer.write(batch.appends(), batch.expected(), slots -> leaders.join(batch, slots), deadline);
        }
    }

    /** The error for a leader whose batch ends by this: its own append may be in another leader's batch, and stored at any time. */
    private RuntimeException told(Pending own, Batch batch, RuntimeException end) {
        return batch.contains(own) || leaders.withdraw(own)
                ? told(own, end)
                : new OutcomeUnknownException(own.commit.id(), end);
    }

    /** The error for an append that ends by this: if it was sent, that its outcome is not known. */
    private static RuntimeException told(Pending pending, RuntimeException end) {
        return pending.maybeStored() ? new OutcomeUnknownException(pending.commit.id(), end) : end;
    }

    /** The deadline is over, or the thread interrupted, while another thread leads. */
    private AppendResult giveUp(Pending own) {
        boolean untouched = leaders.withdraw(own);
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
