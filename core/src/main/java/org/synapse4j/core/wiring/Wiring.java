package org.synapse4j.core.wiring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStores;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.core.command.CommandBus;
import org.synapse4j.core.command.CommandGateway;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.process.ProcessType;
import org.synapse4j.core.process.Processes;
import org.synapse4j.core.process.RunningProcess;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.core.wiring.Following.Follower;
import org.synapse4j.subscriptions.Start;
import org.synapse4j.subscriptions.Subscription;
import org.synapse4j.subscriptions.SubscriptionBuilder;
import org.synapse4j.subscriptions.Subscriptions;

/**
 * Puts an application together: a store, repositories, units of work, a bus, a gateway, processes and subscriptions, each with defaults that do where no more is said.
 * Nothing is found by itself: what is not named here is not there. For one thread.
 *
 * <pre>{@code
 * try (Wired shop = Wiring.on("mongodb://localhost/shop?layout=per-event", types)
 *         .decider("cart", carts, CartCommand.class, CartCommand::cart)
 *         .aggregates(Order.TYPE, repository -> repository.caching(1_000))
 *         .units(units -> units.publishingTo(views))
 *         .commands((bus, repositories) -> bus.on(Place.class, new Placing(repositories.of(Order.TYPE))))
 *         .build()) {
 *     shop.bus().dispatch(new AddItem("42", "tea"));
 * }
 * }</pre>
 */
public final class Wiring {
    private final EventStore store;
    private final Map<AggregateType<?>, Repository<?>> repositories = new LinkedHashMap<>();
    private final List<Consumer<? super UnitsOfWork.Builder>> units = new ArrayList<>();
    private final List<BiConsumer<? super CommandBus.Builder, ? super Repositories>> commands = new ArrayList<>();
    private final List<Closing> closing = new ArrayList<>();
    private final List<Function<CommandBus, Function<Subscriptions, Follower>>> followers = new ArrayList<>();
    private Function<? super EventStore, Subscriptions> subscribing = Subscriptions::of;
    private @Nullable Executor runner;
    private @Nullable Executor executor;
    private Function<Object, @Nullable Object> order = payload -> null;

