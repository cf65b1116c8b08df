package org.synapse4j.api;

import java.util.Objects;

/**
 * The demand of a commit on one of its streams. Immutable.
 *
 * @param stream the stream
 * @param expected what is demanded of it before the commit
 */
public record StreamExpectation(StreamId stream, ExpectedVersion expected) {
    public StreamExpectation {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(expected, "expected version");
    }
}
