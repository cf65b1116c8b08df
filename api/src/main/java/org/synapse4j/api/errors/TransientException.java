package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;

/** The same call may succeed later. Open for adapters to add leaves of their own. */
public abstract non-sealed class TransientException extends SynapseException {
    private static final long serialVersionUID = 1L;

    protected TransientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
