package org.synapse4j.core.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit.StreamEvent;
import org.synapse4j.core.unitofwork.Work;
import org.synapse4j.core.unitofwork.Worked;

/** What the audit logs of a bus are told of one command. It listens to the command's units of work. For one thread. */
final class Audit implements Work.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final List<AuditLog> logs;
    private List<StreamEvent> events = List.of();

    Audit(List<AuditLog> logs) {
        this.logs = logs;
    }

    /** Does what is audited, and tells what became of it. */
    Worked<?> of(Command<?> command, Supplier<Worked<?>> doing) {
        Worked<?> worked;
        try {
            worked = doing.get();
        } catch (Throwable failed) {
            tell(log -> log.failed(command, failed, events));
            throw failed;
        }
        tell(log -> log.carriedOut(command, worked, events));
        return worked;
    }

    @Override
    public void afterCommit(Work work, Optional<AppendResult> result) {
        events = List.copyOf(work.events());
    }

    @Override
    public void rolledBack(Work work, @Nullable Throwable cause) {
        events = List.copyOf(work.events());
    }

    private void tell(Consumer<AuditLog> call) {
        for (AuditLog log : logs) {
            try {
                call.accept(log);
            } catch (Throwable failed) {
                LOG.warn("An audit log failed: {}", log.getClass().getName(), failed);
            }
        }
    }
}
