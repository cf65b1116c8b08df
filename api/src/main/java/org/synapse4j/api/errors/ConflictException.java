package org.synapse4j.api.errors;

/**
 * The state on which an append was decided has changed meanwhile. Nothing of the commit was stored. The same append will not succeed, but one that
 * is decided anew may: read again, decide again, append again. So a retry around a whole command names this type and {@link
 * TransientException}, a retry around the append alone names only the latter (ADR 5).
 */
public abstract sealed class ConflictException extends PermanentException
        permits VersionConflictException, ConditionConflictException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
        super(message, null);
    }
}
