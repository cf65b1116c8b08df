package org.synapse4j.tckmutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.Declaration;
import org.synapse4j.tck.machinery.RuleCase;
import org.synapse4j.tck.machinery.Rules;

@DisplayName("The TCK")
class MutantsTest {
    private static final Mutant NOTHING = new Mutant("does nothing", Map.of(), right -> new NothingStorage());

    @TestFactory
    @DisplayName("rejects each mutant by the rules that it breaks, with the message expected")
    Stream<DynamicTest> rejectsMutants() {
        return Mutant.all().stream()
                .flatMap(mutant -> mutant.rejectedBy().entrySet().stream()
                        .map(expected -> DynamicTest.dynamicTest(
                                expected.getKey() + " rejects a store that " + mutant.name(),
                                () -> assertRejects(expected.getKey(), mutant, expected.getValue()))));
    }

    @TestFactory
    @DisplayName("accepts the right store by every rule")
    Stream<DynamicTest> acceptsTheRightStore() {
        return Rules.all().map(rule -> DynamicTest.dynamicTest(rule.name(), () -> rule.test(InMemoryFixture.right())));
    }

    @TestFactory
    @DisplayName("accepts a right store that has streams only, by the rules that need no more")
    Stream<DynamicTest> acceptsStreamsOnly() {
        Declaration streams = Declaration.all();
        for (Capability capability : Capability.values()) {
            streams = capability == Capability.STREAMS ? streams : streams.without(capability, "to come");
        }
        InMemoryFixture fixture = InMemoryFixture.right(streams);
        return Rules.all()
                .filter(rule -> rule.needs().isEmpty())
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> rule.test(fixture)));
    }

    @TestFactory
    @DisplayName("rejects a store that does nothing by every rule")
    Stream<DynamicTest> rejectsNothing() {
        return Rules.all()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(),
                        () -> assertThrows(AssertionError.class, () -> rule.test(InMemoryFixture.broken(NOTHING)))));
    }

    @Test
    @DisplayName("has a mutant for every rule")
    void everyRuleHasAMutant() {
        Set<String> rules = Rules.all().map(rule -> rule.rule().id()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> rejecting = Mutant.all().stream()
                .flatMap(mutant -> mutant.rejectedBy().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rules, rejecting);
    }

    private static void assertRejects(String id, Mutant mutant, String message) {
        RuleCase rule = Rules.all()
                .filter(one -> one.rule().id().equals(id))
                .findFirst()
                .orElseThrow();
        AssertionError failure = assertThrows(AssertionError.class, () -> rule.test(InMemoryFixture.broken(mutant)));
        assertTrue(
                String.valueOf(failure.getMessage()).contains(message),
                () -> "Rejected for another reason: " + failure.getMessage());
    }
}
