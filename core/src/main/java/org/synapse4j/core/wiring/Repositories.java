package org.synapse4j.core.wiring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.repository.Repository;

/** The repositories that are wired, each by the type of its aggregates. Immutable and thread-safe. */
public final class Repositories {
    private final Map<AggregateType<?>, Repository<?>> byType;

    Repositories(Map<AggregateType<?>, Repository<?>> byType) {
        this.byType = new LinkedHashMap<>(byType);
    }

    /**
     * The repository of a type, which is the very object that was wired.
     *
     * @throws DefinitionException if there is none
     */
    @SuppressWarnings("unchecked") // put in by the type that it is of
    public <S> Repository<S> of(AggregateType<S> type) {
        Repository<?> repository = byType.get(type);
        if (repository == null) {
            throw new DefinitionException(
                    "No repository is wired for this type of " + type + "; there is: " + byType.keySet());
        }
        return (Repository<S>) repository;
    }

    Set<AggregateType<?>> types() {
        return byType.keySet();
    }
}
