package org.synapse4j.api.errors;

import org.jspecify.annotations.Nullable;

/** The store or the cursor was closed before or during the call. */
public final class ClosedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /** @param what what was closed: {@code the store} or {@code the cursor}, with what identifies it */
    public ClosedException(String what) {
        this(what, null);
    }

    /**
     * @param what what was closed
     * @param cause what was met, if anything
     */
    public ClosedException(String what, @Nullable Throwable cause) {
        super("Closed: " + what + ". Open a new one.", cause);
    }
}
