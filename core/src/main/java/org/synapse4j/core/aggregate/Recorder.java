package org.synapse4j.core.aggregate;

import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;

/**
 * The hand of an aggregate's root, by which it applies events, and which it hands on to its entities where they apply some (ADR 34). For one
 * thread at a time.
 */
public interface Recorder {
    /** The aggregate's stream, which is known before its first event. */
    StreamId stream();

    /** The aggregate's identifier. */
    default String id() {
        return stream().id();
    }

    /**
     * Lets these events happen, one after the other: each is handled, then remembered as one to be stored. If a handler throws, the root is
     * left half changed and is not stored any more: every later call says so.
     *
     * @param events payloads, or {@link NewEvent}s where an event is more than its payload
     * @throws MisuseException if it is called while an event is handled, or after a handler threw
     * @throws AggregateDeletedException if an earlier event deleted the aggregate
     * @throws UnhandledEventException if an event is neither handled nor ignored
     * @throws InvalidValueException if an event is null
     */
    void apply(Object... events);
}
