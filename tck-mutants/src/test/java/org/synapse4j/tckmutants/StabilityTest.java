package org.synapse4j.tckmutants;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.tck.machinery.Rules;

/**
 * Runs every rule that lets threads race on a right store, again and again: a rule that fails now and then is wrong itself.
 * Three times by default; a hundred times, or while all processors are kept busy, by
 *
 * <pre>{@code
 * mvn test -pl api,tck,in-memory,tck-mutants -Dtest=StabilityTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dsynapse4j.tck.rounds=100 -Dsynapse4j.tck.load=true
 * }</pre>
 */
@DisplayName("The rules about concurrency")
class StabilityTest {
    private static final int ROUNDS = Integer.getInteger("synapse4j.tck.rounds", 3);

    private static volatile boolean loaded;

    @BeforeAll
    static void load() {
        loaded = Boolean.getBoolean("synapse4j.tck.load");
        for (int i = 0; loaded && i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread busy = new Thread(StabilityTest::keepBusy, "load");
            busy.setDaemon(true);
            busy.start();
        }
    }

    @AfterAll
    static void unload() {
        loaded = false;
    }

    @TestFactory
    @DisplayName("accept the right store, again and again")
    Stream<DynamicContainer> acceptTheRightStore() {
        return IntStream.rangeClosed(1, ROUNDS)
                .mapToObj(round -> DynamicContainer.dynamicContainer(
                        "round " + round,
                        Rules.all()
                                .filter(rule -> rule.rule().races())
                                .map(rule -> DynamicTest.dynamicTest(
                                        rule.name(), () -> rule.test(InMemoryFixture.right())))));
    }

    private static void keepBusy() {
        while (loaded) {
            Thread.onSpinWait();
        }
    }
}
