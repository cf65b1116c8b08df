package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.synapse4j.api.errors.InvalidValueException;

/** The demands made on mappers, and the settings given to them. */
final class Mappers {
    private Mappers() {}

    /** @throws InvalidValueException if what it writes is not JSON, or not what it is given */
    static ObjectMapper accepted(ObjectMapper mapper) {
        if (!mapper.getFactory().getFormatName().equals(JsonFactory.FORMAT_NAME_JSON)) {
            throw new InvalidValueException(
                    "mapper", "writes " + mapper.getFactory().getFormatName() + "; it must write JSON");
        }
        if (mapper.getSerializationConfig().getDefaultTyper(mapper.constructType(Object.class)) != null) {
            throw new InvalidValueException("mapper", "has default typing on, which stores class names and obeys them");
        }
        JsonNode everything = everything();
        StringWriter text = new StringWriter();
        try {
            try (JsonGenerator generator = mapper.writer().createGenerator(text)) {
                everything.serialize(generator, mapper.getSerializerProviderInstance());
            }
            if (everything.equals(DefaultMapper.json().readTree(text.toString()))) {
                return mapper;
            }
        } catch (IOException | RuntimeException e) {
            throw new InvalidValueException("mapper", "writes what is no JSON: " + e.getMessage());
        }
        throw new InvalidValueException(
                "mapper", "writes other names or numbers than it is given, by a feature of its factory");
    }

    /** A mapper that takes missing values for errors. */
    static ObjectMapper refusingMissing(ObjectMapper mapper) {
        ObjectMapper copy;
        try {
            copy = mapper.copy();
        } catch (IllegalStateException e) {
            throw new InvalidValueException("mapper", "cannot be copied: " + e.getMessage());
        }
        AnnotationIntrospector known = copy.getDeserializationConfig().getAnnotationIntrospector();
        copy.setAnnotationIntrospectors(
                copy.getSerializationConfig().getAnnotationIntrospector(),
                AnnotationIntrospector.pair(new RequiredValues(), known));
        return copy.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

    static Set<Class<?>> union(Set<Class<?>> known, Class<?>... more) {
        Set<Class<?>> both = new LinkedHashSet<>(known);
        for (Class<?> type : more) {
            both.add(Objects.requireNonNull(type, "class"));
        }
        return Set.copyOf(both);
    }

    /** All that JSON has. */
    private static JsonNode everything() {
        ObjectNode everything = JsonNodeFactory.instance.objectNode();
        everything.put("a b", 1).put("c", 1L << 40).put("d", new BigDecimal("1.50"));
        everything.put("é", "é😀\"\\\n\u2028\u0000").put("t", true).putNull("n");
        everything.putArray("l").addObject();
        return everything;
    }
}
