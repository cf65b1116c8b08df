package org.synapse4j.subscriptions;

import java.time.Instant;
import java.util.Objects;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * A key whose events wait, since the handler failed at the first of them. Immutable.
 *
 * @param partition the partition that the key belongs to
 * @param key the key, by default the name of a stream
 * @param first the position of the first event that waits; while it is tried again, of the last one that was handled
 * @param waiting how many wait, with the first one; after a rewind, or where some of them came again, about so many
 * @param attempts how often the handler was called with the first of them
 * @param error the class of what it threw last
 * @param since when the key was parked, by the clock of the process that did
 */
public record ParkedKey(
        int partition, String key, Position first, long waiting, int attempts, String error, Instant since) {
    /** @throws InvalidValueException if no event waits, or none was tried */
    public ParkedKey {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(since, "since");
        if (waiting < 1 || attempts < 1) {
            throw new InvalidValueException("parked key", "has " + waiting + " events and " + attempts + " attempts");
        }
    }

    /** The same key with one more event that waits. */
    ParkedKey oneMore() {
        return new ParkedKey(partition, key, first, waiting + 1, attempts, error, since);
    }

    /** The same key after the event at this position was handled. */
    ParkedKey handled(Position position) {
        // Where the stored event was upcast to several, the next of them has the same position.
        return new ParkedKey(partition, key, position, Math.max(waiting - 1, 1), attempts, error, since);
    }

    /** The same key after the handler failed at the event at this position. */
    ParkedKey failed(Position position, String errorNow) {
        int calls = position.equals(first) ? attempts + 1 : 1;
        return new ParkedKey(partition, key, position, waiting, calls, errorNow, since);
    }
}
