package org.synapse4j.mongocommon.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.internal.SlotChooser.Slots;

/**
 * Slots that were chosen and not written must not stay empty: they are chosen again, or become voids; and what an attempt has left that
 * ended without storing its commit becomes voids too. What cannot be voided now is remembered and stops nobody: it is tried again
 * now and then, and whoever reads the feed does the same. Thread-safe.
 */
final class UnusedSlots {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedSlots.class);

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** No more are remembered: readers of the feed fence what has been missing for the grace. */
    private static final int MOST = 1000;

    private final SlotLog log;
    private final Judge judge;
    private final SlotChooser chooser;
    private final Queue<Left> left = new ConcurrentLinkedQueue<>();
    /** When it makes sense to try again, as {@link System#nanoTime()} tells it. */
    private volatile long notBefore = System.nanoTime();

    /** Slots that may be missing; or, where an attempt is named, its own documents too. */
    private record Left(long first, long last, @Nullable Descriptor attempt) {
        static Left of(Descriptor attempt) {
            return new Left(attempt.first(), attempt.lastSlot(), attempt);
        }
    }

    UnusedSlots(SlotLog log, Judge judge, SlotChooser chooser) {
        this.log = log;
        this.judge = judge;
        this.chooser = chooser;
    }

    /** Forgets all: the slots were another store's. */
    void forget() {
        left.clear();
    }

    /** Remembers slots whose batch ended before it was certain that each was written. */
    void abandon(Slots slots) {
        remember(new Left(slots.first(), slots.last(), null));
    }

    /** Remembers an attempt of which something may be left in its slots. */
    void leave(Descriptor attempt) {
        remember(Left.of(attempt));
    }

    /** Voids what is remembered, as far as it is not written and can be voided now. */
    void clear(Deadline deadline) {
        boolean due = System.nanoTime() - notBefore >= 0;
        for (Left next = due ? left.poll() : null; next != null; next = left.poll()) {
            if (!isCleared(next, deadline)) {
                return;
            }
        }
    }

    /** Voids what is left of an attempt that is known to store its commit no more, or remembers it. */
    void clearAway(Descriptor attempt, Deadline deadline) {
        chooser.saw(attempt.lastSlot());
        isCleared(Left.of(attempt), deadline);
    }

    /** Gives back what is left of these slots, from this one on: they are chosen again, voided, or remembered. */
    void giveBack(Slots slots, long from, Deadline deadline) {
        if (from <= slots.last() && !chooser.giveBack(slots, from)) {
            chooser.saw(slots.last());
            isCleared(new Left(from, slots.last(), null), deadline);
        }
    }

    /** Whether it is cleared away now; if not, it is remembered, also where what it throws ends the call. */
    private boolean isCleared(Left part, Deadline deadline) {
        boolean cleared = false;
        try {
            Failures.run("giving slots back", deadline, () -> clearAway(part));
            cleared = true;
        } catch (SynapseException refused) {
            Failures.rethrowIfItEndsTheCall(refused);
            LOG.warn("Slots {} to {} stay as they are for now", part.first, part.last, refused);
            notBefore = System.nanoTime() + PAUSE_NANOS;
        } finally {
            if (!cleared) {
                remember(part);
            }
        }
        return cleared;
    }

    private void clearAway(Left part) {
        if (part.attempt == null) {
            log.fence(part.first, part.last);
        } else {
            judge.resolve(part.attempt);
        }
    }

    private void remember(Left part) {
        left.add(part);
        if (left.size() > MOST) {
            left.poll();
        }
    }
}
