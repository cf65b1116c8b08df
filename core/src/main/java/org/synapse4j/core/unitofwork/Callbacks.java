package org.synapse4j.core.unitofwork;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.core.internal.Returned;

/** The listeners of one unit, and what went wrong with them when nothing could be undone any more. */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final List<Work.Listener> listeners;
    private final List<Throwable> problems = new ArrayList<>();

    Callbacks(List<Work.Listener> listeners) {
        this.listeners = new ArrayList<>(listeners);
    }

    void add(Work.Listener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    List<Throwable> problems() {
        return List.copyOf(problems);
    }

    /** The event as the listeners leave it, each in turn. */
    NewEvent applied(Work work, StreamId stream, NewEvent event) {
        NewEvent made = event;
        for (Work.Listener listener : List.copyOf(listeners)) {
            made = Returned.nonNull(listener.applied(work, stream, made), "event of a listener");
        }
        return made;
    }

    /** Calls all of them in order; the first error ends it. */
    void inOrder(Consumer<Work.Listener> call) {
        List.copyOf(listeners).forEach(call);
    }

    /** Calls all of them in order, whatever they throw. */
    void eachInOrder(String what, Consumer<Work.Listener> call) {
        for (Work.Listener listener : List.copyOf(listeners)) {
            guarded(() -> what + " of " + listener.getClass().getName(), () -> call.accept(listener));
        }
    }

    /** Calls all of them, the last one first, whatever they throw. */
    void eachReversed(String what, Consumer<Work.Listener> call) {
        List<Work.Listener> all = List.copyOf(listeners);
        for (int i = all.size() - 1; i >= 0; i--) {
            Work.Listener listener = all.get(i);
            guarded(() -> what + " of " + listener.getClass().getName(), () -> call.accept(listener));
        }
    }

    /** Does what must not stop the rest: what it throws is logged and kept. */
    void guarded(Supplier<String> what, Guarded call) {
        try {
            call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem(what, e);
        } catch (Throwable e) {
            problem(what, e);
        }
    }

    private void problem(Supplier<String> what, Throwable error) {
        problems.add(error);
        try {
            LOG.warn("After a unit of work was decided, this failed: {}", what.get(), error);
        } catch (Throwable e) {
            // What cannot say its name, or be logged, undoes nothing either.
            problems.add(e);
        }
    }

    /** A call that may throw anything. */
    interface Guarded {
        void run() throws Exception;
    }
}
