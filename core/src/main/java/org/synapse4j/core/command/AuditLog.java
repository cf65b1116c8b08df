package org.synapse4j.core.command;

import java.util.List;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.core.unitofwork.Worked;

/**
 * Is told what became of each command, once, when all attempts are over: also of one that a filter or a validator refused. What it throws is
 * logged, and changes nothing for the command. Called on the command's thread. Thread-safe.
 */
public interface AuditLog {
    /**
     * A command was carried out.
     *
     * @param worked what its sender gets
     * @param events what it led to, as it was decided and stored; none of one that is {@linkplain Worked#repeated() repeated}
     */
    void carriedOut(Command<?> command, Worked<?> worked, List<StreamEvent> events);

    /**
     * A command failed.
     *
     * @param cause what its sender gets
     * @param events what its last attempt would have led to; they are stored only if the cause came after that, or leaves it open
     */
    void failed(Command<?> command, Throwable cause, List<StreamEvent> events);
}
