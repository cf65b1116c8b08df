package org.synapse4j.core.internal;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.synapse4j.core.errors.DefinitionException;

/** The methods of a class that are marked by an annotation, each for the class of its first parameter. */
public final class AnnotatedMethods {
    private AnnotatedMethods() {}

    /**
     * What is made of each marked method, those of the classes above included, by the class of its first parameter.
     *
     * @param handler makes it, after it has refused a method that does not fit: one without a parameter, for instance
     * @throws DefinitionException if no method is marked, or two are for the same class
     */
    public static <H> Map<Class<?>, H> of(
            Class<?> type, Class<? extends Annotation> mark, Function<Method, H> handler) {
        Map<Class<?>, H> handlers = new LinkedHashMap<>();
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            for (Method method : owner.getDeclaredMethods()) {
                if (method.isAnnotationPresent(mark)) {
                    H made = handler.apply(method);
                    Class<?> handled = method.getParameterTypes()[0];
                    if (handlers.putIfAbsent(handled, made) != null) {
                        throw new DefinitionException(type.getName() + " has two methods with @" + mark.getSimpleName()
                                + " for " + handled.getName());
                    }
                }
            }
        }
        if (handlers.isEmpty()) {
            throw new DefinitionException(type.getName() + " has no method with @" + mark.getSimpleName());
        }
        return handlers;
    }

    /**
     * The method as a handle.
     *
     * @throws DefinitionException if the lookup cannot see it
     */
    public static MethodHandle handle(Method method, Class<? extends Annotation> mark, Lookup lookup) {
        try {
            return lookup.unreflect(method);
        } catch (IllegalAccessException e) {
            throw new DefinitionException(
                    method + " has @" + mark.getSimpleName() + ", but the given lookup cannot see it: pass"
                            + " MethodHandles.lookup() of its own class (" + e.getMessage() + ")");
        }
    }
}
