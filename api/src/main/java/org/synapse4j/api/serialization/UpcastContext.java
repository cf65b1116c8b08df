package org.synapse4j.api.serialization;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.StreamId;

/**
 * The notes of upcasters for later events of the same stream in the same read. A read that begins in the middle of a stream, or
 * goes backwards, has not seen what came before, so a note may be missing: it can save work or fill a field, not decide what an
 * event means. A read keeps the {@value #LIMIT} notes that were used last, over all its streams. For one thread at a time.
 */
public final class UpcastContext {
    /** How many notes a read keeps. */
    public static final int LIMIT = 10_000;

    private final StreamId stream;
    private final Map<Key, Object> notes;

    private UpcastContext(StreamId stream, Map<Key, Object> notes) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.notes = notes;
    }

    private record Key(StreamId stream, String name) {}

    /** The context of a read that has noted nothing yet, at this stream. */
    public static UpcastContext of(StreamId stream) {
        return new UpcastContext(stream, new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
                return size() > LIMIT;
            }
        });
    }

    /** The context of the same read, at this stream. */
    public UpcastContext at(StreamId other) {
        Objects.requireNonNull(other, "stream");
        return other.equals(stream) ? this : new UpcastContext(other, notes);
    }

    /** Notes this under a name, instead of what was noted under it before. */
    public void put(String name, Object value) {
        notes.put(new Key(stream, Objects.requireNonNull(name, "name")), Objects.requireNonNull(value, "value"));
    }

    /** The note under this name, if there is one and it is of this class. */
    public <T> Optional<T> get(String name, Class<T> type) {
        Objects.requireNonNull(type, "type");
        Object value = notes.get(new Key(stream, Objects.requireNonNull(name, "name")));
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }
}
