package org.synapse4j.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;

/**
 * What a stored event says: serialised, and from the first time that somebody asks, as an object. Shared by all copies of the
 * event. Thread-safe.
 */
final class Contents {
    private final PayloadCodec codec;
    private final Schema schema;
    private final Payload<?> payload;
    private final EventPlace place;
    private final @Nullable SerializationException failure;
    private volatile @Nullable Object object;

    Contents(PayloadCodec codec, Schema schema, Payload<?> payload, EventPlace place) {
        this(codec, schema, payload, place, null);
    }

    private Contents(
            PayloadCodec codec,
            Schema schema,
            Payload<?> payload,
            EventPlace place,
            @Nullable SerializationException failure) {
        this.codec = codec;
        this.schema = schema;
        this.payload = payload;
        this.place = place;
        this.failure = failure;
    }

    /** The contents of an event that an upcaster could not read. */
    static Contents failed(
            PayloadCodec codec, Schema schema, Payload<?> payload, EventPlace place, SerializationException failure) {
        return new Contents(codec, schema, payload, place, failure);
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
            throw codec.unreadable(schema, place, failure);
        }
        synchronized (this) {
            if (object == null) {
                object = codec.decode(schema, payload, place);
            }
            return Objects.requireNonNull(object);
        }
    }
}
