package org.synapse4j.api.spi;

import java.util.List;
import java.util.Objects;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * What a commit adds to one stream. Immutable.
 *
 * @param stream the stream
 * @param expected what is demanded of it
 * @param events the events, in order; none at all only check the expected version, in a commit to this one stream
 */
public record StreamAppend(StreamId stream, ExpectedVersion expected, List<NewSerializedEvent> events) {
    /** @throws InvalidValueException if an event is null */
    public StreamAppend {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(expected, "expected version");
        events = Require.elements("events", events);
    }
}
