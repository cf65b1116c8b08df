package org.synapse4j.core.errors;

import org.synapse4j.api.errors.PermanentException;

/** A definition (a decider, handlers, a bus) is incomplete or contradicts itself. Told when it is built, wherever that can be. */
public final class DefinitionException extends PermanentException {
    private static final long serialVersionUID = 1L;

    /** @param problem what is missing or said twice, and where */
    public DefinitionException(String problem) {
        super(problem, null);
    }
}
