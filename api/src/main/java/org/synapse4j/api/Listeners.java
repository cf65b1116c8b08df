package org.synapse4j.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The listeners that are told of a store's appends, by name, in the order in which they came. Thread-safe. */
final class Listeners {
    private static final Logger LOG = System.getLogger(Listeners.class.getName());

    private record Named(String name, AppendListener listener) {}

    private final List<Named> all = new CopyOnWriteArrayList<>();

    void add(String name, AppendListener listener) {
        all.add(new Named(Objects.requireNonNull(name, "name"), Objects.requireNonNull(listener, "listener")));
    }

    void remove(AppendListener listener) {
        all.removeIf(named -> named.listener == listener);
    }

    void tell(Commit commit, AppendResult result) {
        for (Named named : all) {
            try {
                named.listener.appended(commit, result);
            } catch (RuntimeException failed) {
                LOG.log(Level.WARNING, "Listener " + named.name + " failed on commit " + commit.id(), failed);
            }
        }
    }
}
