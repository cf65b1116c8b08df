package org.synapse4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.tck.serialization.SerializationRules;

@DisplayName("SERIALIZATION-RULES.md and the suites")
class SerializationRulesFileTest {
    private static final Pattern LINE = Pattern.compile("\\| [A-Z]+-\\d+ \\| .+ \\|");

    @Test
    @DisplayName("name the same rules and sentences, in the same order, numbered without holes")
    void sameRules() throws IOException {
        List<String> inFile = Files.readAllLines(Path.of("SERIALIZATION-RULES.md")).stream()
                .filter(line -> LINE.matcher(line).matches())
                .toList();
        List<String> inSuites = SerializationRules.suites().stream()
                .flatMap(suite -> SerializationRules.of(suite).stream())
                .map(SerializationRules::rule)
                .map(rule -> "| " + rule.id() + " | " + rule.says() + " |")
                .toList();
        assertEquals(inFile, inSuites);
        for (Class<?> suite : SerializationRules.suites()) {
            List<Method> rules = SerializationRules.of(suite);
            for (int i = 0; i < rules.size(); i++) {
                assertTrue(SerializationRules.rule(rules.get(i)).id().endsWith("-" + (i + 1)), suite.getName());
            }
        }
    }

    @Test
    @DisplayName("say of each rule what is likely wrong where it fails")
    void likelyCauses() throws IOException {
        for (Class<?> suite : SerializationRules.suites()) {
            String source =
                    Files.readString(Path.of("src/main/java", suite.getName().replace('.', '/') + ".java"));
            for (Method method : SerializationRules.of(suite)) {
                String id = SerializationRules.rule(method).id();
                Pattern documented = Pattern.compile(
                        "/\\*\\* Likely cause[^/]+?\\*/\\s+@SerializationRule\\(\\s*id = \"" + id + "\"");
                assertTrue(documented.matcher(source).find(), id + " has no javadoc that begins with 'Likely cause'");
            }
        }
    }
}
