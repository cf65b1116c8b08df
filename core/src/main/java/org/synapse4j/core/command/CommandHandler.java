package org.synapse4j.core.command;

import org.jspecify.annotations.Nullable;

/**
 * The function that a command leads to. It is run again after a conflict, so it has no effect but by its unit of work. Thread-safe.
 *
 * @param <C> the class of the payload
 */
@FunctionalInterface
public interface CommandHandler<C> {
    /** Handles a command; what it returns, the sender gets. What it throws, the sender gets; a checked exception within one of ours. */
    @Nullable
    Object handle(C payload, CommandContext context) throws Exception;
}
