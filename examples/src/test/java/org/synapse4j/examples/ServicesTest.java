package org.synapse4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.spi.StorageProvider;

/** An adapter's services are written in two places, for the class path and for the module path: both must agree. */
class ServicesTest {
    @ParameterizedTest(name = "{0}")
    @DisplayName("META-INF/services names the same providers as the module descriptors:")
    @ValueSource(classes = {StorageProvider.class, Serializer.class, Converter.class})
    void same(Class<?> service) throws IOException {
        Set<String> byFile = new TreeSet<>();
        for (URL file : resources("META-INF/services/" + service.getName())) {
            try (InputStream lines = file.openStream()) {
                new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(byFile::add);
            }
        }
        Set<String> byModule = new TreeSet<>();
        for (URL descriptor : resources("module-info.class")) {
            try (InputStream bytes = descriptor.openStream()) {
                ModuleDescriptor.read(bytes).provides().stream()
                        .filter(provides -> provides.service().equals(service.getName()))
                        .forEach(provides -> byModule.addAll(provides.providers()));
            }
        }
        assertFalse(byFile.isEmpty());
        // The embedded server is for the class path only: its jars split a package.
        byFile.removeIf(provider -> provider.startsWith("org.synapse4j.mongoembedded."));
        assertEquals(byModule, byFile);
    }

    private static List<URL> resources(String name) throws IOException {
        return Collections.list(ServicesTest.class.getClassLoader().getResources(name));
    }
}
