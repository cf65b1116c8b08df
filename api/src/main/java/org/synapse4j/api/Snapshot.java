package org.synapse4j.api;

import java.time.Instant;
import java.util.Objects;

/**
 * An aggregate's state at a version. Immutable, as far as the state is.
 *
 * @param stream the aggregate's stream
 * @param version the version whose events the state includes: read on from the next one
 * @param state the state
 * @param time when it was taken
 * @param <T> the class of the state
 */
public record Snapshot<T>(StreamId stream, Version version, T state, Instant time) {
    public Snapshot {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(time, "time");
    }
}
