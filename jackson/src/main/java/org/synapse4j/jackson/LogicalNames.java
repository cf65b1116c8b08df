package org.synapse4j.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.serialization.EventType;

/**
 * Refuses annotations that would store class names: those change, and a reader that obeys them makes any class. Tells the classes of
 * a sealed type apart by the names that {@link EventType} gives them. Thread-safe.
 */
final class LogicalNames extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private static final JsonTypeInfo.Value BY_NAME =
            JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@type", null, false, null);

    /** The class that has the name of this one: of a constant with a body, which is a class of its own, the enum. */
    static Class<?> named(Class<?> type) {
        Class<?> above = type.getSuperclass();
        return above != null && above.isEnum() ? above : type;
    }

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
        EventType type = named(annotated.getRawType()).getDeclaredAnnotation(EventType.class);
        return name != null || type == null ? name : type.name();
    }

    /** The names of all classes of a sealed type; empty if it is not sealed, or if one has none. */
    private static Optional<List<NamedType>> namesOf(Class<?> type) {
        if (!permits(type)) {
            return Optional.empty();
        }
        List<NamedType> names = new ArrayList<>();
        return collect(type, names) ? Optional.of(names) : Optional.empty();
    }

    /** Whether classes are told apart below this one. An enum whose constants have bodies is sealed too, but is one class to us. */
    private static boolean permits(Class<?> type) {
        return type.isSealed() && !type.isEnum();
    }

    private static boolean collect(Class<?> type, List<NamedType> names) {
        EventType named = type.getDeclaredAnnotation(EventType.class);
        if (named != null) {
            names.add(new NamedType(type, named.name()));
        } else if (!Modifier.isAbstract(type.getModifiers()) || !permits(type)) {
            return false;
        }
        if (permits(type)) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                if (!collect(permitted, names)) {
                    return false;
                }
            }
        }
        return true;
    }
}
