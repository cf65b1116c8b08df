package org.synapse4j.core.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStore;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.core.command.CommandGateway;
import org.synapse4j.core.errors.ClosingException;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.subscriptions.Subscription;

/** What {@link Wiring} has put together. Thread-safe. Its {@link #toString()} lists what is there, a line for each part. */
public final class Wired implements AutoCloseable {
    private final EventStore store;
    private final Repositories repositories;
    private final UnitsOfWork units;
    private final CommandBus bus;
    private final @Nullable CommandGateway gateway;
    private final Following following;
    private final List<Closing> closing;

    Wired(
            EventStore store,
            Repositories repositories,
            UnitsOfWork units,
            CommandBus bus,
            @Nullable CommandGateway gateway,
            Following following,
            List<Closing> closing) {
        this.store = store;
        this.repositories = repositories;
        this.units = units;
        this.bus = bus;
        this.gateway = gateway;
        this.following = following;
        this.closing = List.copyOf(closing);
    }

    public EventStore store() {
        return store;
    }

    /**
     * The repository of a type of aggregates.
     *
     * @throws DefinitionException if none is wired
     */
    public <S> Repository<S> repository(AggregateType<S> type) {
        return repositories.of(type);
    }

    public UnitsOfWork units() {
        return units;
    }

    public CommandBus bus() {
        return bus;
    }

    /** The gateway, if an executor was given. */
    public Optional<CommandGateway> gateway() {
        return Optional.ofNullable(gateway);
    }

    /** The subscription of this name, which may be that of a process: to wait until it has passed a position. */
    public Optional<Subscription> subscription(String name) {
        return following.subscription(name);
    }

    /**
     * Takes no more commands by the gateway, waits for those that were sent, ends processes and subscriptions, then closes what was to be closed, each the last one first. All are
     * closed, whatever one throws.
     *
     * @throws ClosingException if one could not be closed: the first error, with the others as suppressed ones
     */
    @Override
    public void close() {
        List<Closing> all = new ArrayList<>(closing);
        all.addAll(following.closing());
        if (gateway != null) {
            all.add(new Closing("gateway", gateway));
        }
        @Nullable ClosingException first = null;
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                all.get(i).part().close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (first == null) {
                    first = new ClosingException(all.get(i).name(), e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        repositories.types().forEach(type -> lines.add("aggregates  " + type));
        bus.commands().stream().map(Class::getName).sorted().forEach(command -> lines.add("command     " + command));
        if (gateway != null) {
            lines.add("gateway     ");
        }
        following.followers().forEach(follower -> lines.add(follower.name()));
        closing.forEach(part -> lines.add("closes      " + part.name()));
        return String.join("\n", lines.stream().map(String::stripTrailing).toList());
    }
}
