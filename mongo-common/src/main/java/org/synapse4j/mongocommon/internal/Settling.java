package org.synapse4j.mongocommon.internal;

import org.synapse4j.api.errors.StorageUnavailableException;

/** Moves the settled slot on, by walking over the log from there. Thread-safe. */
final class Settling {
    private static final long LONGEST_PAUSE = 20;

    private final SlotLog log;
    private final Settled settled;
    private final SlotChooser chooser;
    private final Calls calls;

    Settling(SlotLog log, Settled settled, SlotChooser chooser, Calls calls) {
        this.log = log;
        this.settled = settled;
        this.chooser = chooser;
        this.calls = calls;
    }

    /** The last settled slot as of now. */
    long end() {
        Deadline deadline = calls.begin();
        return Failures.persist("looking for the end of the feed", deadline, () -> {
            if (!walkUpTo(Long.MAX_VALUE, deadline)) {
                throw new StorageUnavailableException(
                        "The feed was settled up to slot " + settled.slot()
                                + " when the deadline was over; called again, this goes on from there.",
                        null);
            }
            return settled.slot();
        });
    }

    /** The last settled slot as of now, recorded so that no failover takes it back. */
    long recordedEnd() {
        long end = end();
        calls.run("recording the settled slot", () -> settled.record(end));
        return end;
    }

    /**
     * Moves the settled slot towards this one, by a bounded walk: a reader that begins above the settled slot checks all that it
     * reads, and would leave what lies below for one call to walk over.
     */
    void someUpTo(long slot) {
        walkUpTo(Math.min(slot, settled.slot() + SlotLog.BATCH), calls.begin());
    }

    /**
     * Waits until all slots up to this one are settled; fences what stays in flight for the grace. Notes meanwhile what others reserve above,
     * so that whoever waits for that next does not begin to count then.
     */
    void await(long slot, Deadline deadline) {
        long awaited = 0;
        long pause = 1;
        while (settled.slot() < slot) {
            walkUpTo(slot, deadline);
            long stuck = settled.slot() + 1;
            if (stuck <= slot) {
                if (deadline.isOver()) {
                    throw new StorageUnavailableException(
                            "Slot " + stuck + " was not settled before the deadline; nothing was stored.", null);
                }
                pause = stuck == awaited ? Math.min(2 * pause, LONGEST_PAUSE) : 1;
                awaited = stuck;
                long old = settled.oldUpTo(stuck, slot);
                if (old >= stuck) {
                    log.fence(stuck, old);
                } else {
                    if (pause == LONGEST_PAUSE) {
                        settled.missing(slot + 1, chooser.reservedUpTo());
                    }
                    deadline.pause(pause, "wait for slot " + stuck + " to be settled");
                }
            }
        }
    }

    /**
     * Walks on from the settled slot, as far as this one, or as far as it goes for now.
     *
     * @return false if the deadline was over before
     */
    private boolean walkUpTo(long slot, Deadline deadline) {
        if (settled.slot() >= slot) {
            return true;
        }
        try (LogWalk walk = LogWalk.withoutEvents(log, settled, settled.slot() + 1)) {
            boolean more = true;
            while (more && settled.slot() < slot && !deadline.isOver()) {
                more = walk.next().isPresent();
            }
            return !more || settled.slot() >= slot;
        }
    }
}
