package org.synapse4j.tcksubscriptions;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.tck.fixture.StorageFixture;
import org.synapse4j.tck.machinery.Report;
import org.synapse4j.tck.machinery.Rules;
import org.synapse4j.tcksubscriptions.suites.SubscribeRules;

/**
 * Holds subscriptions on a storage to the rules of this module's {@code RULES.md}, each a dynamic test. An adapter's test extends it and supplies the
 * fixture that it has for the TCK, which has to declare the feed and leases.
 */
public abstract class SubscriptionsTck {
    /** For adapters' tests. */
    protected SubscriptionsTck() {}

    /** The adapter to test. */
    protected abstract StorageFixture fixture();

    /** The rules, as JUnit runs them. */
    @TestFactory
    public final Stream<DynamicTest> rules() {
        StorageFixture fixture = fixture();
        Report report = new Report("");
        return Rules.of(new SubscribeRules()).stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(), rule.source(), () -> report.record(rule, () -> rule.test(fixture))));
    }
}
