package org.synapse4j.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;

/**
 * The contents of a stored event: serialised, and from the first time that somebody asks, as an object. Shared by all copies of the
 * event. Thread-safe.
 */
final class Contents {
    private final PayloadReader reader;
    private final Schema schema;
    private final Payload<?> payload;
    private final EventPlace place;
    private final @Nullable SerializationException failure;
    private volatile @Nullable Object object;

    Contents(PayloadReader reader, Schema schema, Payload<?> payload, EventPlace place) {
        this(reader, schema, payload, place, null);
    }

    private Contents(
            PayloadReader reader,
            Schema schema,
            Payload<?> payload,
            EventPlace place,
            @Nullable SerializationException failure) {
        this.reader = reader;
        this.schema = schema;
        this.payload = payload;
        this.place = place;
        this.failure = failure;
    }

    /** The contents of an event that its storage or an upcaster could not read. */
    static Contents failed(
            PayloadReader reader, Schema schema, Payload<?> payload, EventPlace place, SerializationException failure) {
        return new Contents(reader, schema, payload, place, failure);
    }

    boolean failed() {
        return failure != null;
    }

    Schema schema() {
        return schema;
    }

    Payload<?> payload() {
        return payload;
    }

    Object object() {
        Object known = object;
        if (known != null) {
            return known;
        }
        if (failure != null) {
            throw PayloadReader.unreadable(
                    schema.type(), PayloadPlace.of(place), String.valueOf(failure.getMessage()), failure);
        }
        synchronized (this) {
            if (object == null) {
                object = reader.read(schema, payload, PayloadPlace.of(place));
            }
            return Objects.requireNonNull(object);
        }
    }
}
