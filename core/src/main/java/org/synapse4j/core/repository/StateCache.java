package org.synapse4j.core.repository;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.core.aggregate.Origin;

/** The states of the aggregates that were used last, up to a number. Thread-safe; waits for nothing but other threads' look-ups. */
final class StateCache<S> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<StreamId, Kept<S>> states;

    /** A state, the version that its events end at, and how it was loaded. */
    record Kept<S>(Version version, S state, Origin origin) {}

    StateCache(int most) {
        this.states = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<StreamId, Kept<S>> eldest) {
                return size() > most;
            }
        };
    }

    Optional<Kept<S>> find(StreamId stream) {
        lock.lock();
        try {
            return Optional.ofNullable(states.get(stream));
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the newer one of this state and the one that is there. */
    void keep(StreamId stream, Kept<S> kept) {
        lock.lock();
        try {
            Kept<S> known = states.get(stream);
            if (known == null || known.version().compareTo(kept.version()) < 0) {
                states.put(stream, kept);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that there is a newer snapshot. */
    void snapshotTaken(StreamId stream, Origin origin) {
        lock.lock();
        try {
            states.computeIfPresent(stream, (key, kept) -> new Kept<>(kept.version(), kept.state(), origin));
        } finally {
            lock.unlock();
        }
    }

    void evict(StreamId stream) {
        lock.lock();
        try {
            states.remove(stream);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return states.size();
        } finally {
            lock.unlock();
        }
    }
}
