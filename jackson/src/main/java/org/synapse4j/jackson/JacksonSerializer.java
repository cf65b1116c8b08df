package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * <p>A payload that could not be read back is refused. Where the class shows it, by {@link #check}, which each store asks when it is built: a
 * property of an interface or of a sealed type without names, a class without a constructor to be read by, and more. Where only the
 * value shows it, when it is written: in a place that is declared as {@code Object}, {@code Number} or the like anything but what
 * JSON has (text, numbers, booleans, null, lists, and maps with keys of text), a subclass where its superclass is read back, a key
 * twice, raw JSON, NaN and the infinities, text that is not well-formed Unicode, more than {@value #LEVELS} levels, and what is
 * longer than the mapper would read. A number in such a place comes back equal in value, a decimal with its scale, an integer as the
 * smallest of {@code Integer}, {@code Long} and {@code BigInteger}. {@link #trusting} lets a class off.
 *
 * <p>Refused when reading, whatever the mapper says: a key twice, anything after the value, {@code null} instead of an object, more
 * levels than the mapper reads or the stack allows, and a payload that has properties of which the class knows none: it was written of another class. Other
 * properties that the class does not have are ignored. Class names are neither written nor followed.
 *
 * <p>Messages say which class and where, by Jackson's path; they never show what a payload says. Causes are Jackson's own, and
 * may. On the module path, open the packages of your events to {@code com.fasterxml.jackson.databind}. Immutable and thread-safe.
 */
public final class JacksonSerializer implements Serializer {
    /** The most levels of objects and arrays in a payload, on every stack from 512 KiB up. */
    public static final int LEVELS = DefaultMapper.LEVELS;

    private final ObjectMapper mapper;
    private final Set<Class<?>> trusted;
    private final ObjectMapping mapping;

    /** Absent where the mapper's parsers are of somebody's own making. */
    private final @Nullable ObjectReader bsonReader;

    /** Making one looks for its deserialiser each time. */
    private final Map<Class<?>, ObjectReader> typed = new ConcurrentHashMap<>();

    private final Map<Class<?>, ObjectReader> bsonTyped = new ConcurrentHashMap<>();

    /** A serialiser with the default mapper, which ignores properties that a class does not have. */
    public JacksonSerializer() {
        this(DefaultMapper.json(), Set.of());
    }

    /**
     * A serialiser with this mapper, as it is configured now; later changes of it have no effect. What is said above of refusing
     * holds with it too; what its settings do to the values of well-known classes, such as times without their zones, is refused by
     * {@link #check} where it changes them. Serialisers and deserialisers of your own are yours to judge. A mapper whose factory is
     * of your own class, or decorates its input, is given text only, never BSON.
     *
     * @throws InvalidValueException if it writes something else than JSON, or has default typing on, by which stored data would
     *     choose classes
     */
    public JacksonSerializer(ObjectMapper mapper) {
        this(Mappers.accepted(mapper), Set.of());
    }

    private JacksonSerializer(ObjectMapper mapper, Set<Class<?>> trusted) {
        this.mapper = mapper;
        this.trusted = trusted;
        mapping = new ObjectMapping(mapper, trusted, Decimals.LIKE_INTEGERS);
        JsonFactory json = mapper.getFactory();
        bsonReader = BsonFactory.speaksFor(json) ? mapping.reader().with(new BsonFactory(json)) : null;
    }

    /**
     * A serialiser that lets these classes off, beside those that this one does: neither {@link #check} nor writing looks at them,
     * their properties, or the places in which they are. That they can be read back is yours to know.
     */
    public JacksonSerializer trusting(Class<?>... classes) {
        return new JacksonSerializer(mapper, Mappers.union(trusted, classes));
    }

    /**
     * A serialiser that takes a value which is missing in a payload for an error instead of null, zero or false: of a component of a
     * record, or a parameter of another constructor, that is neither an {@code Optional} nor marked as {@code Nullable}; and null
     * for a primitive. What is set by setters may be missing all the same.
     *
     * @throws InvalidValueException if the mapper is of a class of your own that does not override {@code copy()}
     */
    public JacksonSerializer refusingMissing() {
        return new JacksonSerializer(Mappers.refusingMissing(mapper), trusted);
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
    public List<String> check(Class<?> type) {
        return mapping.check(type);
    }

    @Override
    public <V> Payload<V> serialize(Object object, Representation<V> representation) {
        Objects.requireNonNull(object, "object");
        if (!representation.equals(Representation.JSON)) {
            throw new SerializationException(
                    object.getClass().getName() + " cannot be written as " + representation + ": only as JSON", null);
        }
        StringWriter text = new StringWriter();
        try {
            mapping.write(object, mapping.writer().createGenerator(text));
            mapping.requireReadable(text.toString());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw JacksonFailures.writing(object.getClass(), "JSON", e);
        }
        return new Payload<>(representation, representation.type().cast(text.toString()));
    }

    @Override
    public <T> T deserialize(Payload<?> payload, Class<T> type) {
        ObjectReader ofBson = bsonReader;
        boolean bson = ofBson != null && payload.representation().equals(Representation.BSON_BYTES);
        String format = bson ? "BSON" : "JSON";
        T object;
        boolean strange;
        KnownProperties known = mapping.known(type);
        try {
            if (ofBson != null && bson) {
                byte[] bytes = payload.in(Representation.BSON_BYTES).toArray();
                object = bsonTyped.computeIfAbsent(type, ofBson::forType).readValue(bytes);
                strange = !known.begin(bytes) && known.noneOf(ofBson.createParser(bytes));
            } else if (payload.representation().equals(JsonTree.REPRESENTATION)) {
                JsonNode tree = (JsonNode) payload.value();
                object = reader(type).readValue(tree);
                strange = known.noneOf(tree.fieldNames());
            } else {
                String text = payload.in(Representation.JSON);
                object = reader(type).readValue(text);
                strange = !known.begin(text) && known.noneOf(mapping.reader().createParser(text));
            }
        } catch (SerializationException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw JacksonFailures.reading(type, format, e);
        }
        return JacksonFailures.required(object, strange, type, format);
    }

    private ObjectReader reader(Class<?> type) {
        return typed.computeIfAbsent(type, mapping.reader()::forType);
    }
}
