package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
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
 * org.synapse4j.api.EventStoreBuilder#serializer}. Thread-safe.
 */
public final class JacksonCborSerializer implements Serializer {
    /** The representation. */
    public static final Representation<Bytes> CBOR = Representation.binary("cbor");

    private final ObjectWriter writer;
    private final ObjectReader reader;

    /** A serialiser that ignores properties which a class does not have. */
    public JacksonCborSerializer() {
        ObjectMapper mapper = DefaultMapper.cbor();
        writer = mapper.writer();
        reader = JacksonSerializer.strict(mapper);
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
    public <V> Payload<V> serialize(Object object, Representation<V> representation) {
        Objects.requireNonNull(object, "object");
        if (!representation.equals(CBOR)) {
            throw new SerializationException(
                    object.getClass().getName() + " cannot be written as " + representation + ": only as CBOR", null);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator cbor = new StrictGenerator(
                writer.createGenerator(bytes), reader.getFactory().streamReadConstraints(), false)) {
            writer.writeValue(cbor, object);
        } catch (IOException | RuntimeException e) {
            throw Failures.writing(object.getClass(), "CBOR", e);
        }
        return new Payload<>(representation, representation.type().cast(Bytes.of(bytes.toByteArray())));
    }

    @Override
    public <T> T deserialize(Payload<?> payload, Class<T> type) {
        T object;
        try {
            ObjectReader typed = reader.forType(type);
            object = payload.representation().equals(JsonTree.REPRESENTATION)
                    ? typed.readValue((JsonNode) payload.value())
                    : typed.readValue(payload.in(CBOR).toArray());
        } catch (SerializationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw Failures.reading(type, "CBOR", e);
        }
        if (object == null) {
            throw new SerializationException(type.getName() + " cannot be read from CBOR: it is null there", null);
        }
        return object;
    }
}
