package org.synapse4j.core.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.synapse4j.api.Tag;
import org.synapse4j.api.serialization.EventType;

/**
 * What is stored of processes beside their states and commands. The registry of a store that processes run on has these: {@code
 * EventTypes.builder().addAll(ProcessEvent.class)}.
 */
public sealed interface ProcessEvent {
    /**
     * An instance has handled an input. In the same commit its state follows, then its commands.
     *
     * @param position the position of the input
     * @param highest the highest position of an input that it has handled, which is this one, unless this one had waited
     * @param index which part of the stored event the input was, where upcasters make several of one
     * @param ended whether the instance has ended
     * @param correlations the tags by which it is found
     * @param timers what it waits for: the name of each timer, and when it is due, as ISO-8601 text
     */
    @EventType(name = "synapse4j.ProcessAdvanced")
    record Advanced(
            long position,
            long highest,
            int index,
            boolean ended,
            List<String> correlations,
            Map<String, String> timers)
            implements ProcessEvent {
        public Advanced {
            correlations = List.copyOf(correlations);
            timers = Map.copyOf(new LinkedHashMap<>(timers));
        }
    }

    /**
     * A timer of an instance is due: an input like any other.
     *
     * @param timer its name
     * @param due when it was due, as ISO-8601 text
     */
    @EventType(name = "synapse4j.ProcessTimerDue")
    record TimerDue(String timer, String due) implements ProcessEvent {
        public TimerDue {
            Objects.requireNonNull(timer, "timer");
            Objects.requireNonNull(due, "due");
        }
    }

    /**
     * Which instances are found by a {@link Tag}, that of the stream.
     *
     * @param instances the identifiers of their streams
     */
    @EventType(name = "synapse4j.ProcessCorrelated")
    record Correlated(List<String> instances) implements ProcessEvent {
        public Correlated {
            instances = List.copyOf(instances);
        }
    }
}
