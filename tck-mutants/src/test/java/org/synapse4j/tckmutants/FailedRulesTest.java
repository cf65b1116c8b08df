package org.synapse4j.tckmutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.synapse4j.tck.machinery.Report;
import org.synapse4j.tck.machinery.RuleCase;
import org.synapse4j.tck.machinery.Rules;

@DisplayName("A run of the TCK")
class FailedRulesTest {
    private final RuleCase rule = Rules.all()
            .filter(one -> one.rule().id().equals("SNAPSHOT-13"))
            .findFirst()
            .orElseThrow();

    @Test
    @DisplayName("tells of a failed rule its number, sentence, likely cause, and what was found, in the first line")
    void message() {
        IllegalStateException found = new IllegalStateException("it is gone", new IllegalArgumentException("why"));
        AssertionError failure = failed(() -> {
            throw found;
        });
        String first = String.valueOf(failure.getMessage()).lines().findFirst().orElseThrow();
        assertEquals(
                "SNAPSHOT-13 \"Snapshots change nothing about streams, and may be of a version that is not there.\""
                        + " Likely cause: saving a snapshot makes the stream's head."
                        + " Found: java.lang.IllegalStateException: it is gone",
                first);
        assertTrue(String.valueOf(failure.getMessage()).contains("caused by java.lang.IllegalArgumentException: why"));
        assertSame(found, failure.getCause());
    }

    @Test
    @DisplayName("keeps what was expected and what was found, for tools that show the difference")
    void difference() {
        AssertionFailedError found = assertThrows(AssertionFailedError.class, () -> assertEquals(1, 2, "The head"));
        AssertionFailedError failure = (AssertionFailedError) failed(() -> {
            throw found;
        });
        assertEquals(1, failure.getExpected().getEphemeralValue());
        assertEquals(2, failure.getActual().getEphemeralValue());
        assertTrue(String.valueOf(failure.getMessage()).contains("Found: The head ==> expected: <1> but was: <2>"));
    }

    @Test
    @DisplayName("that is narrowed to a rule or group which is not there fails, and says what there is")
    void nothingSelected() {
        new Report("").requireKnown();
        new Report("READ,SNAPSHOT-13").requireKnown();
        for (String wrong : new String[] {"REED", "READ,SNAPSHOT-1300", "READ,", "snapshot"}) {
            AssertionError refused = assertThrows(AssertionError.class, () -> new Report(wrong).requireKnown());
            assertTrue(String.valueOf(refused.getMessage()).contains("APPEND, EXPECT, REPEAT"), refused.getMessage());
        }
    }

    private AssertionError failed(Runnable test) {
        return assertThrows(AssertionError.class, () -> new Report("").record(rule, test));
    }
}
