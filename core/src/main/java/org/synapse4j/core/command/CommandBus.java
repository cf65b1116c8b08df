package org.synapse4j.core.command;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.ConflictException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.core.aggregate.Decider;
import org.synapse4j.core.errors.CommandFailedException;
import org.synapse4j.core.errors.CommandInvalidException;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.NoHandlerException;
import org.synapse4j.core.internal.ByClass;
import org.synapse4j.core.internal.Returned;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.unitofwork.UnitsOfWork;
import org.synapse4j.core.unitofwork.Work;
import org.synapse4j.core.unitofwork.Worked;

/**
 * Runs each command by the handler of its class in a unit of work, whole, again and again as {@link UnitsOfWork} says (ADR 36). Immutable and
 * thread-safe; it has no thread of its own.
 *
 * <p>A command goes through the filters, then the validators, then what is around commands; then, at every attempt, in a unit of work, through
 * what is within; then to its handler. A command with an id that its caller gave is carried out once: if its commit is stored already, by
 * whatever process, the handler is not run, and the result is the first one, {@link Worked#repeated()}. One that led to no events is not
 * remembered.
 */
public final class CommandBus {
    private final UnitsOfWork units;
    private final ByClass<CommandHandler<Object>> handlers;
    private final List<CommandFilter> filters;
    private final List<CommandValidator> validators;
    private final List<AroundCommand> around;
    private final List<WithinWork> within;
    private final List<Function<Command<?>, Map<String, String>>> metadata;
    private final Predicate<Throwable> rollsBack;
    private final List<AuditLog> audits;

    private CommandBus(Builder builder) {
        this.units = builder.units;
        this.handlers = builder.handlers.build();
        this.filters = List.copyOf(builder.filters);
        this.validators = List.copyOf(builder.validators);
        this.around = List.copyOf(builder.around);
        this.within = List.copyOf(builder.within);
        this.metadata = List.copyOf(builder.metadata);
        this.rollsBack = builder.rollsBack;
        this.audits = List.copyOf(builder.audits);
    }

    /** A bus to be put together. */
    public static Builder on(UnitsOfWork units) {
        return new Builder(units);
    }

    /** A bus to be put together, over the units of work of a store without more said. */
    public static Builder on(EventStore store) {
        return on(UnitsOfWork.of(store));
    }

    /** The classes of commands that have a handler of their own. */
    public Set<Class<?>> commands() {
        return handlers.classes();
    }

    /**
     * Carries a command out, on this thread. Blocking. What its handler throws rolls the unit back, unless the bus is told otherwise, and is
     * thrown; a checked exception within a {@link CommandFailedException}.
     *
     * @param given a payload, or a {@link Command}
     * @return what the handler returned, and what was stored
     * @throws NoHandlerException if no handler takes it; nothing was done
     * @throws CommandInvalidException if a validator says that it is not valid; nothing was done
     * @throws ConflictException if others stored something first at each attempt; nothing was stored
     * @throws OutcomeUnknownException if it stays unknown whether it was stored
     * @throws DefinitionException if two handlers take its class, and neither is the nearer one
     * @throws MisuseException if a function that the bus was given returns null where it may not
     */
    public Worked<?> dispatch(Object given) {
        Command<?> command = Command.from(given);
        Audit audit = new Audit(audits);
        return audit.of(command, () -> filtered(command, audit));
    }

    private Worked<?> filtered(Command<?> given, Audit audit) {
        Command<?> command = given;
        for (CommandFilter filter : filters) {
            command = Returned.nonNull(filter.filter(command), "command of a filter");
        }
        validate(command.payload());
        return around(command, 0, audit);
    }

    private void validate(Object payload) {
        if (validators.isEmpty()) {
            return;
        }
        List<String> violations = new ArrayList<>();
        validators.forEach(validator -> violations.addAll(
                Returned.nonNull(validator.violations(payload), "list of violations of a validator")));
        if (!violations.isEmpty()) {
            throw new CommandInvalidException(payload.getClass(), violations);
        }
    }

    private Worked<?> around(Command<?> command, int index, Audit audit) {
        Objects.requireNonNull(command, "command");
        if (index < around.size()) {
            return Returned.<Worked<?>>nonNull(
                    around.get(index).around(command, next -> around(next, index + 1, audit)),
                    "outcome of what is around commands");
        }
        handler(command);
        return work(command, audit);
    }

    /** Runs a command in a unit; an error that is no reason to roll back is thrown after the commit. */
    private Worked<?> work(Command<?> command, Audit audit) {
        Function<Work, @Nullable Object> handling = work -> {
            work.listen(audit);
            try {
                return within(command, work);
            } catch (RuntimeException | Error e) {
                Throwable reason = e instanceof CommandFailedException && e.getCause() != null ? e.getCause() : e;
                if (rollsBack.test(reason)) {
                    throw e;
                }
                return new Failed(e);
            }
        };
        Worked<?> worked = command.once() ? units.once(command.id().commitId(), handling) : units.run(handling);
        if (worked.value() instanceof Failed failed) {
            throw failed.sneaky();
        }
        return worked;
    }

    private @Nullable Object within(Command<?> command, Work work) {
        work.listen(new Marking(marks(command)));
        return within(command, work, 0);
    }

    private @Nullable Object within(Command<?> command, Work work, int index) {
        CommandContext context = new CommandContext(command, work, inner -> work.nested(unit -> within(inner, unit)));
        if (index < within.size()) {
            return within.get(index).within(context, next -> within(next, work, index + 1));
        }
        try {
            return handler(command).handle(command.payload(), context);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new CommandFailedException(command.payload().getClass(), e);
        }
    }

