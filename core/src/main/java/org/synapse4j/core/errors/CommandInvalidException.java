package org.synapse4j.core.errors;

import java.util.List;
import org.synapse4j.api.errors.PermanentException;

/** A command is not valid by itself. Nothing was done. */
public final class CommandInvalidException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    /**
     * @param command the payload's class
     * @param violations what is wrong with it
     */
    public CommandInvalidException(Class<?> command, List<String> violations) {
        super("A command of " + command.getName() + " is not valid: " + String.join("; ", violations), null);
        this.violations = List.copyOf(violations);
    }

    /** Its faults, each in a sentence. */
    public List<String> violations() {
        return violations;
    }
}
