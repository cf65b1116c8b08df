package org.synapse4j.subscriptions;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * By what events are kept in order: those of one key belong to one partition. Which one is a hash of the key, the same in every process, and
 * stored nowhere (ADR 44). Immutable.
 *
 * @param partitions how many there are
 */
record Keys(Function<StoredEvent, String> key, int partitions) {
    /** The most partitions that a subscription may have. */
    private static final int MOST = 1024;

    /** The longest key; a stream's name is shorter. */
    private static final int MOST_LENGTH = 1_000;

    /** The streams of events, in one partition. */
    static final Keys STREAMS = new Keys(event -> event.stream().toString(), 1);

    /** @throws InvalidValueException if no subscription can have so many */
    static int requireNumber(int partitions) {
        if (partitions < 1 || partitions > MOST) {
            throw new InvalidValueException("partitions", "are " + partitions + "; from 1 to " + MOST + " are allowed");
        }
        return partitions;
    }

    /** The event's key; its stream where the application's function throws, as for an event that cannot be read, or gives none that can be stored. */
    String of(StoredEvent event) {
        @Nullable String own;
        try {
            own = key.apply(event);
        } catch (RuntimeException unreadable) {
            own = null;
        }
        return own == null || !canBeStored(own) ? event.stream().toString() : own;
    }

    private static boolean canBeStored(String text) {
        return text.length() <= MOST_LENGTH
                && text.indexOf(0) < 0
                && text.codePoints().noneMatch(one -> Character.getType(one) == Character.SURROGATE);
    }

    /** The partition that a key belongs to. */
    int partition(String keyOfEvent) {
        return partition(keyOfEvent, partitions);
    }

    /** The partition that a key belongs to where there are so many. */
    static int partition(String keyOfEvent, int partitions) {
        // A text's hash code is part of Java's definition. Its bits are mixed (the end of MurmurHash3), since similar
        // texts have similar ones.
        int mixed = keyOfEvent.hashCode();
        mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return Math.floorMod(mixed ^ (mixed >>> 16), partitions);
    }
}
