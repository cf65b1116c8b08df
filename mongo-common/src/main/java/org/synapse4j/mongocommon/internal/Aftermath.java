package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import java.util.List;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.mongocommon.ServerRefusedException;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.LogDocument;
import org.synapse4j.mongocommon.internal.SlotChooser.Slots;

/**
 * The fate of appends after they were sent: which are answered, which may be sent again, which end by an error of their own. What
 * befalls one of them ends no other; only what ends the call of the thread that writes is thrown. Thread-safe, as long as no two batches
 * have a stream in common.
 */
final class Aftermath {
    /** So often a duplicate that nothing of ours explains is taken for chance, where the server does not say what key was taken. */
    private static final int CHANCES = 5;

    private final SlotLog log;
    private final Judge judge;
    private final Heads heads;
    private final SlotChooser chooser;
    private final UnusedSlots unused;

    Aftermath(SlotLog log, Judge judge, Heads heads, SlotChooser chooser, UnusedSlots unused) {
        this.log = log;
        this.judge = judge;
        this.heads = heads;
        this.chooser = chooser;
        this.unused = unused;
    }

    /** All are stored, and known to be so for the majority. */
    void afterStoring(List<Pending> sent, Slots slots) {
        sent.forEach(this::answer);
        chooser.saw(slots.last());
    }

    /** The server judges rights before it does anything: nothing is stored. */
    void afterMissingRight(List<Pending> sent, Slots slots, SynapseException refused, Deadline deadline) {
        sent.forEach(pending -> pending.fail(refused));
        unused.giveBack(slots, slots.first(), deadline);
    }

    /** Nobody knows what is stored, and more may be at any time: it is made certain. */
    void afterLostAnswer(List<Pending> sent, Slots slots, Deadline deadline) {
        resolveAll(sent, slots, deadline);
        Failures.run("looking for the end of the log", deadline, chooser::lostAGuess);
    }

    private void resolveAll(List<Pending> sent, Slots slots, Deadline deadline) {
        resolve(sent, deadline);
        unused.giveBack(slots, slots.first() + slotsOf(sent), deadline);
    }

    /** The ordered insert stopped at a document: what is before it is stored, what is behind it was not sent. */
    void afterStop(List<Pending> sent, Slots slots, MongoBulkWriteException stop, Deadline deadline) {
        BulkWriteError error = stop.getWriteErrors().get(0);
        long failed = slots.first() + error.getIndex();
        Pending stuck = null;
        for (Pending pending : sent) {
            Descriptor attempt = pending.attempt();
            if (attempt.lastSlot() < failed) {
                answer(pending);
                chooser.saw(attempt.lastSlot());
            } else if (attempt.first() <= failed) {
                stuck = pending;
            } else {
                pending.again();
            }
        }
        if (stuck == null) {
            // It was to be a void.
            unused.giveBack(slots, failed, deadline);
        } else if (TakenKey.isTold(error) && TakenKey.of(error) != TakenKey.FOREIGN) {
            afterDuplicateIn(stuck, slots, failed, stop, deadline);
        } else {
            afterRefusalOf(stuck, slots, failed, stop, deadline);
        }
    }

    /**
     * The driver did not send it, for a reason of its own, such as that it takes a document for too large.
     *
     * @return false if it was not an append alone, so that each has to be sent alone, to be told for which it was
     */
    boolean afterNoCommand(List<Pending> planned, Slots slots, SynapseException refused, Deadline deadline) {
        resolveAll(planned, slots, deadline);
        boolean alone = planned.size() == 1;
        if (alone) {
            planned.get(0).fail(refused);
        }
        return alone;
    }

    /**
     * The insert failed as a whole, and that was the server's answer: it executes nothing of it any more.
     *
     * @return false if it was not an append alone, so that each has to be sent alone, to be told for which it was
     */
    boolean afterFailure(List<Pending> sent, Slots slots, MongoException failure, Deadline deadline) {
        long failed =
                Failures.persist("reading back what was refused", deadline, () -> firstMissing(sent, slots.first()));
        boolean alone = sent.size() == 1;
        long free = failed;
        for (Pending pending : sent) {
            Descriptor attempt = pending.attempt();
            if (attempt.lastSlot() < failed) {
                resolve(pending, deadline);
            } else if (alone) {
                afterRefusalOf(pending, slots, failed, failure, deadline);
                return true;
            } else {
                pending.again();
                if (attempt.first() < failed) {
                    unused.clearAway(attempt, deadline);
                    free = attempt.lastSlot() + 1;
                }
            }
        }
        unused.giveBack(slots, free, deadline);
        return alone;
    }

    /** Makes certain what came of appends that were sent: those that are stored are answered, the others can be sent again. */
    void resolve(List<Pending> appends, Deadline deadline) {
        for (Pending pending : appends) {
            if (pending.maybeStored()) {
                resolve(pending, deadline);
            }
        }
    }

    private void resolve(Pending sent, Deadline deadline) {
        Descriptor attempt = sent.attempt();
        chooser.saw(attempt.lastSlot());
        try {
            boolean stored =
                    Failures.persist("reading back commit " + sent.commit.id(), deadline, () -> judge.resolve(attempt));
            if (stored) {
                answer(sent);
            } else {
                sent.again();
            }
        } catch (SynapseException error) {
            Failures.rethrowIfItEndsTheCall(error);
            unused.leave(attempt);
            sent.fail(new OutcomeUnknownException(sent.commit.id(), error));
        }
    }

