package org.synapse4j.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.impl.AsDeductionTypeDeserializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.serialization.EventType;

/**
 * Which values may stand in a place so that they come back, by what Jackson would read there: asked of its own deserialisers, so that
 * annotations, modules and a mapper's settings count. What has a deserialiser of its own is not looked into. For one thread.
 */
final class Places {
    private final DeserializationContext context;
    private final Set<Class<?>> trusted;

    Places(DeserializationContext context, Set<Class<?>> trusted) {
        this.context = context;
        this.trusted = trusted;
    }

    /** A receiver of what is found out about the places of a class, besides which values may stand there. */
    interface Findings {
        /** For those who want nothing else. */
        Findings NONE = new Findings() {
            @Override
            public void problem(String problem) {}

            @Override
            public void bean(JavaType type) {}

            @Override
            public void scalar(JavaType type) {}
        };

        /**
         * The place cannot be read back, whatever stands there.
         *
         * @param problem what is said of the place, such as "is declared as …", and what to do
         */
        void problem(String problem);

        /** An object of this class, with properties of its own, may stand there. */
        void bean(JavaType type);

        /** A value of this class, without properties, may stand there. */
        void scalar(JavaType type);
    }

    /**
     * The places of a class that are not free.
     *
     * @param properties those of its properties, by their names
     * @param any that of the values which a {@code @JsonAnySetter} takes; free where there is none
     */
    record OfClass(Map<String, Place> properties, Place any) {
        static final OfClass FREE = new OfClass(Map.of(), Place.Free.FREE);

