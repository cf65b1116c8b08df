package org.synapse4j.mongocommon.internal;

/**
 * The turns of slots that are missing at the end of the settled part, and have been for the whole grace. Their writers may be alive all
 * the same: a conditional append keeps its slot empty while it waits for those below it. Its own turn begins when these are settled, and is
 * a tenth of the grace. Where nobody has used a turn, many share the next one, so that a large gap of dead slots takes few turns: one
 * slot, one, four, sixteen, and so on (ADR 42). Not thread-safe.
 */
final class Turns {
    private static final int TURNS_IN_A_GRACE = 10;
    private static final int GROWTH = 4;
    /** By then more share a turn than a log can lack. */
    private static final int MOST_UNUSED = 20;

    private final long turn;

    /** The slots whose turn it is: the first missing one, and those that share its turn. Invariant: first <= last + 1. */
    private long first;

    private long last;

    /** The time when this turn is over, as {@link System#nanoTime()} tells it. */
    private long end;

    /** How many turns in a row nobody has used. */
    private int unused;

    /** Whether a slot was written since the turn began. */
    private boolean used = true;

    /** @param grace how long a slot must have been missing before it may be fenced, in nanoseconds */
    Turns(long grace) {
        this.turn = grace / TURNS_IN_A_GRACE;
    }

    /** The first missing slot, or one before it, was written. */
    void used() {
        used = true;
    }

    /** The last of the slots from this one on, the first that is missing, whose turn is over; the one before it if it has its turn still. */
    long overUpTo(long firstMissing, long now) {
        if (used || firstMissing < first || firstMissing > last) {
            boolean another = !used && now - end < TURNS_IN_A_GRACE * turn;
            unused = another ? Math.min(unused + 1, MOST_UNUSED) : 0;
            used = false;
            first = firstMissing;
            last = firstMissing + share() - 1;
            end = now + turn;
        }
        return now - end >= 0 ? last : firstMissing - 1;
    }

    private long share() {
        long share = 1;
        for (int i = 1; i < unused; i++) {
            share *= GROWTH;
        }
        return share;
    }
}