    private Wiring(EventStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /** On a store that somebody else closes. */
    public static Wiring on(EventStore store) {
        return new Wiring(store);
    }

    /**
     * On a store that is opened now, and closed with what is wired.
     *
     * @throws ConfigurationException if the line cannot be followed; otherwise as {@link EventStores#open}
     */
    public static Wiring on(String line, EventTypes types) {
        EventStore opened = EventStores.open(line, types);
        return new Wiring(opened).closing("store", opened);
    }

    /**
     * Wires a repository without more said.
     *
     * @throws DefinitionException if there is one of its category
     */
    public <S> Wiring aggregates(AggregateType<S> type) {
        return aggregates(type, repository -> repository);
    }

    /**
     * Wires a repository.
     *
     * @param more says more of it
     * @throws DefinitionException if there is one of its category
     */
    public <S> Wiring aggregates(AggregateType<S> type, UnaryOperator<Repository.Builder<S>> more) {
        for (AggregateType<?> other : repositories.keySet()) {
            if (other.category().equals(type.category())) {
                throw new DefinitionException("Two types of aggregates are of the category " + type.category());
            }
        }
        repositories.put(type, more.apply(Repository.builder(store, type)).build());
        return this;
    }

    /**
     * Wires a decider, its repository, and all its commands.
     *
     * @param category the category of its streams
     * @param type the class of its commands
     * @param id the identifier of the aggregate that a command is for
     * @throws DefinitionException if there is a repository of this category
     */
    public <C, S, E> Wiring decider(
            String category, Decider<C, S, E> decider, Class<C> type, Function<? super C, String> id) {
        AggregateType<S> aggregates = AggregateType.of(category, decider);
        return aggregates(aggregates).commands((bus, wired) -> bus.on(type, wired.of(aggregates), decider, id));
    }

    /** Says more of the units of work. */
    public Wiring units(Consumer<? super UnitsOfWork.Builder> more) {
        units.add(Objects.requireNonNull(more, "function"));
        return this;
    }

    /** Says more of the bus: handlers, which take their repositories from what is wired, filters and others. */
    public Wiring commands(BiConsumer<? super CommandBus.Builder, ? super Repositories> more) {
        commands.add(Objects.requireNonNull(more, "function"));
        return this;
    }

    /** Adds a gateway, whose commands run on this executor; it is not closed by what is wired. */
    public Wiring gateway(Executor chosen, Function<Object, @Nullable Object> sameThing) {
        executor = Objects.requireNonNull(chosen, "executor");
        order = Objects.requireNonNull(sameThing, "order");
        return this;
    }

    /**
     * Wires a type of processes, whose commands the bus carries out. It is started when all is there, by the executor of {@link #running}.
     *
     * @param start where it begins while it has no checkpoint
     */
    public <S> Wiring process(ProcessType<S> type, Start start) {
        return process(type, start, subscription -> subscription);
    }

    /**
     * The same, of whose subscription more is said: what becomes of an event that fails, for instance.
     *
     * @param more says more of its subscription
     */
    public <S> Wiring process(ProcessType<S> type, Start start, UnaryOperator<SubscriptionBuilder> more) {
        Objects.requireNonNull(type, "type");
        followers.add(bus -> subscriptions -> {
            RunningProcess process =
                    Processes.on(store, subscriptions, bus::dispatch).open(type, start, more);
            return new Follower("process     " + type.name(), process.subscription(), process::start, process);
        });
        return this;
    }

    /**
     * Wires a subscription. It is started when all is there, by the executor of {@link #running}.
     *
     * @param made makes it of a builder of its name
     */
    public Wiring subscription(String name, Function<? super SubscriptionBuilder, Subscription> made) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(made, "function");
        followers.add(bus -> subscriptions -> {
            Subscription subscription = made.apply(subscriptions.named(name));
            return new Follower("follows     " + name, subscription, subscription::start, subscription);
        });
        return this;
    }

    /** Lets processes and subscriptions run on the threads of this executor, two and one each; it is not closed by what is wired. */
    public Wiring running(Executor chosen) {
        return running(chosen, Subscriptions::of);
    }

    /**
     * The same, of whose subscriptions more is said: how long leases last, for instance.
     *
     * @param made makes the subscriptions of a store; they are closed by what is wired
     */
    public Wiring running(Executor chosen, Function<? super EventStore, Subscriptions> made) {
        runner = Objects.requireNonNull(chosen, "executor");
        subscribing = Objects.requireNonNull(made, "function");
        return this;
    }

    /** Lets something be closed with what is wired, before what was named earlier. */
    public Wiring closing(String name, AutoCloseable part) {
        closing.add(new Closing(Objects.requireNonNull(name, "name"), Objects.requireNonNull(part, "part")));
        return this;
    }

    /**
     * All of it, at work. If it cannot be put together, what was opened for it is closed, but for the store.
     *
     * @throws DefinitionException if two handlers are for one class of commands, or one asks for a repository that is not wired; or if there are
     *     processes or subscriptions, and no executor that they run on
     */
    public Wired build() {
        Repositories wired = new Repositories(repositories);
        UnitsOfWork.Builder work = UnitsOfWork.on(store);
        units.forEach(more -> more.accept(work));
        UnitsOfWork built = work.build();
        CommandBus.Builder handlers = CommandBus.on(built);
        commands.forEach(more -> more.accept(handlers, wired));
        CommandBus bus = handlers.build();
        Following following = following(bus);
        @Nullable CommandGateway gateway = executor == null ? null : CommandGateway.inOrder(bus, executor, order);
        return new Wired(store, wired, built, bus, gateway, following, closing);
    }

    private Following following(CommandBus bus) {
        if (followers.isEmpty()) {
            return Following.NONE;
        }
        if (runner == null) {
            throw new DefinitionException(
                    "Processes and subscriptions are wired, and nothing says on which threads they run: running(executor)");
        }
        return Following.started(
                subscribing.apply(store),
                followers.stream().map(made -> made.apply(bus)).toList(),
                runner);
    }
}
