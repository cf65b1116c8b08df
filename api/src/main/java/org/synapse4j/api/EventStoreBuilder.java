package org.synapse4j.api;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;

/** Puts an {@link EventStore} together. For one thread. */
public final class EventStoreBuilder {
    private final EventTypes types;
    private Optional<Serializer> serializer = Optional.empty();
    private Clock clock = Clock.systemUTC();

    EventStoreBuilder(EventTypes types) {
        this.types = Objects.requireNonNull(types, "types");
    }

    /** The serialiser; without it, the only one that {@link java.util.ServiceLoader} finds. */
    public EventStoreBuilder serializer(Serializer chosen) {
        serializer = Optional.of(chosen);
        return this;
    }

    /** The clock that gives events and snapshots their times; without it, the system's. */
    public EventStoreBuilder clock(Clock chosen) {
        clock = Objects.requireNonNull(chosen, "clock");
        return this;
    }

    /**
     * Opens the storage named by a line of configuration, and a store on it.
     *
     * @param uri such as {@code memory:}
     * @throws ConfigurationException if no provider, or more than one, opens such a line, if an option is wrong, or if there is
     *     not exactly one serialiser and none was chosen
     * @throws TransientException if the storage cannot be reached now
     */
    public EventStore open(String uri) {
        Serializer chosen = serializer.orElseGet(Providers::onlySerializer);
        return store(Providers.open(StorageUri.parse(uri)), chosen);
    }

    /**
     * A store on a storage that is open already; closing the store closes it.
     *
     * @throws ConfigurationException if there is not exactly one serialiser and none was chosen
     */
    public EventStore on(StorageStrategy storage) {
        return store(Objects.requireNonNull(storage, "storage"), serializer.orElseGet(Providers::onlySerializer));
    }

    private EventStore store(StorageStrategy storage, Serializer chosen) {
        return new EventStore(storage, new PayloadCodec(chosen, types, storage.prefers()), clock);
    }
}