        OfClass {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * The place of values of this type.
     *
     * @param property what they are the value of; null of a root
     * @param findings are told the rest
     */
    Place of(JavaType type, @Nullable BeanProperty property, Findings findings) {
        try {
            return place(type, property, findings);
        } catch (JsonMappingException e) {
            findings.problem("cannot be read: " + e.getOriginalMessage());
            return Place.Free.FREE;
        } catch (IllegalArgumentException | IllegalStateException e) {
            findings.problem("cannot be read: " + e.getMessage());
            return Place.Free.FREE;
        }
    }

    /** The place of a property. */
    Place of(SettableBeanProperty property, Findings findings) {
        AnnotatedMember member = property.getMember();
        return member != null && readsByItself(member) ? Place.Free.FREE : of(property.getType(), property, findings);
    }

    /** The places of a class that has properties. */
    OfClass ofClass(JavaType type) {
        try {
            if (trusted.contains(type.getRawClass())
                    || !(deserializer(type, null) instanceof BeanDeserializerBase bean)) {
                return OfClass.FREE;
            }
            Map<String, Place> properties = new HashMap<>();
            for (Iterator<SettableBeanProperty> each = bean.properties(); each.hasNext(); ) {
                SettableBeanProperty property = each.next();
                Place place = of(property, Findings.NONE);
                if (place != Place.Free.FREE) {
                    properties.put(property.getName(), place);
                }
            }
            JavaType any = anyValue(type);
            return new OfClass(properties, any == null ? Place.Free.FREE : of(any, null, Findings.NONE));
        } catch (JsonMappingException | IllegalArgumentException | IllegalStateException e) {
            // Nobody can read it: the check says so.
            return OfClass.FREE;
        }
    }

    /** The declared type of the values that a class takes by a {@code @JsonAnySetter}; null if it has none. */
    @Nullable
    JavaType anyValue(JavaType type) {
        AnnotatedMember any = config().introspect(type).findAnySetterAccessor();
        if (any == null) {
            return null;
        }
        if (any instanceof AnnotatedMethod method && method.getParameterCount() == 2) {
            return method.getParameterType(1);
        }
        return any.getType().isMapLikeType()
                ? any.getType().getContentType()
                : any.getType().containedTypeOrUnknown(1);
    }

    private boolean readsByItself(AnnotatedMember member) {
        AnnotationIntrospector annotations = context.getAnnotationIntrospector();
        return annotations.findDeserializer(member) != null || annotations.findDeserializationConverter(member) != null;
    }

    private Place place(JavaType type, @Nullable BeanProperty property, Findings findings) throws JsonMappingException {
        Class<?> raw = type.getRawClass();
        if (trusted.contains(raw) || type.getValueHandler() != null) {
            return Place.Free.FREE;
        }
        Optional<String> unfit = Unfit.reason(raw);
        if (unfit.isPresent()) {
            findings.problem(unfit.get());
            return Place.Free.FREE;
        }
        TypeDeserializer named = named(type);
        if (named != null) {
            return oneOf(type, named, property, findings);
        }
        if (type.isReferenceType()) {
            JavaType inside = type.getReferencedType();
            if (inside instanceof ReferenceType) {
                findings.problem("is declared as " + type.toCanonical()
                        + ", whose two ways of being empty are one in JSON; declare one of them");
            }
            return contents(Place.Free.FREE, of(inside, property, findings));
        }
        if (type.isMapLikeType() || raw == Map.Entry.class) {
            return map(type, property, findings);
        }
        if (type.isArrayType() || type.isCollectionLikeType() || raw == Iterable.class) {
            JavaType element = raw == Iterable.class ? type.containedTypeOrUnknown(0) : type.getContentType();
            Place place = of(element, property, findings);
            return element.isPrimitive() || foreign(deserializer(type, property))
                    ? Place.Free.FREE
                    : contents(Place.Free.FREE, place);
        }
        return single(type, property, findings);
    }

    private Place single(JavaType type, @Nullable BeanProperty property, Findings findings)
            throws JsonMappingException {
        Class<?> raw = type.getRawClass();
        JsonDeserializer<?> deserializer;
        try {
            deserializer = deserializer(type, property);
        } catch (JsonMappingException | IllegalArgumentException e) {
            if (type.isEnumType()) {
                throw e;
            }
            // The fault is inside of it, then.
            bean(type, findings);
            return Place.Free.FREE;
        }
        if (foreign(deserializer)) {
            return Place.Free.FREE;
        }
        if (deserializer instanceof AbstractDeserializer) {
            findings.problem("is declared as " + kind(raw));
        } else if (deserializer instanceof UnsupportedTypeDeserializer) {
            findings.problem("is declared as " + type.toCanonical()
                    + ", which this mapper cannot read; register Jackson's module for it");
        } else if (raw == Object.class || raw == Serializable.class) {
            return new Place.Plain();
        } else if (raw == Number.class) {
            return new Place.Numbers();
        } else if (TreeNode.class.isAssignableFrom(raw)) {
            return new Place.Tree();
        } else if (raw == CharSequence.class) {
            return new Place.Text();
        } else if (deserializer instanceof BeanDeserializerBase bean) {
            // Of a builder, the class is the declared one.
            JavaType made = bean.getValueType().isTypeOrSubTypeOf(raw) ? bean.getValueType() : type;
            bean(made, findings);
            return Modifier.isFinal(raw.getModifiers()) ? Place.Free.FREE : new Place.Exact(made.getRawClass());
        } else {
            findings.scalar(type);
            return raw == Date.class ? new Place.Exact(raw) : Place.Free.FREE;
        }
        return Place.Free.FREE;
    }

    private static void bean(JavaType type, Findings findings) {
        if (Unfit.ofJdk(type.getRawClass())) {
            findings.problem("is a " + type.toCanonical()
                    + ", a class of the JDK of which Jackson knows the getters only; store what matters of it");
        } else {
            findings.bean(type);
        }
    }

    private Place map(JavaType type, @Nullable BeanProperty property, Findings findings) throws JsonMappingException {
        JavaType key = type.isMapLikeType() ? type.getKeyType() : type.containedTypeOrUnknown(0);
        JavaType value = type.isMapLikeType() ? type.getContentType() : type.containedTypeOrUnknown(1);
        Place values = of(value, property, findings);
        if (key.getValueHandler() != null) {
            return contents(Place.Free.FREE, values);
        }
        if (!key.isJavaLangObject() && !keysComeBack(key)) {
            findings.problem("has keys of class " + key.toCanonical()
                    + ", which are written by their toString() and not read back; use keys of text, or give the class a @JsonKey"
                    + " and a @JsonCreator of one text");
            return contents(Place.Free.FREE, values);
        }
        context.findKeyDeserializer(key, property);
        boolean guarded = values != Place.Free.FREE;
        boolean text = key.hasRawClass(String.class);
        return foreign(deserializer(type, property))
                ? Place.Free.FREE
                : contents(key.isJavaLangObject() || (guarded && text) ? new Place.Text() : Place.Free.FREE, values);
    }

    /** Whether a class says how it is written as a key, or Jackson knows. */
    private boolean keysComeBack(JavaType key) {
        var description = config().introspect(key);
        return Unfit.ofJdk(key.getRawClass())
                || key.isPrimitive()
                || key.isEnumType()
                || description.findJsonKeyAccessor() != null
                || description.findJsonValueAccessor() != null
                || config().getAnnotationIntrospector().findKeyDeserializer(description.getClassInfo()) != null;
    }

    /** By names that are written with the value, the places of all classes that have one. */
    private Place oneOf(JavaType type, TypeDeserializer named, @Nullable BeanProperty property, Findings findings)
            throws JsonMappingException {
        JsonTypeInfo.Id id = named.getTypeIdResolver().getMechanism();
        boolean deduced = named instanceof AsDeductionTypeDeserializer;
        if (!deduced && (id == JsonTypeInfo.Id.CLASS || id == JsonTypeInfo.Id.MINIMAL_CLASS)) {
            findings.problem("is told apart by class names, which are stored then; use JsonTypeInfo.Id.NAME");
            return Place.Free.FREE;
        }
        if (id == JsonTypeInfo.Id.CUSTOM) {
            return Place.Free.FREE;
        }
        Set<Class<?>> types = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (NamedType one : subtypes(type, property)) {
            if (Modifier.isAbstract(one.getType().getModifiers())
                    && !one.getType().isEnum()) {
                continue;
            }
            types.add(one.getType());
            if (!deduced && !names.add(name(one))) {
                findings.problem(
                        "may be of two classes that are both named " + name(one) + "; give each a name of its own");
            }
            JavaType subtype = config().getTypeFactory().constructSpecializedType(type, one.getType());
            if (!trusted.contains(one.getType())) {
                single(subtype, null, findings);
            }
        }
        if (types.isEmpty()) {
            findings.problem("is declared as " + type.toCanonical()
                    + ", of which no class has a name; name them by @EventType or @JsonSubTypes");
        }
        return new Place.OneOf(types);
    }

    private Collection<NamedType> subtypes(JavaType type, @Nullable BeanProperty property) {
        AnnotatedMember member = property == null ? null : property.getMember();
        if (member != null) {
            return config().getSubtypeResolver().collectAndResolveSubtypesByClass(config(), member, type);
        }
        AnnotatedClass annotated = AnnotatedClassResolver.resolve(config(), type, config());
        return config().getSubtypeResolver().collectAndResolveSubtypesByClass(config(), annotated);
    }

    private String name(NamedType one) {
        AnnotatedClass annotated =
                AnnotatedClassResolver.resolve(config(), config().constructType(one.getType()), config());
        String given = one.hasName()
                ? one.getName()
                : config().getAnnotationIntrospector().findTypeName(annotated);
        return given == null ? one.getType().getSimpleName() : given;
    }

    private @Nullable TypeDeserializer named(JavaType type) throws JsonMappingException {
        TypeDeserializer known = type.getTypeHandler();
        return known != null ? known : context.getFactory().findTypeDeserializer(config(), type);
    }

    private JsonDeserializer<?> deserializer(JavaType type, @Nullable BeanProperty property)
            throws JsonMappingException {
        return context.findContextualValueDeserializer(type, property);
    }

    private DeserializationConfig config() {
        return context.getConfig();
    }

    /** Whether it is somebody's own: what it reads is theirs to know. */
    private static boolean foreign(JsonDeserializer<?> deserializer) {
        return !deserializer.getClass().getName().startsWith("com.fasterxml.jackson.");
    }

    private static Place contents(Place keys, Place values) {
        return keys == Place.Free.FREE && values == Place.Free.FREE
                ? Place.Free.FREE
                : new Place.Contents(keys, values);
    }

    /** The fault of a class that has no objects of its own. */
    private static String kind(Class<?> raw) {
        if (!raw.isSealed()) {
            return (raw.isInterface() ? "the interface " : "the abstract class ") + raw.getName()
                    + ", and nobody knows which class to make; declare a class, or seal it and give each of its classes an @EventType";
        }
        List<String> nameless = Arrays.stream(raw.getPermittedSubclasses())
                .filter(permitted -> permitted.getDeclaredAnnotation(EventType.class) == null)
                .map(Class::getName)
                .collect(Collectors.toList());
        return "the sealed " + raw.getName() + ", whose classes have no names; give each an @EventType"
                + (nameless.isEmpty() ? "" : ": " + String.join(", ", nameless));
    }
}
