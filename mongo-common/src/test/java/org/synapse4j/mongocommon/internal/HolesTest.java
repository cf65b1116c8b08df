package org.synapse4j.mongocommon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HolesTest {
    private static final long GRACE = 1000;
    private static final long TURN = 100;

    private long now = -500;
    private final Holes holes = new Holes(Duration.ofNanos(GRACE), () -> now);

    @Test
    @DisplayName("a slot may be fenced when it has been missing for the grace, and not before")
    void grace() {
        assertEquals(0, holes.oldUpTo(1, 1));
        now += GRACE - 1;
        assertEquals(0, holes.oldUpTo(1, 1));
        now += 1;
        assertEquals(1, holes.oldUpTo(1, 1));
    }

    @Test
    @DisplayName("those above a dead slot, who waited for it as long, have a turn each, one after the other")
    void livingAbove() {
        holes.oldUpTo(1, 4);
        now += GRACE;
        assertEquals(1, holes.oldUpTo(1, 4));
        holes.closedUpTo(1);
        assertEquals(1, holes.oldUpTo(2, 4));
        now += TURN - 1;
        holes.writtenUpTo(2);
        assertEquals(2, holes.oldUpTo(3, 4));
        now += TURN - 1;
        assertEquals(2, holes.oldUpTo(3, 4));
        now += 1;
        assertEquals(3, holes.oldUpTo(3, 4));
    }

    @Test
    @DisplayName("a slot is missing since it was noted, whoever asks for it first")
    void noted() {
        holes.oldUpTo(1, 1);
        now += GRACE / 2;
        holes.note(3, 5);
        now += GRACE / 2;
        assertEquals(1, holes.oldUpTo(1, 1));
        holes.writtenUpTo(2);
        assertEquals(2, holes.oldUpTo(3, 5));
        now += GRACE / 2;
        assertEquals(3, holes.oldUpTo(3, 5));
    }

    @Test
    @DisplayName("a thousand dead slots cost less than two graces")
    void manyDead() {
        long begun = now;
        int last = 1000;
        for (long next = 1; next <= last; now++) {
            long old = holes.oldUpTo(next, last);
            if (old >= next) {
                holes.closedUpTo(old);
                next = old + 1;
            }
        }
        assertTrue(now - begun < 2 * GRACE, () -> "it took " + (now - begun));
    }

    @Test
    @DisplayName("slots that do not follow the settled ones may be fenced together")
    void elsewhere() {
        holes.oldUpTo(10, 20);
        now += GRACE;
        assertEquals(20, holes.oldUpTo(10, 20));
    }
}
