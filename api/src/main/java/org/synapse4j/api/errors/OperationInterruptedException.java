package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;

/** The calling thread was interrupted before anything was sent: nothing was stored. The thread's interrupt flag stays set. */
public final class OperationInterruptedException extends TransientException {
    private static final long serialVersionUID = 1L;

    /**
     * @param operation what was under way, in words
     * @param cause the interrupt as the platform or driver reported it, where it did
     */
    public OperationInterruptedException(String operation, @Nullable Throwable cause) {
        super("Interrupted: " + operation + "; nothing was stored. The interrupt flag is set.", cause);
    }
}
