package org.synapse4j.api.serialization;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.Version;
import org.synapse4j.api.internal.Require;

/**
 * The input of an upcaster: an event or a snapshot, as it is stored or as an earlier upcaster made it. Immutable, but for its
 * payload: that is made for this upcaster, which may change it.
 *
 * @param stream its stream
 * @param version its version
 * @param schema its type and revision
 * @param payload what it says, in the form that the upcaster asks for
 * @param metadata what is said about it
 * @param tags its tags; a snapshot has none
 * @param time when it happened, or was taken
 * @param <T> the class of that form
 */
public record UpcastInput<T>(
        StreamId stream,
        Version version,
        Schema schema,
        T payload,
        Map<String, String> metadata,
        Set<Tag> tags,
        Instant time) {
    public UpcastInput {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(time, "time");
    }

    /** A part of this schema that says this, with the metadata of this event. */
    public UpcastPart<T> part(Schema as, T says) {
        return new UpcastPart<>(as, says, metadata);
    }

    /** The same, saying something else in another form. */
    <U> UpcastInput<U> with(Schema as, U says, Map<String, String> said) {
        return new UpcastInput<>(stream, version, as, says, Require.texts("metadata", said), tags, time);
    }
}
