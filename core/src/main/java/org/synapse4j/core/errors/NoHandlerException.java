package org.synapse4j.core.errors;

import org.synapse4j.api.errors.PermanentException;

/** No handler takes commands of this class. Nothing was done. */
public final class NoHandlerException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient Class<?> command;

    /** @param command the payload's class */
    public NoHandlerException(Class<?> command) {
        super("No handler takes commands of " + command.getName(), null);
        this.command = command;
    }

    /** The payload's class. */
    public Class<?> command() {
        return command;
    }
}
