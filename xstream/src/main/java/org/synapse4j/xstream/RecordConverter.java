package org.synapse4j.xstream;

import com.thoughtworks.xstream.converters.Converter;
import com.thoughtworks.xstream.converters.MarshallingContext;
import com.thoughtworks.xstream.converters.UnmarshallingContext;
import com.thoughtworks.xstream.io.HierarchicalStreamReader;
import com.thoughtworks.xstream.io.HierarchicalStreamWriter;
import com.thoughtworks.xstream.mapper.Mapper;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records by their components: an element each, read back through the canonical constructor, which checks them. */
final class RecordConverter implements Converter {
    private static final String CLASS = "class";

    private final Mapper mapper;
    private final Missing missing;

    RecordConverter(Mapper mapper, Missing missing) {
        this.mapper = mapper;
        this.missing = missing;
    }

    /** The treatment of a component that is not there. */
    enum Missing {
        /** Null, zero, false, or an empty optional. */
        EMPTY,
        /** An error, if it is neither an optional nor may be null. */
        REFUSED
    }

    @Override
    @SuppressWarnings("rawtypes") // as XStream declares it
    public boolean canConvert(@Nullable Class type) {
        return type != null && type.isRecord();
    }

    @Override
    public void marshal(Object source, HierarchicalStreamWriter writer, MarshallingContext context) {
        for (RecordComponent component : source.getClass().getRecordComponents()) {
            Object value = read(component.getAccessor(), source);
            if (value == null) {
                requireOptional(component, "is null, which is left out; mark it as Nullable, or make it an Optional");
                continue;
            }
            Class<?> declared = boxed(component.getType());
            Class<?> kind = AllowedNames.kindOf(value.getClass());
            if (!declared.isAssignableFrom(kind)) {
                throw new Refused("component " + component.getName() + " of "
                        + source.getClass().getName() + " is declared as " + declared.getName() + "; declare it as "
                        + kind.getName());
            }
            String name = mapper.serializedClass(value.getClass());
            writer.startNode(component.getName());
            if (kind != declared) {
                writer.addAttribute(CLASS, name);
            }
            context.convertAnother(value);
            writer.endNode();
        }
    }

    @Override
    public Object unmarshal(HierarchicalStreamReader reader, UnmarshallingContext context) {
        Class<?> type = context.getRequiredType();
        RecordComponent[] components = type.getRecordComponents();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < components.length; i++) {
            places.put(components[i].getName(), i);
        }
        @Nullable Object[] values = new @Nullable Object[components.length];
        boolean known = !reader.hasMoreChildren() || components.length == 0;
        while (reader.hasMoreChildren()) {
            reader.moveDown();
            Integer place = places.get(reader.getNodeName());
            if (place != null) {
                known = true;
                if (values[place] != null) {
                    throw new Refused(
                            "component " + components[place].getName() + " of " + type.getName() + " is there twice");
                }
                values[place] = value(components[place], reader, context);
            }
            reader.moveUp();
        }
        if (!known) {
            throw new Refused("of the elements that are there " + type.getName()
                    + " has none, so the class was another one when they were written; give it a new revision, and an upcaster from"
                    + " the old one");
        }
        for (int i = 0; i < components.length; i++) {
            if (values[i] == null) {
                requireOptional(components[i], "is missing");
                values[i] = empty(components[i].getType());
            }
        }
        return create(type, values);
    }

    private Object value(RecordComponent component, HierarchicalStreamReader reader, UnmarshallingContext context) {
        Class<?> declared = boxed(component.getType());
        String name = reader.getAttribute(CLASS);
        Class<?> kind = name == null ? declared : mapper.realClass(name);
        mapper.serializedClass(kind); // refuses what is not registered, whatever a component is declared as
        Object value = context.convertAnother(null, kind);
        if (!declared.isInstance(value)) {
            throw new Refused("component " + component.getName() + " of "
                    + component.getDeclaringRecord().getName() + " is another kind of value there");
        }
        return value;
    }

    private void requireOptional(RecordComponent component, String problem) {
        if (missing == Missing.REFUSED
                && component.getType() != Optional.class
                && Stream.of(
                                component.getAnnotations(),
                                component.getAnnotatedType().getAnnotations())
                        .flatMap(Arrays::stream)
                        .noneMatch(one -> one.annotationType().getSimpleName().equals("Nullable"))) {
            throw new Refused("component " + component.getName() + " of "
                    + component.getDeclaringRecord().getName() + " " + problem);
        }
    }

    private static @Nullable Object empty(Class<?> type) {
        if (type == Optional.class) {
            return Optional.empty();
        }
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private static @Nullable Object read(Method accessor, Object source) {
        open(accessor, source.getClass());
        try {
            return accessor.invoke(source);
        } catch (InvocationTargetException e) {
            throw new Refused(
                    accessor.getName() + "() of " + source.getClass().getName() + " throws "
                            + e.getTargetException().getClass().getName(),
                    e);
        } catch (IllegalAccessException e) {
            throw new Refused(source.getClass().getName() + " is not accessible", e);
        }
    }

    private static Object create(Class<?> type, @Nullable Object[] values) {
        try {
            Constructor<?> constructor = canonical(type);
            open(constructor, type);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Refused(
                    type.getName() + " refuses its values with "
                            + e.getTargetException().getClass().getName(),
                    e);
        } catch (ReflectiveOperationException e) {
            throw new Refused(type.getName() + " cannot be made", e);
        }
    }

    /** The constructor that takes the components. */
    static Constructor<?> canonical(Class<?> type) throws NoSuchMethodException {
        return type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    }

    static void open(AccessibleObject member, Class<?> type) {
        try {
            member.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new Refused(
                    "the package " + type.getPackageName() + " is not open; open it to org.synapse4j.xstream", e);
        }
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }
}
