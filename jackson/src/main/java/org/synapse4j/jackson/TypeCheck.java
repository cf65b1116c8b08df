package org.synapse4j.jackson;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what would be written of a class and could never be read back, by comparing Jackson's serialiser of it with its
 * deserialiser, and so on for all classes that its properties lead to. Used once. Why, says ADR 21.
 */
final class TypeCheck {
    private final DeserializationContext context;
    private final SerializerProvider provider;
    private final Places places;
    private final Trial trial;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Deque<JavaType> left = new ArrayDeque<>();
    private final Set<JavaType> seen = new HashSet<>();

    TypeCheck(DeserializationContext context, SerializerProvider provider, Places places, Trial trial) {
        this.context = context;
        this.provider = provider;
        this.places = places;
        this.trial = trial;
    }

    /** Sentences, each of which names a class and what is wrong with it. */
    List<String> problems(Class<?> root) {
        JavaType type = context.constructType(root);
        places.of(type, null, new Site(root.getName(), null, null));
        while (!left.isEmpty()) {
            JavaType bean = left.remove();
            try {
                bean(bean);
            } catch (JsonMappingException e) {
                cannot(bean, e.getOriginalMessage());
            } catch (IllegalArgumentException | IllegalStateException e) {
                cannot(bean, String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(problems);
    }

    /** Jackson cannot make what it reads a class by: that is a property's fault, if one is found. */
    private void cannot(JavaType type, String problem) {
        int before = problems.size();
        String name = type.getRawClass().getName();
        try {
            for (BeanPropertyDefinition property :
                    context.getConfig().introspect(type).findProperties()) {
                blame(property, new Site("property " + property.getName() + " of " + name, null, null));
            }
        } catch (IllegalArgumentException e) {
            // Not even its properties can be found: what is known is said.
        }
        if (problems.size() == before) {
            problem(name, "cannot be written and read: " + problem);
        }
    }

    private void blame(BeanPropertyDefinition property, Site site) {
        AnnotatedMember member = property.getPrimaryMember();
        try {
            if (member != null) {
                context.getAnnotationIntrospector().findPolymorphicTypeInfo(context.getConfig(), member);
            }
            places.of(property.getPrimaryType(), null, site);
        } catch (IllegalArgumentException e) {
            site.problem("cannot be told apart: " + e.getMessage());
        }
    }

    /** The findings at one place, told with its name. */
    private final class Site implements Places.Findings {
        private final String name;
        private final @Nullable SettableBeanProperty reads;
        private final @Nullable BeanPropertyWriter writes;

        Site(String name, @Nullable SettableBeanProperty reads, @Nullable BeanPropertyWriter writes) {
            this.name = name;
            this.reads = reads;
            this.writes = writes;
        }

        @Override
        public void problem(String problem) {
            TypeCheck.this.problem(name, problem);
        }

        @Override
        public void bean(JavaType type) {
            if (seen.add(type)) {
                left.add(type);
            }
        }

        @Override
        public void scalar(JavaType type) {
            trial.problem(type, reads, writes).ifPresent(this::problem);
        }
    }

    private void problem(String where, String problem) {
        problems.add(where + " " + problem);
    }

    private void bean(JavaType type) throws JsonMappingException {
        String name = type.getRawClass().getName();
        JsonDeserializer<?> deserializer = context.findContextualValueDeserializer(type, null);
        if (!(deserializer instanceof BeanDeserializerBase reads)) {
            return;
        }
        JsonSerializer<?> serializer = provider.findValueSerializer(type, null);
        if (serializer instanceof BeanSerializerBase writes) {
            object(type, reads, writes);
        } else if (!serializer.getClass().getName().startsWith("com.fasterxml.jackson.")) {
            problem(name, "is written by a serialiser of its own, and read by none; give it a deserialiser too");
        } else {
            value(type, reads);
        }
    }

    /** A class that is written as one value. */
    private void value(JavaType type, BeanDeserializerBase reads) {
        String name = type.getRawClass().getName();
        AnnotatedMember accessor = provider.getConfig().introspect(type).findJsonValueAccessor();
        JavaType value = accessor == null ? context.constructType(String.class) : accessor.getType();
        if (!readsValue(reads, value)) {
            problem(
                    name,
                    "is written as a " + value.toCanonical()
                            + ", and has no constructor of one; mark one with @JsonCreator");
        } else if (places.of(value, null, new Site("the @JsonValue of " + name, null, null)) != Place.Free.FREE) {
            problem(
                    "the @JsonValue of " + name,
                    "is declared as " + value.toCanonical()
                            + ", in which more may stand than comes back; declare what is in it, or make it a property");
        }
    }

    /** A class that is written with its properties. */
    private void object(JavaType type, BeanDeserializerBase reads, BeanSerializerBase writes)
            throws JsonMappingException {
        String name = type.getRawClass().getName();
        if (!readsObjects(reads)) {
            problem(
                    name,
                    "has no constructor that its properties can be given to; make it a record, mark one with @JsonCreator"
                            + builder(type.getRawClass()));
            return;
        }
        Map<String, BeanPropertyWriter> written = written(writes);
        BeanDescription description = context.getConfig().introspect(type);
        if (writes.properties() != null && hasAnyGetter(type) && description.findAnySetterAccessor() == null) {
            problem(name, "has a @JsonAnyGetter, and nothing reads what it writes; give it a @JsonAnySetter");
        }
        for (Iterator<SettableBeanProperty> each = reads.properties(); each.hasNext(); ) {
            SettableBeanProperty property = each.next();
            property(type, property, written.get(property.getName()));
        }
        twice(name, written.values());
        unwritten(name, reads, written.keySet());
        unread(type, reads, written, description);
        JavaType any = places.anyValue(type);
        if (any != null) {
            places.of(any, null, new Site("what a @JsonAnySetter of " + name + " takes", null, null));
        }
    }

    private void property(JavaType owner, SettableBeanProperty property, @Nullable BeanPropertyWriter writer) {
        String name =
                "property " + property.getName() + " of " + owner.getRawClass().getName();
        Site site = new Site(name, property, writer);
        AnnotatedMember member = property.getMember();
        if (member == null) {
            return;
        }
        AnnotationIntrospector annotations = context.getAnnotationIntrospector();
        JsonRawValue raw = member.getAnnotation(JsonRawValue.class);
        if (raw != null && raw.value()) {
            site.problem("is written raw (@JsonRawValue), and nobody checks that it is JSON; declare it as JsonNode");
            return;
        }
        boolean ownDeserializer = annotations.findDeserializer(member) != null
                || annotations.findDeserializationConverter(member) != null;
        boolean ownSerializer =
                annotations.findSerializer(member) != null || annotations.findSerializationConverter(member) != null;
        if (ownSerializer && !ownDeserializer && !Trial.knows(property.getType())) {
            site.problem("is written by a serialiser of its own, and read by none; give it a deserialiser too");
            return;
        }
        if (Erasure.unknown(owner, member)) {
            site.problem("is declared by a type variable that nobody knows when it is read; declare a class");
            return;
        }
        places.of(property, site);
    }

    /** One name is written twice: by a property, and by one that is unwrapped beside it. */
    private void twice(String name, Collection<BeanPropertyWriter> written) throws JsonMappingException {
        Set<String> names = new HashSet<>();
        for (BeanPropertyWriter writer : written) {
            for (String one : names(writer)) {
                if (!names.add(one)) {
                    problem(
                            "property " + one + " of " + name,
                            "is there twice, since @JsonUnwrapped adds one; rename one of them");
                }
            }
        }
    }

    private List<String> names(BeanPropertyWriter writer) throws JsonMappingException {
        NameTransformer unwraps = context.getAnnotationIntrospector().findUnwrappingNameTransformer(writer.getMember());
        if (unwraps == null) {
            return List.of(writer.getName());
        }
        List<String> names = new ArrayList<>();
        if (provider.findValueSerializer(writer.getType(), null) instanceof BeanSerializerBase inside) {
            for (BeanPropertyWriter one : written(inside).values()) {
                names(one).forEach(inner -> names.add(unwraps.transform(inner)));
            }
        }
        return names;
    }

    /** A constructor wants a value that nobody writes. */
    private void unwritten(String name, BeanDeserializerBase reads, Set<String> written) {
        for (Iterator<SettableBeanProperty> each = reads.creatorProperties(); each.hasNext(); ) {
            SettableBeanProperty property = each.next();
            AnnotatedMember member = property.getMember();
            if (!property.isInjectionOnly()
                    && !written.contains(property.getName())
                    && !explicit(member, JsonProperty.Access.WRITE_ONLY)
                    && context.getAnnotationIntrospector().findUnwrappingNameTransformer(member) == null) {
                problem(
                        "property " + property.getName() + " of " + name,
                        "is read and never written; give it an accessor, or say @JsonProperty(access = WRITE_ONLY)");
            }
        }
    }

    /** A field is written that nobody reads. */
    private void unread(
            JavaType type, BeanDeserializerBase reads, Map<String, BeanPropertyWriter> written, BeanDescription read) {
        Set<String> fields = new HashSet<>();
        for (Class<?> above = type.getRawClass(); above != null; above = above.getSuperclass()) {
            Arrays.stream(above.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .forEach(field -> fields.add(field.getName()));
        }
        written.forEach((name, writer) -> {
            if (reads.findProperty(name) == null
                    && fields.contains(name)
                    && read.findAnySetterAccessor() == null
                    && reads.findBackReference(name) == null
                    && !explicit(writer.getMember(), JsonProperty.Access.READ_ONLY)
                    && !ignored(type, name)) {
                problem(
                        "property " + name + " of " + type.getRawClass().getName(),
                        "is written and never read; give it a setter or a parameter of the constructor, or say"
                                + " @JsonProperty(access = READ_ONLY)");
            }
        });
    }

    private boolean ignored(JavaType type, String name) {
        var annotated = context.getConfig().introspectClassAnnotations(type).getClassInfo();
        return context.getConfig()
                .getDefaultPropertyIgnorals(type.getRawClass(), annotated)
                .getIgnored()
                .contains(name);
    }

    private boolean explicit(@Nullable AnnotatedMember member, JsonProperty.Access access) {
        return member != null && context.getAnnotationIntrospector().findPropertyAccess(member) == access;
    }

    private boolean hasAnyGetter(JavaType type) {
        return provider.getConfig().introspect(type).findAnyGetter() != null;
    }

    private static Map<String, BeanPropertyWriter> written(BeanSerializerBase writes) {
        Map<String, BeanPropertyWriter> written = new HashMap<>();
        for (Iterator<PropertyWriter> each = writes.properties(); each.hasNext(); ) {
            if (each.next() instanceof BeanPropertyWriter writer) {
                written.put(writer.getName(), writer);
            }
        }
        return written;
    }

    private boolean readsObjects(BeanDeserializerBase reads) {
        ValueInstantiator made = reads.getValueInstantiator();
        JavaType delegate = made.getDelegateType(context.getConfig());
        return made.canCreateUsingDefault()
                || made.canCreateFromObjectWith()
                || (delegate != null && !Trial.knows(delegate));
    }

    /** Whether a class can be made of a value of this type alone. */
    private boolean readsValue(BeanDeserializerBase reads, JavaType value) {
        ValueInstantiator made = reads.getValueInstantiator();
        if (made.canCreateUsingDelegate() || made.canCreateUsingArrayDelegate()) {
            return true;
        }
        if (value.hasRawClass(boolean.class) || value.hasRawClass(Boolean.class)) {
            return made.canCreateFromBoolean();
        }
        if (value.isTypeOrSubTypeOf(Number.class) || value.isPrimitive()) {
            return made.canCreateFromInt()
                    || made.canCreateFromLong()
                    || made.canCreateFromBigInteger()
                    || made.canCreateFromDouble()
                    || made.canCreateFromBigDecimal();
        }
        boolean text = Trial.knows(value) || value.isTypeOrSubTypeOf(CharSequence.class);
        return text ? made.canCreateFromString() : readsObjects(reads);
    }

    private static String builder(Class<?> type) {
        Optional<Method> found = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 0
                        && method.getReturnType().getName().endsWith("Builder"))
                .findFirst();
        return found.map(method -> ", or announce its builder by @JsonDeserialize(builder = "
                        + method.getReturnType().getSimpleName() + ".class)")
                .orElse("");
    }
}
