package org.synapse4j.core.unitofwork;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.core.errors.MisuseException;

/**
 * Where the unit of work of a thread is found by those who are not given it. Nothing here needs it, and nothing knows it: who wants it makes one, lets
 * functions be run with it, and asks it.
 *
 * <pre>{@code
 * units.run(current.holding(work -> service.transfer(...)));         // in there, anywhere: current.get()
 * bus.within((context, next) -> current.holding(work -> next.proceed(context.command())).apply(context.work()));
 * }</pre>
 *
 * <p>Thread-safe. A thread that the function starts has no unit of work.
 */
public final class CurrentWork {
    @SuppressWarnings("ThreadLocalUsage") // one for each holder, emptied when its function ends
    private final ThreadLocal<Work> held = new ThreadLocal<>();

    /** Holds nothing yet. */
    public CurrentWork() {}

    /** A function that does the same, and while it runs its unit of work is found on its thread; then the one that was before. */
    public <R extends @Nullable Object> Function<Work, R> holding(Function<? super Work, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return work -> {
            Work outer = held.get();
            held.set(work);
            try {
                return function.apply(work);
            } finally {
                if (outer == null) {
                    held.remove();
                } else {
                    held.set(outer);
                }
            }
        };
    }

    /** The unit of work of this thread, if it has one. */
    public Optional<Work> find() {
        return Optional.ofNullable(held.get());
    }

    /**
     * The unit of work of this thread.
     *
     * @throws MisuseException if it has none
     */
    public Work get() {
        return find().orElseThrow(
                        () -> new MisuseException(
                                "This thread is in no unit of work: what is asked here is asked within a function that CurrentWork holds"));
    }
}
