package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted; its interrupt flag stays set. No event was stored, and the call can be made again; of a
 * snapshot, a checkpoint or a deletion, each method says what may have been done.
 */
public final class OperationInterruptedException extends TransientException {
    private static final long serialVersionUID = 1L;

    /**
     * @param operation what was under way, in words
     * @param cause the interrupt as the platform or driver reported it, where it did
     */
    public OperationInterruptedException(String operation, @Nullable Throwable cause) {
        super(
                "Interrupted: " + operation
                        + "; no event was stored, and the call can be made again. The interrupt flag is set.",
                cause);
    }
}
