package org.synapse4j.api.spi;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.synapse4j.api.EventId;
import org.synapse4j.api.Revision;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;
import org.synapse4j.api.serialization.Payload;

/**
 * An event as storages see it. Every field comes back as it was given; of tags and metadata the order means nothing, and a
 * payload in JSON comes back as the same tokens: strings, numbers by value and scale, keys in their order, but not white space
 * or escapes. Immutable.
 *
 * @param id its id
 * @param type its logical type
 * @param revision the revision of its schema
 * @param tags its tags, none twice
 * @param payload what it says
 * @param metadata what was said about it; text without NUL in its keys
 * @param time when it happened, to the nanosecond; within what a 64-bit count of milliseconds holds
 */
public record SerializedEvent(
        EventId id,
        TypeName type,
        Revision revision,
        Set<Tag> tags,
        Payload<?> payload,
        Map<String, String> metadata,
        Instant time) {
    /** The bytes that every event counts against the limits of a storage, besides its contents. */
    public static final int FIXED_SIZE = 128;

    /** @throws InvalidValueException if metadata, tags or time are not as said */
    public SerializedEvent {
        Objects.requireNonNull(id, "event id");
        Objects.requireNonNull(type, "type name");
        Objects.requireNonNull(revision, "revision");
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(Require.elements("tags", tags)));
        Objects.requireNonNull(payload, "payload");
        metadata = Require.texts("metadata", metadata);
        Require.time("time", time);
    }

    /** The same event with another payload: for storages that normalise payloads. */
    public SerializedEvent withPayload(Payload<?> other) {
        return new SerializedEvent(id, type, revision, tags, other, metadata, time);
    }

    /**
     * The bytes that it counts against the limits of a storage: payload, metadata, tags, type name and revision in bytes (text in UTF-8),
     * and {@value #FIXED_SIZE}.
     */
    public long size() {
        long size = FIXED_SIZE + payload.size();
        size += Require.utf8Length(type.value()) + Require.utf8Length(revision.value());
        for (Tag tag : tags) {
            size += Require.utf8Length(tag.toString());
        }
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            size += Require.utf8Length(entry.getKey()) + Require.utf8Length(entry.getValue());
        }
        return size;
    }
}
