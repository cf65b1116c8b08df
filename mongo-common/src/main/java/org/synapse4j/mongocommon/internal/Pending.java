package org.synapse4j.mongocommon.internal;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.StreamId;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.EncodedCommit;

/**
 * An append on its way to its outcome, and the thread that waits for that. Its state is moved by the methods here only, which are
 * called by one thread at a time: by the leader in whose batch it is. What its own thread may do is to lead, and to go.
 *
 * <table>
 * <caption>States, and the moves between them</caption>
 * <tr><th>state</th><th>what is so</th><th>what moves it on</th></tr>
 * <tr><td>{@code WAITING}</td><td>nothing of it is stored, nor can be any more</td>
 *     <td>{@link #plan} to {@code PLANNED}; {@link #succeed} with the result of an earlier append, or {@link #fail}, to {@code DONE}</td></tr>
 * <tr><td>{@code PLANNED}</td><td>what it expects is met, its events have versions; nothing was sent</td>
 *     <td>{@link #send} to {@code SENT}; {@link #fail} to {@code DONE}; {@link #leave} to {@code WAITING}</td></tr>
 * <tr><td>{@code SENT}</td><td>its documents may be stored, in the slots of its attempt</td>
 *     <td>{@link #succeed} or {@link #fail} to {@code DONE}; {@link #again} to {@code WAITING}; {@link #leave} to {@code UNRESOLVED}</td></tr>
 * <tr><td>{@code UNRESOLVED}</td><td>as sent, but its leader has left before the outcome was certain</td>
 *     <td>{@link #succeed} or {@link #fail} to {@code DONE}; {@link #again} to {@code WAITING}</td></tr>
 * <tr><td>{@code DONE}</td><td>its outcome is known, or known to stay unknown</td><td>nothing</td></tr>
 * </table>
 *
 * <p>Apart from that, its thread may be gone, told that the outcome is unknown or that nothing was stored. An append that is gone is not
 * written again; what was sent of it is made certain all the same.
 */
final class Pending {
    final EncodedCommit commit;
    final Set<StreamId> streams;
    final Deadline deadline;
    private final Thread waiter = Thread.currentThread();

    /** Written last in each move, so that who reads it sees what belongs to it. */
    private volatile State state = State.WAITING;

    private volatile boolean leads;
    private volatile boolean gone;

    /** The first version in each of its streams, in the order in which they are judged, as it was planned last. */
    private List<Long> firstVersions = List.of();
    /** Where its documents are, if they are stored; set while sent or unresolved. */
    private @Nullable Descriptor attempt;

    private int unexplained;
    private @Nullable Supplier<AppendResult> result;
    private @Nullable RuntimeException failure;

    private enum State {
        WAITING,
        PLANNED,
        SENT,
        UNRESOLVED,
        DONE;

        boolean mayBecome(State next) {
            return switch (this) {
                case WAITING -> next == PLANNED || next == DONE;
                case PLANNED -> next == SENT || next == WAITING || next == DONE;
                case SENT -> next == UNRESOLVED || next == WAITING || next == DONE;
                case UNRESOLVED -> next == WAITING || next == DONE;
                case DONE -> false;
            };
        }
    }

    Pending(EncodedCommit commit, Deadline deadline) {
        this.commit = commit;
        this.streams = commit.streams();
        this.deadline = deadline;
    }

    /** Moves on when its expectations are met: its events get these versions, the first one in each of its streams. */
    void plan(List<Long> versions) {
        firstVersions = List.copyOf(versions);
        move(State.PLANNED);
    }

    /** Its documents are about to be sent, from this slot on. */
    void send(long firstSlot) {
        attempt = commit.descriptor(firstSlot);
        move(State.SENT);
    }

    /** Nothing of its attempt is stored, nor can be any more: it may be planned again. */
    void again() {
        move(State.WAITING);
        attempt = null;
    }

    /** Its leader leaves before its outcome is certain. */
    void leave() {
        if (state == State.SENT) {
            move(State.UNRESOLVED);
        } else if (state == State.PLANNED) {
            move(State.WAITING);
        }
    }

    /** @param outcome is called by the thread that waits, so that who leads has less to do */
    void succeed(Supplier<AppendResult> outcome) {
        result = outcome;
        move(State.DONE);
        LockSupport.unpark(waiter);
    }

    /** Ends with this error, unless it is done. */
    void fail(RuntimeException outcome) {
        if (!isDone()) {
            failure = outcome;
            move(State.DONE);
            LockSupport.unpark(waiter);
        }
    }

    private void move(State next) {
        if (!state.mayBecome(next)) {
            throw new AssertionError("Commit " + commit.id() + " is " + state + " and cannot become " + next);
        }
        state = next;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Whether something of it may be stored, of which nothing certain is known. */
    boolean maybeStored() {
        return state == State.SENT || state == State.UNRESOLVED;
    }

    /** Whether somebody waits for it, and it has no outcome yet. */
    boolean isOpen() {
        return !isDone() && !gone;
    }

    /** The range of its slots, once it was sent. */
    Descriptor attempt() {
        return Objects.requireNonNull(attempt, "attempt");
    }

    /** The first version in each of its streams, once it was planned. */
    List<Long> firstVersions() {
        return firstVersions;
    }

    /** How often its insert has met a duplicate for which nothing was found, this time among them. */
    int unexplained() {
        return ++unexplained;
    }

    /** Its documents, once it was sent. */
    List<RawBsonDocument> documents() {
        return commit.documents(attempt(), firstVersions);
    }

    /** Its thread waits no longer. */
    void goes() {
        gone = true;
    }

    boolean leads() {
        return leads;
    }

    /** Makes the waiting thread one that writes for all. */
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
        return Objects.requireNonNull(result, "result").get();
    }
}
