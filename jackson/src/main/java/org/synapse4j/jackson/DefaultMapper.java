package org.synapse4j.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.serialization.EventType;

/** The mappers of those who bring none. */
final class DefaultMapper {
    private static final JsonTypeInfo.Value BY_NAME =
            JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@type", null, false, null);

    private DefaultMapper() {}

    static ObjectMapper json() {
        return configured(JsonMapper.builder());
    }

    static ObjectMapper cbor() {
        // Set here, since a CBOR parser does not take it from a reader.
        return configured(CBORMapper.builder(CBORFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()));
    }

    private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M configured(B builder) {
        return builder.addModule(new Jdk8Module())
                .addModule(new JavaTimeModule().disable(JavaTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID))
                .annotationIntrospector(new LogicalNames())
                // Times as ISO text, with the zone that they were given in.
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                // Decimals keep their scale also where a class says only Object or JsonNode; none becomes an integer.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                // Tolerant: a class may lose a property that old events have.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /**
     * Refuses annotations that would store class names: those change, and a reader that obeys them makes any class. Tells the
     * classes of a sealed type apart by the names that {@link EventType} gives them.
     */
    private static final class LogicalNames extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
            JsonTypeInfo.Value info = super.findPolymorphicTypeInfo(config, annotated);
            if (info == null) {
                return annotated instanceof AnnotatedClass
                                && namesOf(annotated.getRawType()).isPresent()
                        ? BY_NAME
                        : null;
            }
            if (info.getIdType() == JsonTypeInfo.Id.CLASS || info.getIdType() == JsonTypeInfo.Id.MINIMAL_CLASS) {
                throw new IllegalArgumentException("@JsonTypeInfo of " + annotated.getName()
                        + " stores class names; use JsonTypeInfo.Id.NAME with @JsonSubTypes");
            }
            return info;
        }

        @Override
        public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
            List<NamedType> subtypes = super.findSubtypes(annotated);
            return subtypes != null || !(annotated instanceof AnnotatedClass)
                    ? subtypes
                    : namesOf(annotated.getRawType()).orElse(null);
        }

        @Override
        public @Nullable String findTypeName(AnnotatedClass annotated) {
            String name = super.findTypeName(annotated);
            EventType type = annotated.getRawType().getDeclaredAnnotation(EventType.class);
            return name != null || type == null ? name : type.name();
        }

        /** The names of all classes of a sealed type; empty if it is not sealed, or if one has none. */
        private static Optional<List<NamedType>> namesOf(Class<?> type) {
            // An enum whose constants have bodies is sealed too.
            if (!type.isSealed() || type.isEnum()) {
                return Optional.empty();
            }
            List<NamedType> names = new ArrayList<>();
            return collect(type, names) ? Optional.of(names) : Optional.empty();
        }

        private static boolean collect(Class<?> type, List<NamedType> names) {
            EventType named = type.getDeclaredAnnotation(EventType.class);
            if (named != null) {
                names.add(new NamedType(type, named.name()));
            } else if (!Modifier.isAbstract(type.getModifiers()) || !type.isSealed()) {
                return false;
            }
            if (type.isSealed()) {
                for (Class<?> permitted : type.getPermittedSubclasses()) {
                    if (!collect(permitted, names)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
