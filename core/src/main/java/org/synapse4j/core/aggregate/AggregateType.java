package org.synapse4j.core.aggregate;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.core.errors.MisuseException;

/**
 * A type of aggregates: the category of its streams, how one begins, and how events change it. Immutable and thread-safe.
 *
 * @param <S> the state: a value that a decider makes, or the root
 */
public final class AggregateType<S> {
    private final String category;
    private final Evolution<S> evolution;

    private AggregateType(String category, Evolution<S> evolution) {
        this.category = StreamId.of(category, "id").category();
        this.evolution = evolution;
    }

    /**
     * Aggregates whose states a decider makes.
     *
     * @throws InvalidValueException if the category is not one
     */
    public static <S, E> AggregateType<S> of(String category, Decider<?, S, E> decider) {
        return new AggregateType<>(category, new Decided<>(Objects.requireNonNull(decider, "decider")));
    }

    /**
     * Aggregates with a root of the application's own class, which changes only in its handlers.
     *
     * @param root makes a root as it is before its first event, which keeps the recorder that it is given
     * @throws InvalidValueException if the category is not one
     */
    public static <S> AggregateType<S> root(
            String category, Function<? super Recorder, ? extends S> root, EventHandlers<S> handlers) {
        return new AggregateType<>(
                category,
                new Rooted<>(Objects.requireNonNull(root, "root"), Objects.requireNonNull(handlers, "handlers")));
    }

    /** The same type, in which an aggregate is deleted when its state, or root, is so. */
    public AggregateType<S> deletedWhen(Predicate<? super S> deleted) {
        Objects.requireNonNull(deleted, "predicate");
        return new AggregateType<>(category, new Deletable<>(evolution, deleted));
    }

    /** The category of its streams. */
    public String category() {
        return category;
    }

    /**
     * The stream of the aggregate with this identifier.
     *
     * @throws InvalidValueException if the identifier is not one
     */
    public StreamId stream(String id) {
        return StreamId.of(category, id);
    }

    /**
     * An aggregate before its first event.
     *
     * @throws InvalidValueException if the identifier is not one
     */
    public Aggregate<S> create(String id) {
        return Aggregate.initial(stream(id), evolution);
    }

    /** Whether states are values, so that one can be kept and used again; a root cannot. */
    public boolean values() {
        return evolution.values();
    }

    /**
     * An aggregate that goes on from a state that was kept.
     *
     * @param version the version whose events the state includes
     * @throws MisuseException if the states of this type are not values
     */
    public Aggregate<S> from(String id, Version version, S state) {
        if (!values()) {
            throw new MisuseException("A root of " + category + " is changed by its events; it cannot be used again");
        }
        Objects.requireNonNull(state, "state");
        return from(id, version, Origin.NEW, recorder -> state);
    }

    /**
     * An aggregate that goes on from what was kept of it.
     *
     * @param version the version whose events it includes
     * @param origin how it is loaded
     * @param state makes the state, or the root, which keeps the recorder that it is given
     */
    public Aggregate<S> from(String id, Version version, Origin origin, Function<? super Recorder, ? extends S> state) {
        return Aggregate.from(
                stream(id),
                evolution,
                Objects.requireNonNull(version, "version"),
                Objects.requireNonNull(origin, "origin"),
                Objects.requireNonNull(state, "state"));
    }

    @Override
    public String toString() {
        return category;
    }

    private record Decided<S, E>(Decider<?, S, E> decider) implements Evolution<S> {
        @Override
        public S initial(Recorder recorder) {
            return decider.initial();
        }

        /** Whatever lies in the stream is given to the decider, which refuses what it does not know. */
        @Override
        @SuppressWarnings("unchecked")
        public S evolve(S state, Object event) {
            return decider.evolve(state, (E) event);
        }

        @Override
        public boolean deleted(S state) {
            return decider.deleted(state);
        }

        @Override
        public boolean values() {
            return true;
        }
    }

    private record Rooted<S>(Function<? super Recorder, ? extends S> root, EventHandlers<S> handlers)
            implements Evolution<S> {
        @Override
        public S initial(Recorder recorder) {
            return root.apply(recorder);
        }

        @Override
        public S evolve(S state, Object event) {
            handlers.handle(state, event);
            return state;
        }

        @Override
        public boolean deleted(S state) {
            return false;
        }

        @Override
        public boolean values() {
            return false;
        }
    }

    private record Deletable<S>(Evolution<S> evolution, Predicate<? super S> deletion) implements Evolution<S> {
        @Override
        public S initial(Recorder recorder) {
            return evolution.initial(recorder);
        }

        @Override
        public S evolve(S state, Object event) {
            return evolution.evolve(state, event);
        }

        @Override
        public boolean deleted(S state) {
            return deletion.test(state) || evolution.deleted(state);
        }

        @Override
        public boolean values() {
            return evolution.values();
        }
    }
}
