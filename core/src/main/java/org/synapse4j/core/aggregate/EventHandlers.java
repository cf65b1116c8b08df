package org.synapse4j.core.aggregate;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.errors.UnhandledEventException;
import org.synapse4j.core.internal.ByClass;
import org.synapse4j.core.internal.Returned;

/**
 * How the objects of one class, roots or entities, are changed by events: by a handler for each class of events, and by passing each event
 * on to their members. A handler does nothing but change its object. Immutable and thread-safe.
 *
 * <pre>{@code
 * EventHandlers<Order> orders = EventHandlers.of(Order.class)
 *         .on(Placed.class, Order::placed)
 *         .members(Order::lines, EventHandlers.of(Line.class).on(QuantityChanged.class, Line::changed).build())
 *         .ignores(Reminded.class)
 *         .build();
 * }</pre>
 *
 * @param <T> the class
 */
public final class EventHandlers<T> {
    private final Class<T> type;
    private final ByClass<BiConsumer<T, Object>> handlers;
    private final List<Members<T, ?>> members;

    private EventHandlers(Builder<T> builder) {
        this.type = builder.type;
        this.handlers = builder.handlers.build();
        this.members = List.copyOf(builder.members);
    }

    /** Handlers to be put together. */
    public static <T> Builder<T> of(Class<T> type) {
        return new Builder<>(type);
    }

    /** Whether an event of this class is handled or ignored, here or by members. */
    public boolean knows(Class<?> event) {
        return handlers.find(event).isPresent() || members.stream().anyMatch(member -> member.handlers.knows(event));
    }

    /**
     * Lets an event change an object: first by its own handler, then its members in the order in which they were said, each with its own
     * members. Members are looked for after the own handler ran, so one that it made is given the event, too.
     *
     * @throws UnhandledEventException if nobody handles or ignores it; nothing was changed then
     */
    public void handle(T object, Object event) {
        if (!knows(event.getClass())) {
            throw new UnhandledEventException(event.getClass(), type.getName());
        }
        pass(object, event);
    }

    private void pass(T object, Object event) {
        Optional<BiConsumer<T, Object>> own = handlers.find(event.getClass());
        own.ifPresent(handler -> handler.accept(object, event));
        for (Members<T, ?> member : members) {
            member.pass(object, event);
        }
    }

    private record Members<T, M>(Function<? super T, ? extends Iterable<? extends M>> of, EventHandlers<M> handlers) {
        void pass(T object, Object event) {
            List<M> now = new ArrayList<>();
            Returned.<Iterable<? extends M>>nonNull(of.apply(object), "collection of members")
                    .forEach(now::add);
            now.forEach(member -> handlers.pass(member, event));
        }
    }

    /**
     * Puts handlers together. An event without a handler of its own class is given to that of the most specific class above it, and to no
     * other. For one thread.
     *
     * @param <T> the class
     */
    public static final class Builder<T> {
        private final Class<T> type;
        private final ByClass.Builder<BiConsumer<T, Object>> handlers;
        private final List<Members<T, ?>> members = new ArrayList<>();

        private Builder(Class<T> type) {
            this.type = Objects.requireNonNull(type, "type");
            this.handlers = ByClass.named(type.getName());
        }

        /**
         * The handler of the events of this class.
         *
         * @throws DefinitionException if the class has one already
         */
        public <E> Builder<T> on(Class<E> event, BiConsumer<? super T, ? super E> handler) {
            Objects.requireNonNull(handler, "handler");
            handlers.put(event, (object, given) -> handler.accept(object, event.cast(given)));
            return this;
        }

        /**
         * The methods of the class that are marked by {@link OnEvent}, those of the classes above included. They are looked for once, now.
         *
         * @param lookup {@code MethodHandles.lookup()}, called in a class that may call them
         * @throws DefinitionException if there is none, if one is not a handler or cannot be seen, or if two handle the same class
         */
        public Builder<T> annotated(MethodHandles.Lookup lookup) {
            Objects.requireNonNull(lookup, "lookup");
            AnnotatedHandlers.of(type, lookup).forEach((event, handler) -> handlers.put(event, handler::accept));
            return this;
        }

        /** The entities that each object has, at the time when it is asked; they may be none, and handle what they like. */
        public <M> Builder<T> members(
                Function<? super T, ? extends Iterable<? extends M>> members, EventHandlers<M> memberHandlers) {
            this.members.add(new Members<>(
                    Objects.requireNonNull(members, "members"),
                    Objects.requireNonNull(memberHandlers, "handlers of the members")));
            return this;
        }

        /** The one entity that an object has there, or null for none. */
        public <M> Builder<T> member(
                Function<? super T, ? extends @Nullable M> member, EventHandlers<M> memberHandlers) {
            Objects.requireNonNull(member, "member");
            return members(
                    object -> Optional.<M>ofNullable(member.apply(object))
                            .map(List::of)
                            .orElse(List.of()),
                    memberHandlers);
        }

        /** Events that change nothing. */
        public Builder<T> ignores(Class<?>... events) {
            for (Class<?> event : events) {
                handlers.put(event, (object, given) -> {});
            }
            return this;
        }

        /**
         * The handlers, without a look at which events there are.
         */
        public EventHandlers<T> build() {
            return new EventHandlers<>(this);
        }

        /**
         * The handlers, for the events of a sealed hierarchy.
         *
         * @throws DefinitionException if a class that it permits is neither handled nor ignored, here or by members
         */
        public EventHandlers<T> build(Class<?> sealedEvents) {
            EventHandlers<T> built = build();
            List<String> missing = ByClass.concrete(sealedEvents).stream()
                    .filter(event -> !built.knows(event))
                    .map(Class::getName)
                    .toList();
            if (!missing.isEmpty()) {
                throw new DefinitionException(type.getName() + ": of " + sealedEvents.getName() + ", no handler for "
                        + missing + "; say what it ignores");
            }
            return built;
        }
    }
}
