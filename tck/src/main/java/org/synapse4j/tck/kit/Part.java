package org.synapse4j.tck.kit;

import java.util.List;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.NewSerializedEvent;

/**
 * The events that a commit to test with adds to one stream. {@link Commits} makes commits of them.
 *
 * @param stream the stream
 * @param expected what is demanded of it
 * @param events its events, in order, whatever stream they name
 */
public record Part(StreamId stream, ExpectedVersion expected, List<NewSerializedEvent> events) {
    public Part {
        events = events.stream().map(added -> added.in(stream)).toList();
    }
}
