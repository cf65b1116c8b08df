package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The properties that a class has or ignores on purpose, to notice a payload that has properties and none of them. Thread-safe. */
final class KnownProperties {
    private static final KnownProperties ALL = new KnownProperties(null, Set.of(), "");

    /** Where the first element of a BSON document has its name: behind the length and the type. */
    private static final int BSON_NAME = 5;

    private final @Nullable BeanDeserializerBase bean;
    private final Set<String> ignored;
    private final String typeProperty;

    private KnownProperties(@Nullable BeanDeserializerBase bean, Set<String> ignored, String typeProperty) {
        this.bean = bean;
        this.ignored = ignored;
        this.typeProperty = typeProperty;
    }

    /** The properties of a class; all names where it has none, or takes what it is given. */
    static KnownProperties of(JavaType type, DeserializationContext context) {
        try {
            if (!(context.findContextualValueDeserializer(type, null) instanceof BeanDeserializerBase bean)) {
                return ALL;
            }
            BeanDescription description = context.getConfig().introspect(type);
            boolean takesAll = !bean.properties().hasNext()
                    || description.findAnySetterAccessor() != null
                    || bean.getValueInstantiator().canCreateUsingDelegate()
                    || description.findProperties().stream()
                            .anyMatch(property -> property.getPrimaryMember() != null
                                    && context.getAnnotationIntrospector()
                                                    .findUnwrappingNameTransformer(property.getPrimaryMember())
                                            != null);
            if (takesAll) {
                return ALL;
            }
            Set<String> ignored = new HashSet<>(description.getIgnoredPropertyNames());
            ignored.addAll(context.getConfig()
                    .getDefaultPropertyIgnorals(type.getRawClass(), description.getClassInfo())
                    .getIgnored());
            TypeDeserializer named = context.getFactory().findTypeDeserializer(context.getConfig(), type);
            String typeProperty = named == null ? null : named.getPropertyName();
            return new KnownProperties(bean, ignored, typeProperty == null ? "" : typeProperty);
        } catch (JsonMappingException | IllegalArgumentException e) {
            // It could not be read, so nobody asks.
            return ALL;
        }
    }

    /** Whether one of this name is known. */
    boolean knows(String name) {
        return bean == null || bean.findProperty(name) != null || ignored.contains(name);
    }

    /** Whether JSON text begins with a property that is known, so that no parser is needed; false where that takes a closer look. */
    boolean begin(String json) {
        if (!json.startsWith("{\"")) {
            return false;
        }
        int end = json.indexOf('"', 2);
        return end > 0 && json.charAt(end - 1) != '\\' && knows(json.substring(2, end));
    }

    /** The same of a BSON document. */
    boolean begin(byte[] bson) {
        int end = BSON_NAME;
        while (end < bson.length && bson[end] != 0) {
            end++;
        }
        return end > BSON_NAME && knows(new String(bson, BSON_NAME, end - BSON_NAME, StandardCharsets.UTF_8));
    }

    /** Whether there is a property, and none that is known. */
    boolean noneOf(Iterator<String> names) {
        boolean some = false;
        while (names.hasNext()) {
            String name = names.next();
            if (knows(name)) {
                return false;
            }
            some |= !name.equals(typeProperty);
        }
        return some;
    }

    /** As {@link #noneOf(Iterator)}, of what a parser is at the beginning of; closes it. */
    boolean noneOf(JsonParser parser) throws IOException {
        boolean some = false;
        try (parser) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    if (knows(name)) {
                        return false;
                    }
                    some |= !name.equals(typeProperty);
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        }
        return some;
    }
}
