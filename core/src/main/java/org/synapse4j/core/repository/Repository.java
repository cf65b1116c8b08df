package org.synapse4j.core.repository;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.aggregate.Recorder;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.AggregateNotFoundException;
import org.synapse4j.core.errors.ConflictingModificationException;
import org.synapse4j.core.errors.ConflictingVersionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;
import org.synapse4j.core.internal.Returned;
import org.synapse4j.core.repository.StateCache.Kept;

/**
 * The aggregates of one type in a store. Each load is another copy; a unit of work sees to it that there is one of each in it. Thread-safe.
 *
 * <p>Besides what a call names, it may throw what a read of the store may: {@link OperationInterruptedException}, {@link
 * StorageUnavailableException}, {@link SerializationException} where an event cannot be read, {@link UnhandledEventException} where the
 * type does not know one, and whatever the type's functions throw. Nothing has changed then.
 *
 * @param <S> the state: a value that a decider makes, or the root
 */
public final class Repository<S> {
    private final EventStore store;
    private final AggregateType<S> type;
    private final List<EventDecorator> decorators;
    private final Replay<S> replay;
    private final @Nullable StateCache<S> cache;
    private final @Nullable KeptSnapshots<S, ?> snapshots;
    private final @Nullable ConflictResolver<S> resolver;
    private final @Nullable StreamLocks locks;

    private Repository(Builder<S> builder) {
        this.store = builder.store;
        this.type = builder.type;
        this.decorators = List.copyOf(builder.decorators);
        this.replay = new Replay<>(store, decorators);
        this.cache = builder.cached == 0 ? null : new StateCache<>(builder.cached);
        this.snapshots = builder.snapshots == null ? null : builder.snapshots.get();
        this.resolver = builder.resolver;
        this.locks = builder.locks;
    }

    /** A repository without decorators that keeps nothing. */
    public static <S> Repository<S> of(EventStore store, AggregateType<S> type) {
        return builder(store, type).build();
    }

    /** A repository to be put together. */
    public static <S> Builder<S> builder(EventStore store, AggregateType<S> type) {
        return new Builder<>(store, type);
    }

    /** Where its aggregates are. */
    public EventStore store() {
        return store;
    }

    /** The type of its aggregates. */
    public AggregateType<S> type() {
        return type;
    }

    /**
     * The aggregate as its stored events make it. Blocking.
     *
     * @throws AggregateNotFoundException if there is none
     * @throws AggregateDeletedException if an event deleted it
     * @throws InvalidValueException if the identifier is not one
     */
    public Aggregate<S> load(String id) {
        return find(id).orElseThrow(() -> new AggregateNotFoundException(type.stream(id)));
    }

    /**
     * The aggregate, which is to be at this version. Blocking.
     *
     * @throws ConflictingVersionException if it is at another one, earlier or later
     * @throws AggregateNotFoundException if there is none
     * @throws AggregateDeletedException if an event deleted it
     * @throws InvalidValueException if the identifier is not one
     */
    public Aggregate<S> load(String id, Version expected) {
        Aggregate<S> loaded = load(id);
        if (!loaded.version().equals(expected)) {
            throw new ConflictingVersionException(loaded.stream(), expected, loaded.version());
        }
        return loaded;
    }

    /**
     * The aggregate, if there is one. Blocking.
     *
     * @throws AggregateDeletedException if an event deleted it
     * @throws InvalidValueException if the identifier is not one
     */
    public Optional<Aggregate<S>> find(String id) {
        Optional<Aggregate<S>> found = kept(id).or(() -> loaded(id));
        found.ifPresent(aggregate -> {
            keep(aggregate);
            if (aggregate.deleted()) {
                throw new AggregateDeletedException(aggregate.stream());
            }
        });
        return found;
    }

    /**
     * Removes the aggregate's events and snapshots for good, and at once: this is no event, and not part of any unit of work. Its stream
     * keeps its version, so what was decided on it before and is appended later fails. An aggregate that only ends has an event that says
     * so. Blocking.
     *
     * @throws InvalidValueException if the identifier is not one
     */
    public void erase(String id) {
        StreamId stream = type.stream(id);
        try {
            store.delete(stream);
        } finally {
            forget(stream);
        }
    }

