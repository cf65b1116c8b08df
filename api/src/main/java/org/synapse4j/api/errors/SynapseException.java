package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Synapse4j throws on purpose. Whether to try again is told by which of its two children an error
 * is. Messages say what, where and what to do; they never show credentials.
 */
public abstract sealed class SynapseException extends RuntimeException permits TransientException, PermanentException {
    private static final long serialVersionUID = 1L;

    SynapseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
