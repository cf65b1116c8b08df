package org.synapse4j.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Serializer;

/** These tests run on the module path; that the class path finds it too is shown where it is on one, in {@code in-memory}. */
class ServiceTest {
    @Test
    @DisplayName("as a module it is found by ServiceLoader, once")
    void found() {
        Module own = JacksonSerializer.class.getModule();
        assertTrue(own.isNamed(), "the tests of this module run on the module path");
        own.addUses(Serializer.class);
        List<Class<? extends Serializer>> found = ServiceLoader.load(Serializer.class).stream()
                .<Class<? extends Serializer>>map(ServiceLoader.Provider::type)
                .toList();
        assertEquals(List.of(JacksonSerializer.class), found);
    }

    @Test
    @DisplayName("as a module its converters are found by ServiceLoader")
    void converters() {
        JacksonSerializer.class.getModule().addUses(Converter.class);
        assertEquals(
                Set.of(JsonTree.FromText.class, JsonTree.ToText.class, JsonTree.FromCbor.class),
                ServiceLoader.load(Converter.class).stream()
                        .map(ServiceLoader.Provider::type)
                        .collect(Collectors.toSet()));
    }
}
