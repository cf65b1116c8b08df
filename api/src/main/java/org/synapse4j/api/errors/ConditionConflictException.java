package org.synapse4j.api.errors;

import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.Position;

/**
 * An event that matches the query of a conditional append lies after its position. Nothing of the commit was stored. Read
 * what matched, decide again, append again.
 */
public final class ConditionConflictException extends ConflictException {
    private static final long serialVersionUID = 1L;

    private final transient AppendCondition condition;
    private final transient Position matched;

    public ConditionConflictException(AppendCondition condition, Position matched) {
        super("The event at position " + matched + " matches the append's condition (" + condition
                + "); nothing was stored. Read the matching events and decide again.");
        this.condition = condition;
        this.matched = matched;
    }

    /** The condition that failed. */
    public AppendCondition condition() {
        return condition;
    }

    /** The position of one event that matched. */
    public Position matched() {
        return matched;
    }
}
