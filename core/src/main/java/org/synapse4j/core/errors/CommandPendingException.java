package org.synapse4j.core.errors;

import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.PermanentException;

/**
 * A command had not ended when the time to wait for it was over, or when the waiting thread was interrupted, whose flag stays set. It may
 * still be carried out. Only one that was given an id can be sent again without harm.
 */
public final class CommandPendingException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param command the command, in words
     * @param cause the interrupt, or the end of the time
     */
    public CommandPendingException(String command, @Nullable Throwable cause) {
        super("Nobody waits for " + command + " any more, and it may still be carried out", cause);
    }
}
