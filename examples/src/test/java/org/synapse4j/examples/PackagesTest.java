package org.synapse4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Packages and modules: each package has one home, also where the compiler does not ask for it. */
class PackagesTest {
    private static final Path ROOT = Path.of("..");

    @Test
    @DisplayName("no module puts classes into a package of another one")
    void oneHomeEach() throws IOException {
        Map<String, Set<String>> homes = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    packages(sources)
                            .forEach(name -> homes.computeIfAbsent(name, absent -> new TreeSet<>())
                                    .add(module.getFileName().toString()));
                }
            }
        }
        assertFalse(homes.isEmpty());
        assertEquals(
                List.of(),
                homes.entrySet().stream()
                        .filter(home -> home.getValue().size() > 1)
                        .toList());
    }

    private static Set<String> packages(Path sources) throws IOException {
        Set<String> packages = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")
                            && !file.getFileName().toString().equals("module-info.java"))
                    .forEach(file ->
                            packages.add(sources.relativize(file.getParent()).toString()));
        }
        return packages;
    }
}
