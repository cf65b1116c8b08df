package org.synapse4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every decision is named by a class that it explains, and every decision that a class names exists. */
class DecisionsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("ADR (\\d+)");

    @Test
    @DisplayName("each decision of docs/adr is named by a class, and each that a class names is there")
    void namedByClasses() throws IOException {
        Set<Integer> written = new TreeSet<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
            files.forEach(file ->
                    written.add(Integer.parseInt(file.getFileName().toString().substring(0, 4))));
        }
        assertFalse(written.isEmpty());
        assertEquals(written, namedInSources());
    }

    private static Set<Integer> namedInSources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> sources = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            Set<Integer> named = new TreeSet<>();
            for (Path source : sources) {
                try (Stream<Path> files = Files.walk(source)) {
                    named.addAll(files.filter(file -> file.toString().endsWith(".java"))
                            .flatMap(DecisionsTest::named)
                            .collect(Collectors.toSet()));
                }
            }
            return named;
        }
    }

    private static Stream<Integer> named(Path file) {
        try {
            return NAMED.matcher(Files.readString(file))
                    .results()
                    .map((MatchResult found) -> Integer.valueOf(found.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
