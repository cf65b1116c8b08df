package org.synapse4j.mongocommon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final long GRACE = 1000;
    private static final long TURN = 100;

    private final Turns turns = new Turns(GRACE);
    private long now = -50;

    @Test
    @DisplayName("a slot has a tenth of the grace, from when it was first seen to be the first that is missing")
    void aTurn() {
        assertEquals(6, turns.overUpTo(7, now));
        assertEquals(6, turns.overUpTo(7, now + TURN - 1));
        assertEquals(7, turns.overUpTo(7, now + TURN));
    }

    @Test
    @DisplayName("of dead slots more and more share a turn")
    void deadSlots() {
        assertEquals(1, over(1));
        assertEquals(2, over(2));
        assertEquals(6, over(3));
        assertEquals(22, over(7));
        assertEquals(86, over(23));
    }

    @Test
    @DisplayName("whoever shares a turn does not get one of its own when those before it are fenced")
    void withinAShare() {
        over(1);
        over(2);
        assertEquals(6, over(3));
        assertEquals(6, turns.overUpTo(5, now));
    }

    @Test
    @DisplayName("a slot that was written makes the next turn one slot's again")
    void living() {
        over(1);
        over(2);
        turns.overUpTo(3, now);
        turns.used();
        assertEquals(3, turns.overUpTo(4, now + TURN - 1));
        now += TURN - 1;
        assertEquals(4, over(4));
    }

    @Test
    @DisplayName("dead slots of long ago say nothing of those that are missing now")
    void longAgo() {
        over(1);
        over(2);
        over(3);
        now += GRACE;
        assertEquals(98, turns.overUpTo(99, now));
        assertEquals(99, over(99));
    }

    /** The last slot whose turn is over a turn later. */
    private long over(long firstMissing) {
        turns.overUpTo(firstMissing, now);
        now += TURN;
        return turns.overUpTo(firstMissing, now);
    }
}
