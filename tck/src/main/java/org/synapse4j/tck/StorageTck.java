package org.synapse4j.tck;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.machinery.Report;
import org.synapse4j.tck.machinery.RuleCase;
import org.synapse4j.tck.machinery.Rules;

/**
 * Holds a storage to every rule of {@code RULES.md} that its capabilities call for, each a dynamic test (ADR 2). An adapter's test extends it and supplies
 * its fixture. A rule whose capability is not declared is no test; the report lists it with the reason. A rule whose capability
 * is declared passes or fails, and is never skipped.
 *
 * <p>At the end it writes a report in Markdown and in JSON, named for the adapter, into the folder that the system property
 * {@code synapse4j.tck.reports} names, {@code target/tck} by default. With the property {@code synapse4j.tck.only}, such as
 * {@code APPEND-3,READ}, it tests those rules and groups alone, and the report says so; a name that is
 * no rule and no group fails the run. What a new version of the TCK may demand that an older one did not is told by ADR 28.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StorageTck {
    private final Report report = new Report(System.getProperty("synapse4j.tck.only", ""));

    /** For adapters' tests. */
    protected StorageTck() {}

    /** The adapter to test. */
    protected abstract StorageFixture fixture();

    /** The rules, as JUnit runs them. */
    @TestFactory
    public final Stream<DynamicContainer> rules() {
        report.requireKnown();
        StorageFixture fixture = fixture();
        report.of(fixture);
        return Rules.suites().stream()
                .map(suite -> DynamicContainer.dynamicContainer(
                        Rules.groupOf(suite),
                        Rules.of(suite).stream()
                                .filter(report::selects)
                                .filter(rule -> declares(fixture, rule))
                                .filter(rule -> isTested(fixture, rule))
                                .map(rule -> DynamicTest.dynamicTest(
                                        rule.name(),
                                        rule.source(),
                                        () -> report.record(rule, () -> rule.test(fixture))))));
    }

    /** Writes the report. */
    @AfterAll
    public final void writeReport() {
        report.write();
    }

    private boolean isTested(StorageFixture fixture, RuleCase rule) {
        boolean left = rule.rule().large() && !fixture.large();
        if (left) {
            report.leftOut(rule);
        }
        return !left;
    }

    private boolean declares(StorageFixture fixture, RuleCase rule) {
        Set<Capability> missing = EnumSet.noneOf(Capability.class);
        missing.addAll(rule.needs());
        missing.removeAll(fixture.declares().declared());
        missing.forEach(capability -> report.notDeclared(rule, capability));
        return missing.isEmpty();
    }
}
