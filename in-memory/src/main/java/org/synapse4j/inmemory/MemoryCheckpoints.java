package org.synapse4j.inmemory;

import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.Checkpoints;
import org.synapse4j.api.Position;
import org.synapse4j.api.SubscriptionName;
import org.synapse4j.api.spi.support.Guard;

/** The checkpoints by name of subscription. */
final class MemoryCheckpoints implements Checkpoints {
    private final Guard guard;
    private final Memory memory;

    MemoryCheckpoints(Memory memory, Guard guard) {
        this.memory = memory;
        this.guard = guard;
    }

    @Override
    public Optional<Position> load(SubscriptionName name) {
        Objects.requireNonNull(name, "name");
        return guard.alone("load of a checkpoint", () -> Optional.ofNullable(memory.checkpoints.get(name)));
    }

    @Override
    public void save(SubscriptionName name, Position position) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(position, "position");
        guard.alone("save of a checkpoint", () -> {
            memory.checkpoints.put(name, position);
        });
    }

    @Override
    public void reset(SubscriptionName name) {
        Objects.requireNonNull(name, "name");
        guard.alone("reset of a checkpoint", () -> {
            memory.checkpoints.remove(name);
        });
    }
}
