package org.synapse4j.core.repository;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StoredEvent;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.AggregateNotFoundException;
import org.synapse4j.core.errors.ConflictingVersionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.errors.UnhandledEventException;

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
    private final @Nullable StateCache<S> cache;

    private Repository(Builder<S> builder) {
        this.store = builder.store;
        this.type = builder.type;
        this.decorators = List.copyOf(builder.decorators);
        this.cache = builder.cached == 0 ? null : new StateCache<>(builder.cached);
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
        Optional<Aggregate<S>> found = kept(id).or(() -> whole(type.create(id)));
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

    /** What an append of the aggregate's events demands of its stream: the version that it was loaded at, or that there is none. */
    public ExpectedVersion expected(Aggregate<S> aggregate) {
        return aggregate.version().equals(Version.NONE)
                ? ExpectedVersion.noStream()
                : ExpectedVersion.exactly(aggregate.version());
    }

    /** The event as it is to be stored: what the decorators make of it, the last one first. */
    public NewEvent decorated(StreamId stream, NewEvent event) {
        NewEvent made = event;
        for (int i = decorators.size() - 1; i >= 0; i--) {
            made = Objects.requireNonNull(decorators.get(i).append(stream, made), "decorated event");
        }
        return made;
    }

    /** Says that the aggregate's events were stored, up to its version. Does not block for the store. */
    public void stored(Aggregate<S> aggregate) {
        keep(aggregate);
    }

    /** Says that an append of this stream did not succeed: what is kept of it may be old. */
    public void forget(StreamId stream) {
        if (cache != null) {
            cache.evict(stream);
        }
    }

    private void keep(Aggregate<S> aggregate) {
        if (cache != null) {
            cache.keep(aggregate.stream(), aggregate.version(), aggregate.state());
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
                .map(kept -> type.from(id, kept.version(), kept.state()))
                .filter(this::readOn);
        if (current.isEmpty()) {
            cache.evict(stream);
        }
        return current;
    }

    /** Lets the events after its version happen to an aggregate; false if its stream is another one since then. */
    private boolean readOn(Aggregate<S> aggregate) {
        Version known = aggregate.version();
        try (EventStream events = store.read(StreamRead.of(aggregate.stream()).from(known))) {
            if (events.hasNext() && events.peek().version().equals(known)) {
                replay(aggregate, events);
                return true;
            }
            if (there(aggregate.stream(), known)) {
                replay(aggregate, events);
                return true;
            }
            return false;
        }
    }

    /** Whether there is an event at this version, be it one that upcasters make nothing of; or there was one, and it is the last. */
    private boolean there(StreamId stream, Version version) {
        StreamRead one = StreamRead.of(stream).from(version).limit(1);
        try (EventStream events = store.read(one.upTo(version))) {
            if (events.hasNext() || events.passed().isPresent()) {
                return true;
            }
        }
        StreamHead head = store.head(stream);
        return head.exists() && head.version().equals(version);
    }

    /** All events of a stream; empty if there are none. */
    private Optional<Aggregate<S>> whole(Aggregate<S> aggregate) {
        try (EventStream events = store.read(aggregate.stream())) {
            replay(aggregate, events);
            return events.passed().map(last -> aggregate);
        }
    }

    private void replay(Aggregate<S> aggregate, EventStream events) {
        Version known = aggregate.version();
        while (events.hasNext()) {
            StoredEvent event = events.next();
            if (event.version().compareTo(known) > 0) {
                aggregate.replay(decorated(event).payload());
            }
        }
        events.passed().ifPresent(last -> aggregate.storedUpTo(last.version()));
    }

    private StoredEvent decorated(StoredEvent event) {
        StoredEvent made = event;
        for (EventDecorator decorator : decorators) {
            made = Objects.requireNonNull(decorator.read(made), "decorated event");
        }
        return made;
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

        public Repository<S> build() {
            return new Repository<>(this);
        }
    }
}
