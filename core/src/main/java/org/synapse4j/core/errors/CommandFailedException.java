package org.synapse4j.core.errors;

import org.synapse4j.api.errors.PermanentException;

/** A handler threw a checked exception, which is the cause. Nothing was stored, unless the bus is told that this is no reason. */
public final class CommandFailedException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param command the payload's class
     * @param cause what the handler threw
     */
    public CommandFailedException(Class<?> command, Exception cause) {
        super("The handler of " + command.getName() + " threw " + cause, cause);
    }
}
