package org.synapse4j.api.errors;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventPlace;

/**
 * An object cannot become a payload, or a payload an object. When appending, nothing was stored; when reading, the other
 * events remain readable.
 */
public final class SerializationException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable EventPlace place;

    /**
     * @param message what, where and what to do
     * @param cause the serialiser's own error, where there is one
     */
    public SerializationException(String message, @Nullable Throwable cause) {
        this(message, null, cause);
    }

    /**
     * @param message what, where and what to do
     * @param place where the event is that cannot be read, where it is one
     * @param cause the serialiser's own error, where there is one
     */
    public SerializationException(String message, @Nullable EventPlace place, @Nullable Throwable cause) {
        super(message, cause);
        this.place = place;
    }

    /** Where the event is that cannot be read; empty for snapshots, and when appending. */
    public Optional<EventPlace> place() {
        return Optional.ofNullable(place);
    }
}
