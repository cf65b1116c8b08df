package org.synapse4j.core.unitofwork;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.NewEvent;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.AggregateDeletedException;
import org.synapse4j.core.errors.AggregateNotFoundException;
import org.synapse4j.core.errors.ConflictingVersionException;
import org.synapse4j.core.errors.MisuseException;
import org.synapse4j.core.repository.Repository;

/** How aggregates come into a nest with a unit: looked for in the nest, then locked where they are to be, then loaded. */
final class Membership {
    private final Nest nest;
    private final Object unit;
    private final BiConsumer<StreamId, NewEvent> happened;

    /**
     * @param unit the owner of what comes by this
     * @param happened is told what is applied to it
     */
    Membership(Nest nest, Object unit, BiConsumer<StreamId, NewEvent> happened) {
        this.nest = nest;
        this.unit = unit;
        this.happened = happened;
    }

    <S> Aggregate<S> load(Repository<S> repository, String id) {
        return find(repository, id).orElseThrow(() -> new AggregateNotFoundException(repository.type().stream(id)));
    }

    <S> Aggregate<S> load(Repository<S> repository, String id, Version expected) {
        Aggregate<S> loaded = load(repository, id);
        int difference = loaded.version().compareTo(expected);
        if (difference < 0 || (difference > 0 && !repository.resolvesConflicts())) {
            throw new ConflictingVersionException(loaded.stream(), expected, loaded.version());
        }
        if (difference > 0) {
            nest.seen(loaded.stream(), expected);
        }
        return loaded;
    }

    <S> Optional<Aggregate<S>> find(Repository<S> repository, String id) {
        StreamId stream = repository.type().stream(id);
        Optional<Aggregate<S>> known = nest.known(repository, stream);
        if (known.isPresent()) {
            requireThere(known.get());
            return known;
        }
        nest.lock(repository, stream);
        Optional<Aggregate<S>> loaded = repository.find(id);
        loaded.ifPresent(aggregate -> join(repository, aggregate));
        return loaded;
    }

    <S> Aggregate<S> read(Repository<S> repository, String id) {
        boolean known = nest.holds(repository.type().stream(id));
        nest.readFrom();
        Aggregate<S> aggregate = load(repository, id);
        if (known) {
            requireCurrent(aggregate);
        }
        nest.dependsOn(aggregate.stream());
        return aggregate;
    }

    <S> Aggregate<S> add(Repository<S> repository, String id) {
        Aggregate<S> added = repository.type().create(id);
        add(repository, added);
        return added;
    }

    <S> void add(Repository<S> repository, Aggregate<S> aggregate) {
        aggregate.requireUsable();
        if (!aggregate.version().equals(Version.NONE)
                || !aggregate.stream().category().equals(repository.type().category())) {
            throw new MisuseException(aggregate + " is not a new one of the " + repository);
        }
        nest.lock(repository, aggregate.stream());
        join(repository, aggregate);
    }

    private <S> void join(Repository<S> repository, Aggregate<S> aggregate) {
        nest.join(repository, aggregate, unit);
        aggregate.onApplied(event -> happened.accept(aggregate.stream(), event));
    }

    private void requireCurrent(Aggregate<?> aggregate) {
        StreamHead head = nest.store().head(aggregate.stream());
        if (!head.version().equals(aggregate.version())) {
            throw new VersionConflictException(aggregate.stream(), ExpectedVersion.exactly(aggregate.version()), head);
        }
    }

    private static void requireThere(Aggregate<?> aggregate) {
        aggregate.requireUsable();
        if (aggregate.deleted()) {
            throw new AggregateDeletedException(aggregate.stream());
        }
    }
}
