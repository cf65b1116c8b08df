package org.synapse4j.tcksubscriptions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.tck.machinery.LikelyCause;
import org.synapse4j.tck.machinery.RuleCase;
import org.synapse4j.tck.machinery.Rules;
import org.synapse4j.tcksubscriptions.suites.SubscribeRules;

@DisplayName("RULES.md and the suite")
class SubscribeRulesFileTest {
    private static final List<RuleCase> RULES = Rules.of(new SubscribeRules());

    @Test
    @DisplayName("name the same rules and sentences, in the same order")
    void sameRules() throws IOException {
        List<String> inFile = Files.readAllLines(Path.of("RULES.md")).stream()
                .filter(line -> line.startsWith("| SUBSCRIBE-"))
                .toList();
        assertEquals(
                inFile,
                RULES.stream()
                        .map(rule -> "| " + rule.rule().id() + " | MUST | "
                                + rule.rule().says() + " | FEED, LEASES |")
                        .toList());
    }

    @Test
    @DisplayName("say of each rule what is likely wrong where it fails")
    void likelyCauses() {
        RULES.forEach(
                rule -> assertTrue(LikelyCause.of(rule).isPresent(), rule.rule().id() + " says no likely cause"));
    }
}
