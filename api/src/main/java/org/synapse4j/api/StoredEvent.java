package org.synapse4j.api;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.internal.Require;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * An event that was stored, as it is read today: with the type, revision, payload and metadata that upcasters led it to, where
 * there are any. Its payload becomes an object when it is first asked for, at most once, however many threads ask and however
 * many copies there are. Immutable and thread-safe, as far as the payload's class is.
 */
public final class StoredEvent {
    private final StoredSerializedEvent stored;
    private final Contents contents;
    private final Map<String, String> metadata;
    private final int index;

    StoredEvent(StoredSerializedEvent stored, Contents contents, Map<String, String> metadata, int index) {
        this.stored = stored;
        this.contents = contents;
        this.metadata = metadata;
        this.index = index;
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

    /**
     * The number of this part of the stored event, from 0: upcasters may make several of one, all at its version and position. 0 where
     * they made one.
     */
    public int index() {
        return index;
    }

    public CommitId commitId() {
        return stored.commitId();
    }

    /** The id of the stored event, which all its parts have. */
    public EventId id() {
        return stored.event().id();
    }

    public TypeName type() {
        return contents.schema().type();
    }

    public Revision revision() {
        return contents.schema().revision();
    }

    public Set<Tag> tags() {
        return stored.event().tags();
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public Instant time() {
        return stored.event().time();
    }

    /** The same event with these metadata instead of its own; both share the payload, which is made once for the two. */
    public StoredEvent with(Map<String, String> otherMetadata) {
        return new StoredEvent(stored, contents, Require.texts("metadata", otherMetadata), index);
    }

    /** The event as it is stored, untouched by upcasters, for debugging. A copy to another store is {@link NewEvent#from}. */
    public StoredSerializedEvent serialized() {
        return stored;
    }

    /**
     * The payload, as an object of the class that is registered for its type; an {@link OpaqueEvent} where none is and the
     * store was built with {@link UnknownTypes#OPAQUE}.
     *
     * @throws UnknownTypeException if no class is, or one of another revision; other events remain readable
     * @throws SerializationException if the payload cannot be read or upcast; other events remain readable
     */
    public Object payload() {
        return contents.object();
    }

    /**
     * The payload, as an object of this class.
     *
     * @throws SerializationException if it is not one; otherwise as {@link #payload()}
     */
    public <T> T payload(Class<T> type) {
        Objects.requireNonNull(type, "type");
        Object object = payload();
        if (!type.isInstance(object)) {
            throw new SerializationException(
                    "The " + type() + " at version " + version() + " of " + stream() + " is a "
                            + object.getClass().getName() + ", not a " + type.getName(),
                    stored.place(),
                    null);
        }
        return type.cast(object);
    }

    /** The payload, serialised. */
    Contents contents() {
        return contents;
    }

    @Override
    public String toString() {
        return type() + " at version " + version() + " of " + stream();
    }
}
