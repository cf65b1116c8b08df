package org.synapse4j.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;

/** Walks all that is public in the API and gives each parameter null in turn. */
class NullsTest {
    /** What may be asked of everything, or is said by the language. */
    private static final Set<String> OF_EVERYTHING = Set.of("equals", "compareTo", "valueOf");

    @Test
    @DisplayName("null for any parameter is a NullPointerException that names it")
    void everyNullIsNamed() throws Exception {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Class<?> type : exported()) {
            for (Executable called : calls(type)) {
                for (int i = 0; i < called.getParameterCount(); i++) {
                    if (mayBeNull(called.getParameters()[i])) {
                        continue;
                    }
                    tried++;
                    String said = saidTo(called, i);
                    if (!said.matches("[a-z][a-z ]*(\\[\\d+])?")) {
                        wrong.add(called + ", parameter " + (i + 1) + ": " + said);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(tried > 200, "Only " + tried + " were tried");
    }

    private static List<Class<?>> exported() throws Exception {
        Path place = Path.of(EventStore.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()
                .getPath());
        ModuleReference api = ModuleFinder.of(place).findAll().iterator().next();
        Set<String> exported = api.descriptor().exports().stream()
                .filter(one -> !one.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .filter(name -> !name.endsWith(".errors"))
                .collect(Collectors.toSet());
        List<Class<?>> types = new ArrayList<>();
        try (ModuleReader reader = api.open()) {
            for (String file : reader.list().sorted().toList()) {
                String name = file.replace('/', '.').replaceFirst("[.]class$", "");
                boolean isClass = file.endsWith(".class") && !file.endsWith("-info.class");
                if (isClass && exported.contains(name.substring(0, name.lastIndexOf('.')))) {
                    Class<?> type = Class.forName(name);
                    if (isPublic(type)) {
                        types.add(type);
                    }
                }
            }
        }
        return types;
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> around = type.getDeclaringClass();
        return Modifier.isPublic(type.getModifiers()) && (around == null || isPublic(around));
    }

    private static List<Executable> calls(Class<?> type) {
        Stream<Constructor<?>> constructors =
                Modifier.isAbstract(type.getModifiers()) ? Stream.of() : Arrays.stream(type.getConstructors());
        Stream<Method> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && !Modifier.isAbstract(method.getModifiers())
                        && !method.isDefault()
                        && !method.isSynthetic()
                        && !OF_EVERYTHING.contains(method.getName())
                        && (Modifier.isStatic(method.getModifiers())
                                || NullSamples.of(type).isPresent()));
        return Stream.<Executable>concat(constructors, methods).toList();
    }

    private static boolean mayBeNull(Parameter parameter) {
        return parameter.getType().isPrimitive()
                || Arrays.stream(parameter.getAnnotatedType().getAnnotations())
                        .anyMatch(one -> one.annotationType().getSimpleName().equals("Nullable"));
    }

    /** The message of the error, or what happened instead. */
    private static String saidTo(Executable called, int nullAt) {
        Object[] arguments = new Object[called.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> wanted = called.getParameterTypes()[i];
            Optional<Object> sample = NullSamples.of(wanted);
            if (i != nullAt && sample.isEmpty()) {
                return "NO SAMPLE of " + wanted;
            }
            arguments[i] = i == nullAt ? null : sample.orElseThrow();
        }
        try {
            if (called instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else if (Modifier.isStatic(called.getModifiers())) {
                ((Method) called).invoke(null, arguments);
            } else {
                ((Method) called)
                        .invoke(NullSamples.of(called.getDeclaringClass()).orElseThrow(), arguments);
            }
            return "TAKEN";
        } catch (InvocationTargetException e) {
            return e.getCause() instanceof NullPointerException npe
                    ? String.valueOf(npe.getMessage())
                    : "THROWN " + e.getCause();
        } catch (ReflectiveOperationException e) {
            return "NOT CALLED " + e;
        }
    }
}
