package org.synapse4j.core.process;

import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.internal.ByClass;

/**
 * A kind of processes: which events are for them, and what they do with each, by functions over a state that is a value. Immutable and
 * thread-safe.
 *
 * @param <S> the states
 */
public final class ProcessType<S> {
    /**
     * What is done with events of a class.
     *
     * @param correlation the tag by which the instances are found that an event is for; null, if it is for none
     * @param creation whether it begins one
     * @param reaction the state after it
     */
    record Input<S>(Function<Object, @Nullable Tag> correlation, Creation creation, Reaction<S, Object> reaction) {}

    private final String name;
    private final S initial;
    private final ByClass<Input<S>> inputs;
    private final Set<Class<?>> classes;
    private final Map<String, TimerReaction<S>> timers;
    private final UnaryOperator<S> preparation;

    private ProcessType(Builder<S> builder) {
        this.name = builder.name;
        this.initial = builder.initial;
        this.inputs = builder.inputs.build();
        this.classes = Set.copyOf(builder.classes);
        this.timers = Map.copyOf(builder.timers);
        this.preparation = builder.preparation;
    }

    /**
     * A type to be put together.
     *
     * @param name its name: the category of its streams, and the name of its subscription
     * @param initial the state before the first input; its class is registered with the store
     * @throws InvalidValueException if the name is no category
     */
    public static <S> Builder<S> named(String name, S initial) {
        return new Builder<>(StreamId.of(name, "name").category(), initial);
    }

    public String name() {
        return name;
    }

    /** The classes of events that it handles. */
    public Set<Class<?>> inputs() {
        return classes;
    }

    /** The names of its timers. */
    public Set<String> timers() {
        return timers.keySet();
    }

    /** Where its instances are. */
    StreamId stream(String instance) {
        return StreamId.of(name, instance);
    }

    /** Where it is said which instances are found by a tag. */
    StreamId index(Tag tag) {
        return StreamId.of(name + "-by", tag.toString());
    }

    S initial() {
        return prepared(initial);
    }

    S prepared(S state) {
        return Objects.requireNonNull(preparation.apply(state), "prepared state");
    }

    Optional<Input<S>> input(Class<?> type) {
        return inputs.find(type);
    }

    Optional<TimerReaction<S>> timer(String timer) {
        return Optional.ofNullable(timers.get(timer));
    }

    @Override
    public String toString() {
        return "process " + name;
    }

    /**
     * Puts a type together. For one thread.
     *
     * @param <S> the states
     */
    public static final class Builder<S> {
        private final String name;
        private final S initial;
        private final ByClass.Builder<Input<S>> inputs;
        private final Set<Class<?>> classes = new LinkedHashSet<>();
        private final Map<String, TimerReaction<S>> timers = new LinkedHashMap<>();
        private UnaryOperator<S> preparation = state -> state;
        private boolean begins;

        private Builder(String name, S initial) {
            this.name = name;
            this.initial = Objects.requireNonNull(initial, "initial state");
            this.inputs = ByClass.named("process " + name);
        }

        /**
         * An event that is for the instances that its tag finds, and begins one where there is none.
         *
         * @param key the key of the tag, such as {@code order}
         * @param value its value; null, if the event is for no instance
         * @throws DefinitionException if the class has a function already, or may be extended by anybody
         */
        public <E> Builder<S> starts(
                Class<E> type,
                String key,
                Function<? super E, @Nullable String> value,
                Reaction<S, ? super E> reaction) {
            return put(type, tag(key, value), Creation.IF_NONE, reaction);
        }

        /** An event that begins an instance, beside those that its tag finds, for which it is, too; as {@link #starts} in all else. */
        public <E> Builder<S> startsAnother(
                Class<E> type,
                String key,
                Function<? super E, @Nullable String> value,
                Reaction<S, ? super E> reaction) {
            return put(type, tag(key, value), Creation.ALWAYS, reaction);
        }

        /** An event that is for the instances that its tag finds, and begins none; as {@link #starts} in all else. */
        public <E> Builder<S> on(
                Class<E> type,
                String key,
                Function<? super E, @Nullable String> value,
                Reaction<S, ? super E> reaction) {
            return put(type, tag(key, value), Creation.NEVER, reaction);
        }

        /**
         * What is done when a timer is due.
         *
         * @throws DefinitionException if it has a function already
         */
        public Builder<S> onTimer(String timer, TimerReaction<S> reaction) {
            Objects.requireNonNull(reaction, "function");
            if (timers.putIfAbsent(Objects.requireNonNull(timer, "timer"), reaction) != null) {
                throw new DefinitionException("process " + name + ": timer " + timer + " has two functions");
            }
            return this;
        }

        /** What is done to a state before its functions see it, whether it is new or was loaded: to hand it what is not stored. */
        public Builder<S> prepared(UnaryOperator<S> chosen) {
            preparation = Objects.requireNonNull(chosen, "function");
            return this;
        }

        /**
         * The type.
         *
         * @throws DefinitionException if no event begins an instance
         */
        public ProcessType<S> build() {
            if (!begins) {
                throw new DefinitionException("process " + name + " has no event that begins an instance");
            }
            return new ProcessType<>(this);
        }

        private <E> Builder<S> put(
                Class<E> type,
                Function<? super E, @Nullable Tag> correlation,
                Creation creation,
                Reaction<S, ? super E> reaction) {
            Objects.requireNonNull(reaction, "function");
            inputs.put(
                    type,
                    new Input<>(
                            payload -> correlation.apply(type.cast(payload)),
                            creation,
                            (state, payload, step) -> reaction.react(state, type.cast(payload), step)));
            classes.addAll(concrete(type));
            begins |= creation != Creation.NEVER;
            return this;
        }

        private Set<Class<?>> concrete(Class<?> type) {
            Set<Class<?>> found = ByClass.concrete(type);
            if (found.isEmpty() && Modifier.isAbstract(type.getModifiers())) {
                throw new DefinitionException("process " + name + ": " + type.getName()
                        + " is abstract and not sealed, so nobody knows what extends it; name the classes");
            }
            return found.isEmpty() ? Set.of(type) : found;
        }

        private static <E> Function<? super E, @Nullable Tag> tag(
                String key, Function<? super E, @Nullable String> value) {
            Objects.requireNonNull(value, "function");
            Tag checked = new Tag(key, "value");
            return event -> {
                String found = value.apply(event);
                return found == null ? null : new Tag(checked.key(), found);
            };
        }
    }
}