    /** The demand of an append of the aggregate's events on its stream: the version that it was loaded at, or that there is none. */
    public ExpectedVersion expected(Aggregate<S> aggregate) {
        return aggregate.version().equals(Version.NONE)
                ? ExpectedVersion.noStream()
                : ExpectedVersion.exactly(aggregate.version());
    }

    /** The event as it is to be stored: what the decorators make of it, the last one first. */
    public NewEvent decorated(StreamId stream, NewEvent event) {
        NewEvent made = event;
        for (int i = decorators.size() - 1; i >= 0; i--) {
            made = Returned.nonNull(decorators.get(i).append(stream, made), "decorated event");
        }
        return made;
    }

    /**
     * Says that the aggregate's events were stored, up to its version. Where a snapshot is due, and no executor takes it, that is saved now:
     * blocking then. It never throws for that.
     */
    public void stored(Aggregate<S> aggregate) {
        keep(aggregate);
        if (snapshots != null) {
            snapshots.stored(aggregate, (stream, origin) -> {
                if (cache != null) {
                    cache.snapshotTaken(stream, origin);
                }
            });
        }
    }

    /** The locks of its aggregates, where units of work are to lock them. */
    public Optional<StreamLocks> locks() {
        return Optional.ofNullable(locks);
    }

    /** Whether somebody decides what becomes of a change by who has seen an earlier version. */
    public boolean resolvesConflicts() {
        return resolver != null;
    }

    /**
     * Lets the resolver decide what becomes of what was applied to an aggregate by who had seen it at this version. Blocking.
     *
     * @throws ConflictingModificationException if it rejects that; or whatever it throws
     */
    public void resolve(Aggregate<S> aggregate, Version seen) {
        if (resolver == null || aggregate.version().compareTo(seen) <= 0) {
            return;
        }
        List<StoredEvent> unseen = new ArrayList<>();
        StreamRead read = StreamRead.of(aggregate.stream()).after(seen).upTo(aggregate.version());
        try (EventStream events = store.read(read)) {
            events.forEach(event -> unseen.add(replay.decorated(event)));
        }
        resolver.resolve(aggregate, unseen);
    }

    /** Says that an append of this stream did not succeed: what is kept of it may be old. */
    public void forget(StreamId stream) {
        if (cache != null) {
            cache.evict(stream);
        }
    }

    /** How many states are kept. */
    int cached() {
        return cache == null ? 0 : cache.size();
    }

    /** Of how many aggregates a snapshot is being saved. */
    int savingSnapshots() {
        return snapshots == null ? 0 : snapshots.underWay();
    }

    private void keep(Aggregate<S> aggregate) {
        if (cache != null) {
            cache.keep(aggregate.stream(), new Kept<>(aggregate.version(), aggregate.state(), aggregate.origin()));
        }
    }

    /**
     * What is kept, and the events after it. The event at the version that is kept must still be there: a stream that was removed reads
     * empty, keeps its version, and would take what is decided on a state that is gone.
     */
    private Optional<Aggregate<S>> kept(String id) {
        if (cache == null) {
            return Optional.empty();
        }
        StreamId stream = type.stream(id);
        Optional<Aggregate<S>> current = cache.find(stream)
                .map(kept -> type.from(id, kept.version(), kept.origin(), recorder -> kept.state()))
                .filter(replay::on);
        if (current.isEmpty()) {
            cache.evict(stream);
        }
        return current;
    }

    /** The state of a snapshot, and the events after it; or all events. */
    private Optional<Aggregate<S>> loaded(String id) {
        long begun = System.nanoTime();
        Optional<Aggregate<S>> snapshot = snapshots == null ? Optional.empty() : snapshots.latest(type, id);
        Optional<Aggregate<S>> loaded = snapshot.map(replay::after).or(() -> replay.whole(type.create(id)));
        loaded.ifPresent(aggregate ->
                aggregate.loadedFrom(aggregate.origin().loadedIn(Duration.ofNanos(System.nanoTime() - begun))));
        return loaded;
    }

    @Override
    public String toString() {
        return "aggregates " + type;
    }

