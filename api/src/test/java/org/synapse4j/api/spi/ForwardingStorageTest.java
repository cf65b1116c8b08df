package org.synapse4j.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A decorator passes on all of the SPI, also what is added to it later. */
@SuppressWarnings("NullAway") // gives nulls on purpose: nothing looks at the arguments
class ForwardingStorageTest {
    private final List<String> arrived = new ArrayList<>();

    @Test
    @DisplayName("every call of every capability arrives at the storage that is decorated")
    void everyCallIsForwarded() throws ReflectiveOperationException {
        ForwardingStorage forwarding = new ForwardingStorage(storage(true)) {};
        Set<String> missed = new TreeSet<>();
        for (Class<?> capability : capabilities()) {
            assertTrue(capability.isInstance(forwarding), capability + " is not forwarded");
            for (Method method : capability.getMethods()) {
                if (Modifier.isAbstract(method.getModifiers()) || method.isDefault()) {
                    arrived.clear();
                    method.invoke(forwarding, arguments(method));
                    boolean handsOutItself = method.getName().equals("streams");
                    if (!handsOutItself && !arrived.contains(signature(method))) {
                        missed.add(signature(method));
                    }
                }
            }
        }
        assertEquals(Set.of(), missed, "calls that do not arrive");
    }

    @Test
    @DisplayName(
            "a capability is there where the storage that is decorated has it, as the decorator itself, and only there")
    void capabilitiesAreThoseOfTheStorage() throws ReflectiveOperationException {
        ForwardingStorage all = new ForwardingStorage(storage(true)) {};
        ForwardingStorage none = new ForwardingStorage(storage(false)) {};
        assertSame(all, all.streams());
        for (Method method : StorageStrategy.class.getMethods()) {
            if (method.getReturnType().equals(Optional.class)) {
                assertSame(all, ((Optional<?>) method.invoke(all)).orElseThrow(), method.getName());
                assertEquals(Optional.empty(), method.invoke(none), method.getName());
            }
        }
    }

    /** The strategy, and the interface of each thing that it hands out. */
    private static Set<Class<?>> capabilities() {
        Set<Class<?>> all = new LinkedHashSet<>(List.of(StorageStrategy.class, StreamStorage.class));
        for (Method method : StorageStrategy.class.getMethods()) {
            if (method.getReturnType().equals(Optional.class)) {
                all.add(handedOut(method));
            }
        }
        return all;
    }

    /** Nulls, and where none can be given, zero. */
    private static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type == int.class ? (Object) 0 : null)
                .toArray();
    }

    private static Class<?> handedOut(Method method) {
        var optional = (ParameterizedType) method.getGenericReturnType();
        return (Class<?>) optional.getActualTypeArguments()[0];
    }

    /** A storage that notes which calls arrive; they come by reflection, so that a new one is not forgotten. */
    private StorageStrategy storage(boolean capable) {
        return noting(StorageStrategy.class, capable);
    }

    private <T> T noting(Class<T> type, boolean capable) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    arrived.add(signature(method));
                    if (method.getReturnType().equals(Optional.class) && type.equals(StorageStrategy.class)) {
                        return capable ? Optional.of(noting(handedOut(method), true)) : Optional.empty();
                    }
                    if (method.getReturnType().equals(long.class)) {
                        return 0L;
                    }
                    if (method.getReturnType().equals(boolean.class)) {
                        return false;
                    }
                    return method.getReturnType().equals(StreamStorage.class)
                            ? noting(StreamStorage.class, capable)
                            : null;
                }));
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
