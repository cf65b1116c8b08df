package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;

/**
 * An object cannot become a payload, or a payload an object. When appending, nothing was stored; when reading, the other
 * events remain readable.
 */
public final class SerializationException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what, where and what to do
     * @param cause the serialiser's own error, where there is one
     */
    public SerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
