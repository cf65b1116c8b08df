package org.synapse4j.mongocommon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JournaledSlotsTest {
    private static final long CHUNK = 1 << 16;

    private final JournaledSlots slots = new JournaledSlots();

    @Test
    void hasWhatWasAddedAndNoOther() {
        slots.addUpTo(10);
        slots.add(12);
        slots.add(5 * CHUNK);
        assertTrue(slots.has(1) && slots.has(10) && slots.has(12) && slots.has(5 * CHUNK));
        assertFalse(slots.has(11) || slots.has(13) || slots.has(5 * CHUNK + 1) || slots.has(4 * CHUNK));
    }

    @Test
    void neverFalls() {
        slots.addUpTo(10);
        slots.addUpTo(3);
        assertEquals(10, slots.upTo());
        assertTrue(slots.has(10));
    }

    @Test
    void forgetsWhatWasUsedLongestAgo() {
        slots.add(CHUNK);
        for (long chunk = 2; chunk <= 1025; chunk++) {
            slots.add(chunk * CHUNK);
        }
        assertFalse(slots.has(CHUNK));
        assertTrue(slots.has(2 * CHUNK) && slots.has(1025 * CHUNK));
    }
}