    /**
     * The server refuses its document in this slot: what is before it is stored and becomes voids, what is behind it will never be. That is
     * certain without any void, as nothing is sent twice; so it is told first, and no failure to clean up replaces it.
     */
    private void afterRefusalOf(Pending stuck, Slots slots, long failed, MongoException error, Deadline deadline) {
        Descriptor attempt = stuck.attempt();
        SynapseException refused = Failures.translated("storing commit " + stuck.commit.id(), error);
        if (failed > attempt.first()) {
            // Its commit id is in the log by this attempt, so it is by no other.
            stuck.fail(refused);
            unused.clearAway(attempt, deadline);
            unused.giveBack(slots, attempt.lastSlot() + 1, deadline);
            return;
        }
        stuck.again();
        if (!isDuplicate(error) || !isJudgedAnew(stuck, deadline)) {
            conclude(stuck, refused, deadline);
        }
        unused.giveBack(slots, failed, deadline);
    }

    /** Two who want the same version may have the same entry in an index of the user's: the conflict is told, not the index. */
    private boolean isJudgedAnew(Pending refused, Deadline deadline) {
        try {
            return Failures.persist(
                    "judging commit " + refused.commit.id(), deadline, () -> hasMoved(refused, deadline));
        } catch (SynapseException lookup) {
            Failures.rethrowIfItEndsTheCall(lookup);
            return false;
        }
    }

    /** Ends an append by this error, unless its commit is stored already; where nobody can tell, by what prevents that. */
    void conclude(Pending pending, SynapseException error, Deadline deadline) {
        try {
            judge.conclude(pending, error, deadline);
        } catch (SynapseException lookup) {
            Failures.rethrowIfItEndsTheCall(lookup);
            lookup.addSuppressed(error);
            pending.fail(lookup);
        }
    }

    /** Of this append, what is before the duplicate in this slot may be stored, and nothing behind it. */
    private void afterDuplicateIn(
            Pending stuck, Slots slots, long failed, MongoBulkWriteException stop, Deadline deadline) {
        Descriptor attempt = stuck.attempt();
        try {
            List<LogDocument> inRange = Failures.persist(
                    call(stuck), deadline, () -> log.rangeWithoutEvents(attempt.first(), attempt.lastSlot()));
            boolean begun = failed > attempt.first() || inRange.stream().anyMatch(document -> document.isOf(attempt));
            unused.giveBack(slots, begun ? attempt.lastSlot() + 1 : failed, deadline);
            if (begun && isStoredAllTheSame(stuck, deadline)) {
                return;
            }
            stuck.again();
            boolean slotTaken =
                    inRange.stream().anyMatch(document -> document.slot() == failed && !document.isOf(attempt));
            Failures.run(call(stuck), deadline, () -> {
                if (slotTaken && !slots.reserved()) {
                    chooser.lostAGuess();
                } else {
                    afterKeyTaken(stuck, slotTaken, stop, deadline);
                }
            });
        } catch (SynapseException error) {
            Failures.rethrowIfItEndsTheCall(error);
            unused.leave(attempt);
            stuck.fail(error);
        }
    }

    /** By another process that tries the same commit in the same slots. What is left of it becomes voids, if not. */
    private boolean isStoredAllTheSame(Pending begun, Deadline deadline) {
        Descriptor attempt = begun.attempt();
        chooser.saw(attempt.lastSlot());
        boolean stored = Failures.persist(call(begun), deadline, () -> judge.resolve(attempt));
        if (stored) {
            answer(begun);
        }
        return stored;
    }

    private static String call(Pending pending) {
        return "clearing the way for commit " + pending.commit.id();
    }

    /** Nothing of it is stored: what has its commit id is its answer, or what has a version of its own is seen. */
    private void afterKeyTaken(Pending stuck, boolean slotTaken, MongoBulkWriteException stop, Deadline deadline) {
        if (log.holder(stuck.commit.id()).isPresent()) {
            judge.conclude(stuck, deadline);
        } else if (!hasMoved(stuck, deadline)) {
            boolean ours = slotTaken || TakenKey.of(stop.getWriteErrors().get(0)) == TakenKey.OURS;
            if (!ours && stuck.unexplained() > CHANCES) {
                stuck.fail(new ServerRefusedException("storing commit " + stuck.commit.id(), stop));
            } else {
                chooser.lostAGuess();
            }
        }
    }

    /** Whether a stream of its has gone on since it was planned, so that it has to be judged anew. */
    private boolean hasMoved(Pending pending, Deadline deadline) {
        List<StreamId> streams = pending.commit.commit().streams();
        boolean moved = false;
        for (int i = 0; i < streams.size(); i++) {
            long head = heads.read(streams.get(i), deadline).head().version().value();
            moved |= head + 1 != pending.firstVersions().get(i);
        }
        return moved;
    }

    /** The first slot that does not hold the document that was sent for it, by what the primary has. */
    private long firstMissing(List<Pending> sent, long firstSlot) {
        long slot = firstSlot;
        for (Pending pending : sent) {
            Descriptor attempt = pending.attempt();
            for (LogDocument document : log.rangeInPrimary(attempt.first(), attempt.lastSlot())) {
                if (document.slot() != slot || !document.isOf(attempt)) {
                    return slot;
                }
                slot++;
            }
            if (slot <= attempt.lastSlot()) {
                return slot;
            }
        }
        return slot;
    }

    private void answer(Pending pending) {
        Descriptor attempt = pending.attempt();
        List<Long> versions = pending.firstVersions();
        pending.commit.heads(attempt.first(), versions).forEach(head -> heads.remember(head, attempt.lastSlot()));
        pending.succeed(() -> pending.commit.result(attempt.first(), versions));
    }

    private static int slotsOf(List<Pending> sent) {
        return sent.stream().mapToInt(pending -> pending.commit.slots()).sum();
    }

    private static boolean isDuplicate(MongoException error) {
        return error instanceof MongoBulkWriteException bulk
                && bulk.getWriteErrors().stream().anyMatch(TakenKey::isTold);
    }
}
