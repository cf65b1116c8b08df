package org.synapse4j.mongocommon.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.synapse4j.mongocommon.internal.SlotChooser.Slots;

/** Slots that were chosen and not written must not stay empty: they are chosen again, or become voids. Thread-safe. */
final class UnusedSlots {
    private final SlotLog log;
    private final SlotChooser chooser;
    private final Queue<Slots> abandoned = new ConcurrentLinkedQueue<>();

    UnusedSlots(SlotLog log, SlotChooser chooser) {
        this.log = log;
        this.chooser = chooser;
    }

    /** Remembers slots whose batch ended before it was certain that each was written. */
    void abandon(Slots slots) {
        abandoned.add(slots);
    }

    /** Voids what was abandoned, as far as it is not written. */
    void clear(Deadline deadline) {
        for (Slots slots = abandoned.peek(); slots != null; slots = abandoned.peek()) {
            voidAll(slots, slots.first(), deadline);
            abandoned.remove(slots);
        }
    }

    /** Gives back what is left of these slots, from this one on. */
    void giveBack(Slots slots, long from, Deadline deadline) {
        if (from <= slots.last() && !chooser.giveBack(slots, from)) {
            voidAll(slots, from, deadline);
        }
    }

    private void voidAll(Slots slots, long from, Deadline deadline) {
        Failures.run("giving slots back", deadline, () -> log.fence(from, slots.last()));
        chooser.saw(slots.last());
    }
}