    /**
     * Puts a repository together. For one thread.
     *
     * @param <S> the state
     */
    public static final class Builder<S> {
        private final EventStore store;
        private final AggregateType<S> type;
        private final List<EventDecorator> decorators = new ArrayList<>();
        private int cached;
        private @Nullable Supplier<KeptSnapshots<S, ?>> snapshots;
        private @Nullable ConflictResolver<S> resolver;
        private @Nullable StreamLocks locks;
        private Executor executor = Runnable::run;
        private InstantSource clock = InstantSource.system();

        private Builder(EventStore store, AggregateType<S> type) {
            this.store = Objects.requireNonNull(store, "store");
            this.type = Objects.requireNonNull(type, "type");
        }

        /** Lets these change each event: in this order when it is read, in the opposite one when it is appended. */
        public Builder<S> decorators(EventDecorator... more) {
            decorators.addAll(List.copyOf(Arrays.asList(more)));
            return this;
        }

        /**
         * Keeps the states of this many aggregates, those used last. A load of one reads only what came after, so what others store is
         * seen all the same.
         *
         * @throws InvalidValueException if the number is below 1
         * @throws MisuseException if the states of the type are not values
         */
        public Builder<S> caching(int most) {
            if (!type.values()) {
                throw new MisuseException("A root of " + type + " is changed by its events; it cannot be cached");
            }
            if (most < 1) {
                throw new InvalidValueException("size of the cache", "is " + most + "; the least allowed is 1");
            }
            cached = most;
            return this;
        }

        /**
         * Takes snapshots of the state itself, which is a value of this class, registered with the store. Its revision there is what says
         * whether a snapshot can be read.
         *
         * @throws MisuseException if the states of the type are not values
         */
        public Builder<S> snapshots(Class<S> state, SnapshotPolicy policy) {
            if (!type.values()) {
                throw new MisuseException("A root of " + type + " is changed by its events; say what is kept of it");
            }
            return snapshots(state, Function.identity(), (recorder, kept) -> kept, policy);
        }

        /**
         * Takes snapshots of what is kept of a state or root.
         *
         * @param kept the class of what is kept, registered with the store
         * @param taking what is kept of a state; an object that nothing changes any more
         * @param restoring a state of that; a root keeps the recorder that it is given
         * @param policy when one is taken, after a commit
         */
        public <M> Builder<S> snapshots(
                Class<M> kept,
                Function<? super S, ? extends M> taking,
                BiFunction<? super Recorder, ? super M, ? extends S> restoring,
                SnapshotPolicy policy) {
            Objects.requireNonNull(kept, "class of what is kept");
            Objects.requireNonNull(taking, "taking");
            Objects.requireNonNull(restoring, "restoring");
            Objects.requireNonNull(policy, "policy");
            snapshots = () -> new KeptSnapshots<>(store, kept, taking, restoring, policy, executor, clock);
            return this;
        }

        /** Lets snapshots be saved on another thread; where this is not said, it is the one that commits. */
        public Builder<S> snapshotsOn(Executor chosen) {
            executor = Objects.requireNonNull(chosen, "executor");
            return this;
        }

        /** The clock that tells how old a snapshot is. */
        public Builder<S> clock(InstantSource chosen) {
            clock = Objects.requireNonNull(chosen, "clock");
            return this;
        }

        /**
         * Lets this decide when who loads an aggregate in a unit of work expects an earlier version than there is; where this is not said,
         * that is an error at once.
         */
        public Builder<S> resolvingConflicts(ConflictResolver<S> chosen) {
            resolver = Objects.requireNonNull(chosen, "resolver");
            return this;
        }

        /**
         * Lets units of work of this process lock each aggregate from when they first ask for it until they end, so that they do not meet in
         * conflicts. Two that each wait for what the other one has end by the timeout.
         *
         * @param most how long one waits for a lock
         * @throws InvalidValueException if that is negative
         */
        public Builder<S> locking(Duration most) {
            if (Objects.requireNonNull(most, "time to wait").isNegative()) {
                throw new InvalidValueException("time to wait", "is " + most + "; it must not be negative");
            }
            locks = new StreamLocks(most);
            return this;
        }

        /**
         * The repository.
         *
         * @throws CapabilityMissingException if it takes snapshots, and the storage keeps none
         */
        public Repository<S> build() {
            return new Repository<>(this);
        }
    }
}
