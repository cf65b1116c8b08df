package org.synapse4j.tck.machinery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.kit.Proof;
import org.synapse4j.tck.kit.Rule;
import org.synapse4j.tck.kit.Subject;

/**
 * One rule and the method that tests it.
 *
 * @param rule what {@code RULES.md} says of it
 * @param suite the suite that tests it
 * @param method the method of the suite
 */
public record RuleCase(Rule rule, Object suite, Method method) {
    /** No rule takes longer on a store that keeps it, in the patience of its fixture; one that hangs fails here. */
    private static final int PATIENCE = 6;

    private static final int PATIENCE_WITH_LARGE = 20;

    /** Its number and its sentence. */
    public String name() {
        return rule.id() + " " + rule.says();
    }

    /** The capabilities that it needs. */
    public Set<Capability> needs() {
        return Set.copyOf(List.of(rule.needs()));
    }

    /** Where it stands in the source, for tools that jump there. */
    public URI source() {
        return URI.create("method:" + method.getDeclaringClass().getName() + "#" + method.getName() + "("
                + Subject.class.getName() + ")");
    }

    /**
     * Tests the rule: proves on one store that the fixture stores and reads at all, then runs the method on a fresh one.
     *
     * @throws AssertionError if the store breaks the rule
     */
    public void test(StorageFixture fixture) {
        int patience = rule.large() ? PATIENCE_WITH_LARGE : PATIENCE;
        Assertions.assertTimeoutPreemptively(fixture.patience().multipliedBy(patience), () -> {
            try (Subject subject = Subject.open(fixture, needs())) {
                Proof.thatItStoresAndReads(subject);
            }
            try (Subject subject = Subject.open(fixture, needs())) {
                run(subject);
            }
        });
    }

    private void run(Subject subject) throws Throwable {
        try {
            method.invoke(suite, subject);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
