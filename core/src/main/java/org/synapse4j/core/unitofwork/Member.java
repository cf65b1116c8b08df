package org.synapse4j.core.unitofwork;

import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.Version;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.repository.Repository;

/**
 * An aggregate in a nest of units.
 *
 * @param repository where it is from
 * @param aggregate the one copy of it
 * @param owner the unit that it came with; the one around it from when that one was committed
 */
record Member<S>(Repository<S> repository, Aggregate<S> aggregate, Object owner) {
    Member<S> ownedBy(Object other) {
        return new Member<>(repository, aggregate, other);
    }

    void resolve(Version seen) {
        repository.resolve(aggregate, seen);
    }

    boolean changed() {
        return aggregate.changed();
    }

    StreamExpectation expectation() {
        return new StreamExpectation(aggregate.stream(), repository.expected(aggregate));
    }

    void stored() {
        repository.stored(aggregate);
    }

    void notStored() {
        repository.forget(aggregate.stream());
    }
}
