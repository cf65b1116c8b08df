package org.synapse4j.core.unitofwork;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.InvalidValueException;

/**
 * The result of a unit of work. Immutable, as far as its value is.
 *
 * @param value what its function returned; null if it was not run, as its commit was stored before
 * @param result what the append said; empty if there were no events
 * @param attempts how often its function was run; 0 if its commit was stored before
 * @param problems what went wrong after the events were stored, in listeners for instance, and could not undo it
 * @param <R> the class of the value
 */
public record Worked<R extends @Nullable Object>(
        R value, Optional<AppendResult> result, int attempts, List<Throwable> problems) {
    public Worked {
        Objects.requireNonNull(result, "result");
        problems = List.copyOf(problems);
        if (attempts < 0) {
            throw new InvalidValueException("attempts", "is " + attempts + "; the least allowed is 0");
        }
    }

    /** Whether its commit was stored before, and its function not run. */
    public boolean repeated() {
        return attempts == 0;
    }

    /** The position of its last event, {@link Position#START} if it has none: what a view must have passed to show it. */
    public Position position() {
        return result.map(AppendResult::position).orElse(Position.START);
    }
}
