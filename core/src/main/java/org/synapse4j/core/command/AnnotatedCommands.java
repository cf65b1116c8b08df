package org.synapse4j.core.command;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.synapse4j.core.errors.DefinitionException;
import org.synapse4j.core.internal.AnnotatedMethods;

/** The methods of an object that are marked by {@link OnCommand}, resolved once to method handles. */
final class AnnotatedCommands {
    private AnnotatedCommands() {}

    static Map<Class<?>, CommandHandler<Object>> of(Object owner, Lookup lookup) {
        return AnnotatedMethods.of(owner.getClass(), OnCommand.class, method -> {
            requireHandler(method);
            return handler(owner, method, lookup);
        });
    }

    private static void requireHandler(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean handler = !Modifier.isStatic(method.getModifiers())
                && (parameters.length == 1 || (parameters.length == 2 && parameters[1] == CommandContext.class));
        if (!handler) {
            throw new DefinitionException(method
                    + " has @OnCommand, but is not an instance method of a payload, and perhaps a CommandContext");
        }
    }

    private static CommandHandler<Object> handler(Object owner, Method method, Lookup lookup) {
        MethodHandle bound =
                AnnotatedMethods.handle(method, OnCommand.class, lookup).bindTo(owner);
        MethodHandle both =
                method.getParameterCount() == 2 ? bound : MethodHandles.dropArguments(bound, 1, CommandContext.class);
        MethodHandle handle = both.asType(MethodType.methodType(Object.class, Object.class, CommandContext.class));
        return (payload, context) -> {
            try {
                return handle.invokeExact(payload, context);
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("A method threw what is neither an exception nor an error", e);
            }
        };
    }
}
