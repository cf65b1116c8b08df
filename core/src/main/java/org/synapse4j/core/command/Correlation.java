package org.synapse4j.core.command;

import java.util.Map;

/**
 * The metadata by which events and commands say what they follow from. Each event says which command it is of, {@link #CAUSATION_ID}, and
 * which one all began with, {@link #CORRELATION_ID}.
 */
public final class Correlation {
    /** The id of the command by which it all began. */
    public static final String CORRELATION_ID = "correlationId";

    /** The id of the command that this is a consequence of. */
    public static final String CAUSATION_ID = "causationId";

    private Correlation() {}

    /** The metadata of a command that another one causes. */
    public static Map<String, String> causedBy(Command<?> command) {
        return Map.of(
                CORRELATION_ID,
                command.metadata().getOrDefault(CORRELATION_ID, command.id().value()),
                CAUSATION_ID,
                command.id().value());
    }
}
