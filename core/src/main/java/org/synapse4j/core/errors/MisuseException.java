package org.synapse4j.core.errors;

import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.PermanentException;

/** A call that the state of its object, or the contract of a function that was given, does not allow: an error of the program. */
public final class MisuseException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /** @param problem what was done, and what is allowed */
    public MisuseException(String problem) {
        this(problem, null);
    }

    /**
     * @param problem what was done, and what is allowed
     * @param cause what went wrong before, if that is why
     */
    public MisuseException(String problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
