package org.synapse4j.mongocommon.internal;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The slots whose documents are known to be in the server's journal: all up to one of them, and some above, of which the most recently
 * used are remembered. Thread-safe.
 */
final class JournaledSlots {
    private static final int CHUNK = 1 << 16;

    /** Some eight megabytes, for 64 million slots. */
    private static final int MOST_CHUNKS = 1024;

    /** All slots up to this one are known. Invariant: it never falls, but where all is forgotten. */
    private long upTo;

    /** Slots above, a bit for each; by the number of the chunk. */
    private final Map<Long, BitSet> chunks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, BitSet> eldest) {
            return size() > MOST_CHUNKS;
        }
    };

    synchronized long upTo() {
        return upTo;
    }

    synchronized boolean has(long slot) {
        if (slot <= upTo) {
            return true;
        }
        BitSet chunk = chunks.get(slot / CHUNK);
        return chunk != null && chunk.get((int) (slot % CHUNK));
    }

    /** Forgets all: they were another store's. */
    synchronized void forget() {
        upTo = 0;
        chunks.clear();
    }

    synchronized void add(long slot) {
        if (slot > upTo) {
            chunks.computeIfAbsent(slot / CHUNK, number -> new BitSet()).set((int) (slot % CHUNK));
        }
    }

    synchronized void addUpTo(long slot) {
        upTo = Math.max(upTo, slot);
    }
}
