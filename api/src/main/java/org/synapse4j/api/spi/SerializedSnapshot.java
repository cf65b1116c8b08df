package org.synapse4j.api.spi;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;
import org.synapse4j.api.serialization.Payload;

/**
 * An aggregate's state at a version, as storages see it. Immutable.
 *
 * @param stream the aggregate's stream
 * @param version the version whose events the state includes, at least 1
 * @param type the logical type of the state
 * @param revision the revision of its schema
 * @param payload the state
 * @param metadata what was said about it
 * @param time when it was taken
 */
public record SerializedSnapshot(
        StreamId stream,
        Version version,
        TypeName type,
        Revision revision,
        Payload<?> payload,
        Map<String, String> metadata,
        Instant time) {
    /** @throws InvalidValueException if the version is 0, or metadata or time are not as an event's */
    public SerializedSnapshot {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(version, "version");
        Require.atLeast("snapshot version", version.value(), 1);
        Objects.requireNonNull(type, "type name");
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(payload, "payload");
        metadata = Require.texts("metadata", metadata);
        Require.time("time", time);
    }
}
