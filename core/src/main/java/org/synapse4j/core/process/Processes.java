package org.synapse4j.core.process;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.subscriptions.FailurePolicy;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.SubscriptionBuilder;
import org.synapse4j.subscriptions.Subscriptions;

/**
 * Runs processes, each type by a subscription of its name: one process of the operating system at a time, which gives the events to the instances in
 * the order of positions, and fires their timers by its clock (ADR 48). Thread-safe.
 *
 * <pre>{@code
 * Processes processes = Processes.on(store, subscriptions, bus::dispatch);
 * RunningProcess running = processes.open(payment, Start.BEGINNING);
 * running.start(executor);
 * }</pre>
 */
public final class Processes {
    private final EventStore store;
    private final Subscriptions subscriptions;
    private final CommandSender sender;
    private final InstantSource clock;

    private Processes(EventStore store, Subscriptions subscriptions, CommandSender sender, InstantSource clock) {
        this.store = Objects.requireNonNull(store, "store");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.sender = Objects.requireNonNull(sender, "sender");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Processes of a store.
     *
     * @param subscriptions of the same store
     * @param sender where commands go: {@code bus::dispatch}, of a {@link CommandBus}, or a function that chooses among several
     */
    public static Processes on(EventStore store, Subscriptions subscriptions, CommandSender sender) {
        return new Processes(store, subscriptions, sender, InstantSource.system());
    }

    /** The same with timers by this clock. */
    public Processes by(InstantSource chosen) {
        return new Processes(store, subscriptions, sender, chosen);
    }

    /** A type, not running yet, that stops where an instance fails for good; as {@link #open(ProcessType, Start, UnaryOperator)}. */
    public <S> RunningProcess open(ProcessType<S> type, Start start) {
        return open(type, start, subscription -> subscription);
    }

    /**
     * A type, not running yet.
     *
     * @param start where it begins while it has no checkpoint
     * @param more says more of its subscription: its {@link FailurePolicy}, for instance. Several partitions only where all events find instances
     *     by the same key, since an instance gets its inputs in order only then
     * @throws UnknownTypeException if {@link ProcessEvent}, the class of the initial state or one of the events is not registered with the store
     * @throws ConfigurationException if a subscription of its name is open in this process
     */
    public <S> RunningProcess open(ProcessType<S> type, Start start, UnaryOperator<SubscriptionBuilder> more) {
        ProcessHandler<S> handler = ProcessHandler.of(type, store, sender);
        SubscriptionBuilder builder = subscriptions
                .named(type.name())
                .matching(handler.query())
                .from(start)
                .keyedBy(handler::key);
        Subscription subscription = more.apply(builder).handle((event, lease) -> handler.handle(event));
        return new RunningProcess(type.toString(), subscription, handler, clock);
    }
}
