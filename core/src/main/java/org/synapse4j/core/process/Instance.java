package org.synapse4j.core.process;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.Version;
import org.synapse4j.core.process.ProcessEvent.TimerDue;

/**
 * An instance as its stream says it is. Immutable.
 *
 * @param version of the last event of its stream
 * @param position of the input that it handled last; 0 where it is new
 * @param index of the same
 * @param highest the highest position of an input that it has handled; a lower one may have waited
 * @param pending the timers that are due, and not handled yet
 * @param commands what it sent then, as it is stored
 * @param causes what an event says that follows from its last step
 */
record Instance<S>(
        StreamId stream,
        Version version,
        long position,
        int index,
        long highest,
        S state,
        boolean ended,
        Set<Tag> correlations,
        Map<String, Instant> timers,
        Set<TimerDue> pending,
        List<StoredEvent> commands,
        Map<String, String> causes) {
    /** Whether this timer is set, and is that one: not one of the same name that was set anew. */
    boolean waitsFor(TimerDue timer) {
        Instant due = timers.get(timer.timer());
        return !ended && due != null && due.toString().equals(timer.due());
    }
}
