package org.synapse4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.machinery.LikelyCause;
import org.synapse4j.tck.machinery.RuleCase;
import org.synapse4j.tck.machinery.Rules;

@DisplayName("RULES.md and the suites")
class RulesFileTest {
    private static final Pattern LINE =
            Pattern.compile("\\| ([A-Z]+-\\d+) \\| ((?:MUST|SHOULD)(?:, large)?) \\| (.+?) \\| (.*?) ?\\|");

    @Test
    @DisplayName("name the same rules, levels, sentences and capabilities, in the same order")
    void sameRules() throws IOException {
        String inFile = Files.readAllLines(Path.of("RULES.md")).stream()
                .map(LINE::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(line -> String.join(" | ", line.group(1), line.group(2), line.group(3), line.group(4)))
                .collect(Collectors.joining("\n"));
        String inSuites = Rules.all().map(RulesFileTest::line).collect(Collectors.joining("\n"));
        assertEquals(inFile, inSuites);
    }

    @Test
    @DisplayName("number the rules of each group 1, 2, 3 … and name each rule for its suite")
    void numbersHaveNoHoles() {
        for (Object suite : Rules.suites()) {
            List<RuleCase> rules = Rules.of(suite);
            for (int i = 0; i < rules.size(); i++) {
                assertEquals(
                        Rules.groupOf(suite) + "-" + (i + 1),
                        rules.get(i).rule().id());
            }
        }
    }

    @Test
    @DisplayName("say of each rule what is likely wrong where it fails")
    void likelyCauses() {
        Rules.all()
                .forEach(rule -> assertTrue(
                        LikelyCause.of(rule).isPresent(),
                        rule.rule().id() + " has no javadoc that begins with 'Likely cause:'"));
    }

    private static String line(RuleCase rule) {
        String needs = Arrays.stream(rule.rule().needs()).map(Capability::name).collect(Collectors.joining(", "));
        String level = rule.rule().level().name() + (rule.rule().large() ? ", large" : "");
        return String.join(" | ", rule.rule().id(), level, rule.rule().says(), needs);
    }
}
