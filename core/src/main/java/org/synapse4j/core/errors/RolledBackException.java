package org.synapse4j.core.errors;

import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.PermanentException;

/**
 * A unit of work could only be rolled back, and was: one nested in it was rolled back after it had changed an aggregate of the outer one,
 * or a listener refused an event that an aggregate had applied. Nothing was stored.
 */
public final class RolledBackException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /** @param cause why it was undone, if that was said */
    public RolledBackException(@Nullable Throwable cause) {
        super(
                "Part of what was done in the unit of work was undone before, by a nested unit or a listener: nothing was stored",
                cause);
    }
}
