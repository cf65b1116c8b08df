package org.synapse4j.api;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * An aggregate's state at a version. Immutable, as far as the state is.
 *
 * @param stream the aggregate's stream
 * @param version the version whose events the state includes: read on from the next one
 * @param state the state
 * @param time when it was taken
 * @param metadata what is said about it
 * @param <T> the class of the state
 */
public record Snapshot<T>(StreamId stream, Version version, T state, Instant time, Map<String, String> metadata) {
    /** @throws InvalidValueException if metadata hold null, NUL in a key or an unpaired surrogate */
    public Snapshot {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(time, "time");
        metadata = Require.texts("metadata", metadata);
    }

    /** A snapshot about which nothing is said. */
    public Snapshot(StreamId stream, Version version, T state, Instant time) {
        this(stream, version, state, time, Map.of());
    }

    /** The same snapshot with these metadata instead of its own. */
    public Snapshot<T> with(Map<String, String> otherMetadata) {
        return new Snapshot<>(stream, version, state, time, otherMetadata);
    }
}
