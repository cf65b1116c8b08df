package org.synapse4j.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.process.ProcessEvent;
import org.synapse4j.core.process.ProcessType;

/**
 * A scenario of a process: events, and time that passes. The store's clock stands still in between, so timers are due to the nanosecond. Immutable.
 *
 * <pre>{@code
 * ProcessScenario.of(payment, types).given(new Placed("7")).when(new Paid("7")).thenSends(new Ship("7")).thenEnded();
 * ProcessScenario.of(payment, types).given(new Placed("7")).elapsed(Duration.ofMinutes(30)).thenSends(new Cancel("7"));
 * }</pre>
 *
 * @param <S> the states
 */
public final class ProcessScenario<S> {
    private final ProcessType<S> type;
    private final EventTypes types;
    private final List<Object> given;

    private ProcessScenario(ProcessType<S> type, EventTypes types, List<Object> given) {
        this.type = Objects.requireNonNull(type, "type");
        this.types = Objects.requireNonNull(types, "event types");
        this.given = given;
    }

    /**
     * A scenario in which nothing has happened yet.
     *
     * @param types with {@link ProcessEvent}, the state, the events and the commands
     */
    public static <S> ProcessScenario<S> of(ProcessType<S> type, EventTypes types) {
        return new ProcessScenario<>(type, types, List.of());
    }

    /** The same scenario in which these events have happened, too, and were handled. */
    public ProcessScenario<S> given(Object... events) {
        List<Object> all = new ArrayList<>(given);
        all.addAll(Arrays.asList(events));
        return new ProcessScenario<>(type, types, all);
    }

    /** The same scenario in which this time has passed, too, and what was due was handled. */
    public ProcessScenario<S> givenElapsed(Duration time) {
        return given(Objects.requireNonNull(time, "time"));
    }

    /** What happens when this event is handled. */
    public ProcessOutcome<S> when(Object event) {
        return then(event);
    }

    /** What happens while this time passes: each timer that is due is handled at its time. */
    public ProcessOutcome<S> elapsed(Duration time) {
        return then(Objects.requireNonNull(time, "time"));
    }

    private ProcessOutcome<S> then(Object last) {
        try (ProcessRun<S> run = new ProcessRun<>(type, types)) {
            for (Object before : given) {
                run.happens(before);
            }
            return run.outcome(types, last);
        }
    }
}
