package org.synapse4j.core.command;

/** Looks at each command before anything else is done with it, once. Thread-safe. */
@FunctionalInterface
public interface CommandFilter {
    /** The command to go on with: the same or another. What it throws, the sender gets; nothing was done. */
    Command<?> filter(Command<?> command);
}
