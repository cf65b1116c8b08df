package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;

/** The same call will not succeed: something else must change first. Open for adapters to add leaves of their own. */
public abstract non-sealed class PermanentException extends SynapseException {
    private static final long serialVersionUID = 1L;

    protected PermanentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
