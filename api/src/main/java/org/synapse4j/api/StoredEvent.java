package org.synapse4j.api;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * An event as it was stored. Its payload becomes an object when it is first asked for, at most once. Immutable and thread-safe,
 * as far as the payload's class is.
 */
public final class StoredEvent {
    private final StoredSerializedEvent stored;
    private final PayloadCodec codec;
    private volatile @Nullable Object payload;

    StoredEvent(StoredSerializedEvent stored, PayloadCodec codec) {
        this.stored = stored;
        this.codec = codec;
    }

    public StreamId stream() {
        return stored.stream();
    }

    public Version version() {
        return stored.version();
    }

    public Position position() {
        return stored.position();
    }

    public CommitId commitId() {
        return stored.commitId();
    }

    public EventId id() {
        return stored.event().id();
    }

    public TypeName type() {
        return stored.event().type();
    }

    public Revision revision() {
        return stored.event().revision();
    }

    public Set<Tag> tags() {
        return stored.event().tags();
    }

    public Map<String, String> metadata() {
        return stored.event().metadata();
    }

    public Instant time() {
        return stored.event().time();
    }

    /** The event in serialised form: what a copy to another store, or a debugger, wants. */
    public StoredSerializedEvent serialized() {
        return stored;
    }

    /**
     * What it says, as an object of the class that is registered for its type.
     *
     * @throws UnknownTypeException if no class is; other events remain readable
     * @throws SerializationException if the payload cannot be read; other events remain readable
     */
    public Object payload() {
        Object known = payload;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (payload == null) {
                payload = codec.decode(stored);
            }
            return Objects.requireNonNull(payload);
        }
    }

    /**
     * What it says, as an object of this class.
     *
     * @throws SerializationException if it is not one; otherwise as {@link #payload()}
     */
    public <T> T payload(Class<T> type) {
        Object object = payload();
        if (!type.isInstance(object)) {
            throw new SerializationException(
                    "The " + type() + " at version " + version() + " of " + stream() + " is a "
                            + object.getClass().getName() + ", not a " + type.getName(),
                    null);
        }
        return type.cast(object);
    }

    @Override
    public String toString() {
        return type() + " at version " + version() + " of " + stream();
    }
}
