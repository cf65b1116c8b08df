package org.synapse4j.core.errors;

import org.synapse4j.api.errors.PermanentException;

/** Something could not be closed, for the reason that is the cause; all that was to be closed with it was. */
public final class ClosingException extends PermanentException {
    private static final long serialVersionUID = 1L;

    public ClosingException(String part, Throwable cause) {
        super("Closing failed: " + part, cause);
    }
}
