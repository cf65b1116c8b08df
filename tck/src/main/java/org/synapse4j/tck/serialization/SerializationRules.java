package org.synapse4j.tck.serialization;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/** The rules for serialisers, converters and upcasters, by suite and number. */
public final class SerializationRules {
    /** No rule takes longer on what keeps it; one that hangs fails here. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SerializationRules() {}

    /** The suites in the order of {@code SERIALIZATION-RULES.md}. */
    public static List<Class<?>> suites() {
        return List.of(SerializeRules.class, ConvertRules.class, UpcastRules.class);
    }

    /** The methods of a suite that test rules, by number. */
    public static List<Method> of(Class<?> suite) {
        return Arrays.stream(suite.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(SerializationRule.class))
                .sorted(Comparator.comparingInt(
                        method -> Integer.parseInt(rule(method).id().replaceAll("\\D", ""))))
                .toList();
    }

    /** The rule that a method tests. */
    public static SerializationRule rule(Method method) {
        return method.getAnnotation(SerializationRule.class);
    }

    /**
     * Tests one rule.
     *
     * @param method the method of a suite
     * @param subject what is tested
     * @throws AssertionError if the subject breaks the rule
     */
    public static void test(Method method, Object subject) {
        Assertions.assertTimeoutPreemptively(PATIENCE, () -> {
            try {
                method.invoke(null, subject);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        });
    }

    static Stream<DynamicTest> tests(Class<?> suite, Object subject) {
        return of(suite).stream()
                .map(method -> DynamicTest.dynamicTest(
                        rule(method).id() + " " + rule(method).says(), () -> test(method, subject)));
    }
}
