package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;

/**
 * Writes objects as JSON text and reads them back, by Jackson; it also reads {@linkplain JsonTree trees}, which upcasters make,
 * and {@linkplain Representation#BSON_BYTES BSON}, in which MongoDB holds what it wrote.
 * Records, {@code java.time} (as ISO text), {@code Optional} and {@code BigDecimal} (which keeps its scale) work without
 * annotations. A sealed type whose classes all have an {@link org.synapse4j.api.serialization.EventType} is written with the
 * name from there, as {@code "@type"}; Jackson's own annotations come first.
 *
 * <p>JSON is strict in both directions, whatever the mapper says. Refused when writing: NaN and the infinities, text that is not
 * well-formed Unicode, numbers and keys longer than the mapper would read back. Refused when reading: a key twice, anything
 * after the value, {@code null} instead of an object, and all that is beyond Jackson's limits, such as 1,000 levels of nesting.
 * Class names are neither written nor followed.
 *
 * <p>Messages say which class and where, by Jackson's path; they never show what a payload says. Causes are Jackson's own, and
 * may. On the module path, open the packages of your events to {@code com.fasterxml.jackson.databind}. Thread-safe.
 */
public final class JacksonSerializer implements Serializer {
    private final ObjectWriter writer;
    private final ObjectReader reader;

    /** Absent where the mapper's parsers are of somebody's own making. */
    private final @Nullable ObjectReader bsonReader;

    /** Making one looks for its deserialiser each time. */
    private final Map<Class<?>, ObjectReader> typed = new ConcurrentHashMap<>();

    private final Map<Class<?>, ObjectReader> bsonTyped = new ConcurrentHashMap<>();

    /** A serialiser with the default mapper, which ignores properties that a class does not have. */
    public JacksonSerializer() {
        this(DefaultMapper.json());
    }

    /**
     * A serialiser with this mapper, as it is configured now; later changes of it have no effect. A mapper whose factory is of
     * your own class, or decorates its input, is given text only, never BSON.
     *
     * @throws InvalidValueException if it writes something else than JSON, or has default typing on, by which stored data would
     *     choose classes
     */
    public JacksonSerializer(ObjectMapper mapper) {
        if (!mapper.getFactory().getFormatName().equals(JsonFactory.FORMAT_NAME_JSON)) {
            throw new InvalidValueException(
                    "mapper", "writes " + mapper.getFactory().getFormatName() + "; it must write JSON");
        }
        if (mapper.getSerializationConfig().getDefaultTyper(mapper.constructType(Object.class)) != null) {
            throw new InvalidValueException("mapper", "has default typing on, which stores class names and obeys them");
        }
        writer = mapper.writer();
        reader = strict(mapper);
        JsonFactory json = mapper.getFactory();
        bsonReader = BsonFactory.speaksFor(json) ? reader.with(new BsonFactory(json)) : null;
    }

    @Override
    public List<Representation<?>> writes() {
        return List.of(Representation.JSON);
    }

    @Override
    public boolean reads(Representation<?> representation) {
        return representation.equals(Representation.JSON)
                || representation.equals(JsonTree.REPRESENTATION)
                || (bsonReader != null && representation.equals(Representation.BSON_BYTES));
    }

    @Override
    public <V> Payload<V> serialize(Object object, Representation<V> representation) {
        Objects.requireNonNull(object, "object");
        if (!representation.equals(Representation.JSON)) {
            throw new SerializationException(
                    object.getClass().getName() + " cannot be written as " + representation + ": only as JSON", null);
        }
        String text;
        try {
            text = text(writer, object);
        } catch (IOException | RuntimeException e) {
            throw Failures.writing(object.getClass(), "JSON", e);
        }
        return new Payload<>(representation, representation.type().cast(text));
    }

    @Override
    public <T> T deserialize(Payload<?> payload, Class<T> type) {
        ObjectReader ofBson = bsonReader;
        boolean bson = ofBson != null && payload.representation().equals(Representation.BSON_BYTES);
        String format = bson ? "BSON" : "JSON";
        T object;
        try {
            if (ofBson != null && bson) {
                object = bsonTyped
                        .computeIfAbsent(type, ofBson::forType)
                        .readValue(payload.in(Representation.BSON_BYTES).toArray());
            } else {
                ObjectReader ofType = typed.computeIfAbsent(type, reader::forType);
                object = payload.representation().equals(JsonTree.REPRESENTATION)
                        ? ofType.readValue((JsonNode) payload.value())
                        : ofType.readValue(payload.in(Representation.JSON));
            }
        } catch (SerializationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw Failures.reading(type, format, e);
        }
        if (object == null) {
            throw new SerializationException(
                    type.getName() + " cannot be read from " + format + ": it is null there", null);
        }
        return object;
    }

    /** A reader that refuses a key twice and anything after the value, and that keeps what it reads out of messages. */
    static ObjectReader strict(ObjectMapper mapper) {
        return mapper.reader()
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .without(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
    }

    /** The object as text that can be read back; of a tree, with the same tokens. */
    static String text(ObjectWriter writer, Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new StrictGenerator(
                writer.createGenerator(text),
                writer.getFactory().streamReadConstraints(),
                object instanceof JsonNode)) {
            writer.writeValue(json, object);
        }
        return text.toString();
    }
}
