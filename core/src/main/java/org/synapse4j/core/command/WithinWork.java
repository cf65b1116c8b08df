package org.synapse4j.core.command;

import org.jspecify.annotations.Nullable;

/** Stands around the handler within the unit of work, at every attempt, before the commit. Thread-safe. */
@FunctionalInterface
public interface WithinWork {
    /** Lets a command go on to the handler of its class, or does not. What it returns, the sender gets; what it throws rolls the unit back. */
    @Nullable
    Object within(CommandContext context, Next next);

    /** The rest of the handling. Each call does all of it once more. */
    interface Next {
        @Nullable
        Object proceed(Command<?> command);
    }
}
