package org.synapse4j.core.command;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.synapse4j.core.errors.DefinitionException;

/** The methods of an object that are marked by {@link OnCommand}, resolved once to method handles. */
final class AnnotatedCommands {
    private AnnotatedCommands() {}

    static Map<Class<?>, CommandHandler<Object>> of(Object owner, Lookup lookup) {
        Map<Class<?>, CommandHandler<Object>> handlers = new LinkedHashMap<>();
        for (Class<?> type = owner.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(OnCommand.class)) {
                    requireHandler(method);
                    Class<?> command = method.getParameterTypes()[0];
                    if (handlers.putIfAbsent(command, handler(owner, method, lookup)) != null) {
                        throw new DefinitionException(owner.getClass().getName()
                                + " has two methods with @OnCommand for " + command.getName());
                    }
                }
            }
        }
        if (handlers.isEmpty()) {
            throw new DefinitionException(owner.getClass().getName() + " has no method with @OnCommand");
        }
        return handlers;
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
        MethodHandle handle;
        try {
            MethodHandle bound = lookup.unreflect(method).bindTo(owner);
            MethodHandle both = method.getParameterCount() == 2
                    ? bound
                    : MethodHandles.dropArguments(bound, 1, CommandContext.class);
            handle = both.asType(MethodType.methodType(Object.class, Object.class, CommandContext.class));
        } catch (IllegalAccessException e) {
            throw new DefinitionException(method + " has @OnCommand, but the given lookup cannot see it: pass"
                    + " MethodHandles.lookup() of its own class (" + e.getMessage() + ")");
        }
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
