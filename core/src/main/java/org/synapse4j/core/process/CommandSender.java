package org.synapse4j.core.process;

import org.synapse4j.core.command.Command;

/**
 * Takes the commands of processes, after what led to them is stored. Sent at least once each, in order, under an id that is always the same: a
 * {@link org.synapse4j.core.command.CommandBus} carries out each once, {@code bus::dispatch}; another receiver uses {@link Command#id()} as its
 * key. Thread-safe.
 */
@FunctionalInterface
public interface CommandSender {
    /**
     * Sends a command, and returns when it is carried out.
     *
     * @throws Exception whatever it likes: the instance then waits at this input, as the subscription's policy says
     */
    void send(Command<?> command) throws Exception;
}
