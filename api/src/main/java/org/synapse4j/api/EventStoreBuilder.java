package org.synapse4j.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.errors.WrongLayoutException;
import org.synapse4j.api.internal.Require;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.api.serialization.Upcasters;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StorageUri;

/** Puts an {@link EventStore} together. For one thread. */
public final class EventStoreBuilder {
    private final EventTypes types;
    private Optional<Serializer> serializer = Optional.empty();
    private final List<Serializer> readers = new ArrayList<>();
    private final List<Converter<?, ?>> converters = new ArrayList<>();
    private final List<Upcaster<?>> upcasters = new ArrayList<>();
    private UnknownTypes unknown = UnknownTypes.FAIL;
    private Clock clock = Clock.systemUTC();

    EventStoreBuilder(EventTypes types) {
        this.types = Objects.requireNonNull(types, "types");
    }

    /**
     * The serialiser that writes, and reads; without it, the only one that {@link java.util.ServiceLoader} finds. A store {@linkplain
     * EventStore#opaque() of opaque events} needs none.
     */
    public EventStoreBuilder serializer(Serializer chosen) {
        serializer = Optional.of(Objects.requireNonNull(chosen, "serializer"));
        return this;
    }

    /** More serialisers, which only read: what was stored in their representations before, or by others. */
    public EventStoreBuilder reads(Serializer... more) {
        readers.addAll(Require.elements("serialisers", Arrays.asList(more)));
        return this;
    }

    /** More converters, before those that {@link java.util.ServiceLoader} finds. */
    public EventStoreBuilder converters(Converter<?, ?>... more) {
        converters.addAll(Require.elements("converters", Arrays.asList(more)));
        return this;
    }

    /** More upcasters, in any order; called again, it adds to them. */
    public EventStoreBuilder upcasters(Upcaster<?>... more) {
        upcasters.addAll(Require.elements("upcasters", Arrays.asList(more)));
        return this;
    }

    /** The treatment of events whose type is not registered; without it, {@link UnknownTypes#FAIL}. */
    public EventStoreBuilder unknownTypes(UnknownTypes chosen) {
        unknown = Objects.requireNonNull(chosen, "unknown types");
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
     *     not exactly one serialiser and none was chosen; or if the user may not do what opening needs
     * @throws SerializationException if the serialiser says of a registered class that it could not be read back; nothing was
     *     opened; see {@link EventTypes#check}
     * @throws WrongLayoutException if the store is there in another layout
     * @throws PermanentException of the adapter's own, if the server refuses for another reason that stays
     * @throws InvalidValueException if two upcasters lead from the same schema, or if they lead in a circle
     * @throws TransientException if the storage cannot be reached now
     */
    public EventStore open(String uri) {
        SerializationParts parts = parts();
        StorageStrategy storage = Providers.open(StorageUri.parse(uri));
        try {
            return new EventStore(storage, parts, clock);
        } catch (RuntimeException | Error e) {
            storage.close();
            throw e;
        }
    }

    /**
     * A store on a storage that is open already; closing the store closes it.
     *
     * @throws ConfigurationException if there is not exactly one serialiser and none was chosen
     * @throws SerializationException if the serialiser says of a registered class that it could not be read back
     * @throws InvalidValueException if two upcasters lead from the same schema, or if they lead in a circle
     */
    public EventStore on(StorageStrategy storage) {
        return new EventStore(Objects.requireNonNull(storage, "storage"), parts(), clock);
    }

    /** Made before a storage is opened, so that nothing is left open where something is wrong with them. */
    private SerializationParts parts() {
        List<Serializer> serializers = new ArrayList<>();
        Serializer writes = serializer.orElseGet(() -> isOpaque() ? new NoSerializer() : Providers.onlySerializer());
        types.check(writes);
        serializers.add(writes);
        serializers.addAll(readers);
        return new SerializationParts(
                serializers, Converters.found().preferring(converters), Upcasters.of(upcasters), types, unknown);
    }

    /** Whether no payload is ever made an object, or of one. */
    private boolean isOpaque() {
        return unknown == UnknownTypes.OPAQUE && types.classes().isEmpty();
    }
}
