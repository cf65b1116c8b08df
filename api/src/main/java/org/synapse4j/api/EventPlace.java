package org.synapse4j.api;

import java.util.Objects;

/**
 * Where an event landed. Immutable.
 *
 * @param stream its stream
 * @param version its place there
 * @param position its place in the whole store
 */
public record EventPlace(StreamId stream, Version version, Position position) {
    public EventPlace {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(position, "position");
    }
}
