package org.synapse4j.tckprocesses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.inmemory.InMemoryStorage;

@DisplayName("The rules PROCESS")
class ProcessTckTest {
    @TestFactory
    @DisplayName("accept the storage in memory")
    Stream<DynamicTest> acceptTheRightStorage() {
        return ProcessTck.on(InMemoryStorage::new);
    }

    @TestFactory
    @DisplayName("reject each broken storage, with the message expected")
    Stream<DynamicTest> rejectBrokenStorages() {
        return BrokenStorage.ALL.stream()
                .map(broken -> DynamicTest.dynamicTest(broken.toString(), () -> {
                    Method rule = ProcessTck.rules().stream()
                            .filter(one -> ProcessTck.rule(one).id().equals(broken.rule()))
                            .findFirst()
                            .orElseThrow();
                    Throwable failure = assertThrows(Throwable.class, () -> ProcessTck.test(rule, broken::open));
                    assertTrue(
                            String.valueOf(failure.getMessage()).contains(broken.message()),
                            () -> "Rejected for another reason: " + failure);
                }));
    }

    @Test
    @DisplayName("have a broken storage each")
    void eachHasABrokenStorage() {
        assertEquals(
                ProcessTck.rules().stream()
                        .map(rule -> ProcessTck.rule(rule).id())
                        .toList(),
                BrokenStorage.ALL.stream().map(BrokenStorage::rule).distinct().toList());
    }

    @Test
    @DisplayName("stand in RULES.md, word for word, numbered without holes, and each says what is likely wrong")
    void standInTheFile() throws IOException {
        Pattern line = Pattern.compile("\\| PROCESS-\\d+ \\| .+ \\|");
        List<String> inFile = Files.readAllLines(Path.of("RULES.md")).stream()
                .filter(text -> line.matcher(text).matches())
                .toList();
        List<Method> rules = ProcessTck.rules();
        assertEquals(
                inFile,
                rules.stream()
                        .map(ProcessTck::rule)
                        .map(rule -> "| " + rule.id() + " | " + rule.says() + " |")
                        .toList());
        String source = Files.readString(Path.of("src/main/java/org/synapse4j/tckprocesses/ProcessRules.java"));
        for (int i = 0; i < rules.size(); i++) {
            String id = ProcessTck.rule(rules.get(i)).id();
            assertEquals("PROCESS-" + (i + 1), id);
            assertTrue(
                    Pattern.compile("/\\*\\* Likely cause[^/]+?\\*/\\s+@ProcessRule\\(\\s*id = \"" + id + "\"")
                            .matcher(source)
                            .find(),
                    id + " has no javadoc that begins with 'Likely cause'");
        }
    }
}
