package org.synapse4j.tckprocesses;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.synapse4j.api.spi.StorageStrategy;

/**
 * Holds processes on a storage to every rule of {@code RULES.md}, each a dynamic test. The storage has the feed, leases and commits over
 * several streams; a serialiser is on the class path.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> processes() {
 *     return ProcessTck.on(() -> new MyStorage());
 * }
 * }</pre>
 */
public final class ProcessTck {
    /** No rule takes longer; one that hangs fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ProcessTck() {}

    /**
     * The rules, as JUnit runs them.
     *
     * @param storage gives a new, empty storage each time, which the rule closes
     */
    public static Stream<DynamicTest> on(Supplier<? extends StorageStrategy> storage) {
        return rules().stream().map(rule -> DynamicTest.dynamicTest(name(rule), () -> test(rule, storage)));
    }

    /** The methods that test rules, by number. */
    static List<Method> rules() {
        return Arrays.stream(ProcessRules.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(ProcessRule.class))
                .sorted(Comparator.comparingInt(
                        method -> Integer.parseInt(rule(method).id().replaceAll("\\D", ""))))
                .toList();
    }

    static ProcessRule rule(Method method) {
        return method.getAnnotation(ProcessRule.class);
    }

    /** @throws AssertionError if processes on this storage break the rule */
    static void test(Method rule, Supplier<? extends StorageStrategy> storage) {
        Assertions.assertTimeoutPreemptively(PATIENCE, () -> {
            try (Shop shop = new Shop(storage.get())) {
                rule.invoke(null, shop);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        });
    }

    private static String name(Method method) {
        return rule(method).id() + " " + rule(method).says();
    }
}
