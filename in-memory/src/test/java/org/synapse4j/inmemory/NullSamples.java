package org.synapse4j.inmemory;

import static org.synapse4j.inmemory.Shop.CART;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Commit;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.EventStream;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.UpcastContext;
import org.synapse4j.api.serialization.Upcaster;
import org.synapse4j.api.serialization.Upcasters;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.support.Guard;

/** A value of each type that the API takes, for {@link NullsTest}. */
final class NullSamples {
    private static final Map<Class<?>, Object> SAMPLES = new HashMap<>();

    static {
        EventStore store = Shop.open(new InMemoryStorage());
        store.append(CART, ExpectedVersion.any(), new Shop.CartCreated("42"));
        EventStream stream = store.read(CART);
        List.of(
                        "sample",
                        1L,
                        1,
                        true,
                        CART,
                        store,
                        stream,
                        stream.peek(),
                        StreamHead.absent(CART),
                        StreamRead.of(CART),
                        EventStore.builder(Shop.TYPES),
                        store.snapshots(),
                        Shop.TYPES,
                        EventTypes.builder(),
                        Commit.of(CART, ExpectedVersion.any(), "event"),
                        SerializedCommit.of(CommitId.fresh(), CART, ExpectedVersion.any(), List.of()),
                        AppendResult.ofNothing(CommitId.fresh(), StreamHead.absent(CART)),
                        new StorageLimits(1024, 1024, 1, 1024),
                        Bytes.of((byte) 1),
                        Payload.json("{}"),
                        Representation.JSON,
                        Converters.standard(),
                        Upcasters.none(),
                        Upcaster.drop(Schema.of("Sample", "1")),
                        UpcastContext.of(CART),
                        new SerializationException("a sample", null),
                        new Guard("a sample"),
                        Instant.EPOCH,
                        Duration.ZERO,
                        UUID.randomUUID())
                .forEach(one -> SAMPLES.put(one.getClass(), one));
        SAMPLES.put(Class.class, String.class);
        SAMPLES.put(Object.class, "sample");
        SAMPLES.put(Clock.class, Clock.systemUTC());
        SAMPLES.put(Optional.class, Optional.empty());
        SAMPLES.put(long.class, 1L);
        SAMPLES.put(int.class, 1);
        SAMPLES.put(boolean.class, true);
        SAMPLES.put(Set.class, Set.of());
        SAMPLES.put(List.class, List.of());
        SAMPLES.put(Collection.class, List.of());
        SAMPLES.put(Iterable.class, List.of());
        SAMPLES.put(Map.class, Map.of());
        SAMPLES.put(ExpectedVersion.class, ExpectedVersion.any());
        SAMPLES.put(ForwardingStorage.class, new ForwardingStorage(new InMemoryStorage()) {});
    }

    private NullSamples() {}

    /** One of this type, if there is one. */
    static Optional<Object> of(Class<?> type) {
        Object known = SAMPLES.get(type);
        if (known != null) {
            return Optional.of(known);
        }
        if (type.isArray()) {
            return Optional.of(Array.newInstance(type.getComponentType(), 0));
        }
        if (type.isEnum()) {
            return Optional.of(type.getEnumConstants()[0]);
        }
        if (type.isInterface() && !type.isSealed()) {
            return Optional.of(Proxy.newProxyInstance(
                    NullSamples.class.getClassLoader(), new Class<?>[] {type}, (self, called, given) -> null));
        }
        return Modifier.isAbstract(type.getModifiers()) ? Optional.empty() : made(type);
    }

    private static Optional<Object> made(Class<?> type) {
        return Arrays.stream(type.getConstructors())
                .flatMap(constructor -> by(constructor).stream())
                .findFirst();
    }

    private static Optional<Object> by(Constructor<?> constructor) {
        Object[] parts = Arrays.stream(constructor.getParameterTypes())
                .map(NullSamples::of)
                .map(one -> one.orElse(null))
                .toArray();
        try {
            return Optional.of(constructor.newInstance(parts));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
