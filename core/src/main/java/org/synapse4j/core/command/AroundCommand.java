package org.synapse4j.core.command;

import org.synapse4j.core.unitofwork.Worked;

/** Stands around all of a command: every attempt, and the commit. To measure, to log, to refuse. Thread-safe. */
@FunctionalInterface
public interface AroundCommand {
    /** Lets a command go on, or does not. What it returns or throws, the sender gets. */
    Worked<?> around(Command<?> command, Next next);

    /** The rest of the handling. Each call does all of it once more. */
    interface Next {
        Worked<?> proceed(Command<?> command);
    }
}
