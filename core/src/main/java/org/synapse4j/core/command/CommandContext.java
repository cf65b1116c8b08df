package org.synapse4j.core.command;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.unitofwork.Work;

/** The surroundings of a command, which its handler is given beside the payload. For the thread that handles the command. */
public final class CommandContext {
    private final Command<?> command;
    private final Work work;
    private final Function<Command<?>, @Nullable Object> nested;

    CommandContext(Command<?> command, Work work, Function<Command<?>, @Nullable Object> nested) {
        this.command = Objects.requireNonNull(command, "command");
        this.work = Objects.requireNonNull(work, "work");
        this.nested = nested;
    }

    /** The command that is handled. */
    public Command<?> command() {
        return command;
    }

    /** The unit of work that it is handled in. */
    public Work work() {
        return work;
    }

    /**
     * Handles another command in a unit nested in this one: what it leads to is stored with this one, or not at all. It passes neither
     * filters nor what is around commands, and is not run again by itself. Its metadata are those of this command where it has none, and say
     * that this one is its cause.
     *
     * @param payload a payload, or a {@link Command}
     * @return what its handler returned
     * @throws MisuseException if it is to be carried out once: only a command that is stored by itself can be remembered
     */
    public @Nullable Object handle(Object payload) {
        Command<?> given = Command.from(payload);
        if (given.once()) {
            throw new MisuseException(
                    given + " is to be carried out once, which a command within another one cannot be");
        }
        Map<String, String> own = given.metadata();
        return nested.apply(given.and(command.metadata()).and(own).and(Correlation.causedBy(command)));
    }
}