    private CommandHandler<Object> handler(Command<?> command) {
        Class<?> type = command.payload().getClass();
        return handlers.find(type).orElseThrow(() -> new NoHandlerException(type));
    }

    /** What each event of a command is marked by: the command's metadata, where it comes from, and what providers say. */
    private Map<String, String> marks(Command<?> command) {
        if (metadata.isEmpty() && command.metadata().isEmpty()) {
            return Correlation.causedBy(command);
        }
        Map<String, String> marks = new LinkedHashMap<>(command.metadata());
        metadata.forEach(provider -> marks.putAll(Returned.nonNull(provider.apply(command), "metadata of a provider")));
        marks.putAll(Correlation.causedBy(command));
        return marks;
    }

    /** Adds metadata to each event; what is said here is said more surely than by the event. */
    private record Marking(Map<String, String> marks) implements Work.Listener {
        @Override
        public NewEvent applied(Work work, StreamId stream, NewEvent event) {
            if (event.metadata().isEmpty()) {
                return event.with(marks);
            }
            Map<String, String> all = new LinkedHashMap<>(event.metadata());
            all.putAll(marks);
            return event.with(all);
        }
    }

    /** What a handler threw that is no reason to roll back. */
    private record Failed(Throwable error) {
        RuntimeException sneaky() {
            if (error instanceof Error fatal) {
                throw fatal;
            }
            return (RuntimeException) error;
        }
    }

    /** Puts a bus together. For one thread. */
    public static final class Builder {
        private final UnitsOfWork units;
        private final ByClass.Builder<CommandHandler<Object>> handlers = ByClass.named("commands");
        private final List<CommandFilter> filters = new ArrayList<>();
        private final List<CommandValidator> validators = new ArrayList<>();
        private final List<AroundCommand> around = new ArrayList<>();
        private final List<WithinWork> within = new ArrayList<>();
        private final List<Function<Command<?>, Map<String, String>>> metadata = new ArrayList<>();
        private Predicate<Throwable> rollsBack = error -> true;
        private final List<AuditLog> audits = new ArrayList<>();

        private Builder(UnitsOfWork units) {
            this.units = Objects.requireNonNull(units, "units");
        }

        /**
         * Lets this handle the commands of a class, and of those below it that have no handler of their own.
         *
         * @throws DefinitionException if the class has a handler already
         */
        public <C> Builder on(Class<C> type, CommandHandler<? super C> handler) {
            Objects.requireNonNull(handler, "handler");
            handlers.put(type, (payload, context) -> handler.handle(type.cast(payload), context));
            return this;
        }

        /**
         * Lets a decider handle the commands of a class: on the aggregate that a command names, or a new one where there is none.
         * The sender gets the state after it.
         *
         * @param id the identifier of the aggregate that a command is for
         * @throws DefinitionException if the class has a handler already
         */
        public <C, S, E> Builder on(
                Class<C> type,
                Repository<S> repository,
                Decider<? super C, S, E> decider,
                Function<? super C, String> id) {
            Objects.requireNonNull(decider, "decider");
            return on(type, (command, context) -> {
                String named = Returned.nonNull(id.apply(command), "identifier of a command's aggregate");
                var aggregate = context.work().loadOrAdd(repository, named);
                aggregate.handle(decider, command);
                return aggregate.state();
            });
        }

        /**
         * Lets the methods of an object that are marked by {@link OnCommand} handle commands. They are looked for once, now.
         *
         * @param lookup {@code MethodHandles.lookup()}, called in a class that may call them
         * @throws DefinitionException if there is none, if one is not a handler or cannot be seen, or if a class has a handler already
         */
        public Builder annotated(Object owner, MethodHandles.Lookup lookup) {
            AnnotatedCommands.of(owner, Objects.requireNonNull(lookup, "lookup"))
                    .forEach(handlers::put);
            return this;
        }

        /** Lets these look at each command first, in this order. */
        public Builder filters(CommandFilter... more) {
            filters.addAll(List.copyOf(Arrays.asList(more)));
            return this;
        }

        /** Lets these say what is wrong with a command, after the filters; all of them are asked. */
        public Builder validators(CommandValidator... more) {
            validators.addAll(List.copyOf(Arrays.asList(more)));
            return this;
        }

        /** Puts these around each command and its commit, the first one outermost. */
        public Builder around(AroundCommand... more) {
            around.addAll(List.copyOf(Arrays.asList(more)));
            return this;
        }

        /** Puts these around each handler, within its unit of work, the first one outermost; around those of nested commands, too. */
        public Builder within(WithinWork... more) {
            within.addAll(List.copyOf(Arrays.asList(more)));
            return this;
        }

        /** Lets these be told what became of each command, in this order, when all else is over. Whatever they throw, no command fails by it. */
        public Builder auditing(AuditLog... more) {
            audits.addAll(List.copyOf(Arrays.asList(more)));
            return this;
        }

        /** Adds metadata to the events of each command; where keys are the same, what is said later counts, and what the bus says most. */
        public Builder metadata(Function<Command<?>, Map<String, String>> provider) {
            metadata.add(Objects.requireNonNull(provider, "provider"));
            return this;
        }

        /**
         * Which errors of a handler roll its unit back; all, where this is not said. After another one what happened is stored, and the error
         * is thrown then.
         */
        public Builder rollbackOn(Predicate<Throwable> chosen) {
            rollsBack = Objects.requireNonNull(chosen, "predicate");
            return this;
        }

        public CommandBus build() {
            return new CommandBus(this);
        }
    }
}
