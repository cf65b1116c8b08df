package org.synapse4j.core.aggregate;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.function.BiConsumer;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.internal.AnnotatedMethods;

/** The methods of a class that are marked by {@link OnEvent}, resolved once to method handles. */
final class AnnotatedHandlers {
    private AnnotatedHandlers() {}

    /** The handlers by the class of their events, those of the classes above included. */
    static Map<Class<?>, BiConsumer<Object, Object>> of(Class<?> type, Lookup lookup) {
        return AnnotatedMethods.of(type, OnEvent.class, method -> {
            requireHandler(method);
            return handler(method, lookup);
        });
    }

    private static void requireHandler(Method method) {
        boolean handler = method.getParameterCount() == 1
                && method.getReturnType() == void.class
                && !Modifier.isStatic(method.getModifiers());
        if (!handler) {
            throw new DefinitionException(
                    method + " has @OnEvent, but is not an instance method of one parameter that returns nothing");
        }
        for (Class<?> thrown : method.getExceptionTypes()) {
            if (!RuntimeException.class.isAssignableFrom(thrown) && !Error.class.isAssignableFrom(thrown)) {
                throw new DefinitionException(
                        method + " has @OnEvent, but declares " + thrown.getName() + "; what happened cannot fail");
            }
        }
    }

    private static BiConsumer<Object, Object> handler(Method method, Lookup lookup) {
        MethodHandle handle = AnnotatedMethods.handle(method, OnEvent.class, lookup)
                .asType(MethodType.methodType(void.class, Object.class, Object.class));
        return (target, event) -> {
            try {
                handle.invokeExact(target, event);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("A method that declares none threw a checked exception", e);
            }
        };
    }
}
