package org.synapse4j.jackson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;

/**
 * Writes objects as CBOR (RFC 8949) and reads them back, by Jackson: the compact serialiser. What works with {@link
 * JacksonSerializer} works here too, with the same names and the same strictness, so that a store may change from one to the
 * other; NaN and the infinities are refused although CBOR has them. Storages keep CBOR as bytes: it cannot be queried there.
 *
 * <p>It is not found by {@link java.util.ServiceLoader}, or there would be two to choose from: name it to {@link
 * org.synapse4j.api.EventStoreBuilder#serializer}. Immutable and thread-safe.
 */
public final class JacksonCborSerializer implements Serializer {
    /** The representation. */
    public static final Representation<Bytes> CBOR = Representation.binary("cbor");

    private final ObjectMapper mapper;
    private final Set<Class<?>> trusted;
    private final ObjectMapping mapping;
    private final Map<Class<?>, ObjectReader> typed = new ConcurrentHashMap<>();

    /** A serialiser that ignores properties which a class does not have. */
    public JacksonCborSerializer() {
        this(DefaultMapper.cbor(), Set.of());
    }

    private JacksonCborSerializer(ObjectMapper mapper, Set<Class<?>> trusted) {
        this.mapper = mapper;
        this.trusted = trusted;
        this.mapping = new ObjectMapping(mapper, trusted, Decimals.APART);
    }

    /** A serialiser that lets these classes off; as {@link JacksonSerializer#trusting}. */
    public JacksonCborSerializer trusting(Class<?>... classes) {
        return new JacksonCborSerializer(mapper, Mappers.union(trusted, classes));
    }

    /** A serialiser that takes missing values for errors; as {@link JacksonSerializer#refusingMissing}. */
    public JacksonCborSerializer refusingMissing() {
        return new JacksonCborSerializer(Mappers.refusingMissing(mapper), trusted);
    }

    @Override
    public List<Representation<?>> writes() {
        return List.of(CBOR);
    }

    @Override
    public boolean reads(Representation<?> representation) {
        return representation.equals(CBOR) || representation.equals(JsonTree.REPRESENTATION);
    }

    @Override
    public List<String> check(Class<?> type) {
        return mapping.check(type);
    }

    @Override
    public <V> Payload<V> serialize(Object object, Representation<V> representation) {
        Objects.requireNonNull(object, "object");
        if (!representation.equals(CBOR)) {
            throw new SerializationException(
                    object.getClass().getName() + " cannot be written as " + representation + ": only as CBOR", null);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            mapping.write(object, mapping.writer().createGenerator(bytes));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw JacksonFailures.writing(object.getClass(), "CBOR", e);
        }
        return new Payload<>(representation, representation.type().cast(Bytes.of(bytes.toByteArray())));
    }

    @Override
    public <T> T deserialize(Payload<?> payload, Class<T> type) {
        T object;
        boolean strange;
        KnownProperties known = mapping.known(type);
        try {
            ObjectReader reader = typed.computeIfAbsent(type, mapping.reader()::forType);
            if (payload.representation().equals(JsonTree.REPRESENTATION)) {
                JsonNode tree = (JsonNode) payload.value();
                object = reader.readValue(tree);
                strange = known.noneOf(tree.fieldNames());
            } else {
                byte[] bytes = payload.in(CBOR).toArray();
                object = reader.readValue(bytes);
                strange = known.noneOf(mapping.reader().createParser(bytes));
            }
        } catch (SerializationException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw JacksonFailures.reading(type, "CBOR", e);
        }
        return JacksonFailures.required(object, strange, type, "CBOR");
    }
}
