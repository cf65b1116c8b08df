package org.synapse4j.examples.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ordering service does the same on each storage. */
class OrderingExampleTest {
    @ParameterizedTest
    @ValueSource(strings = {"memory:", "embedded:?layout=per-event", "embedded:?layout=per-commit"})
    @DisplayName(
            "two aggregates in one commit, a retry, a refusal, a repeated request, a timeout, a view and a snapshot")
    void run(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OrderingExample.run(line, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertEquals("""
                order 42 has {tea=2}, in one commit of 3 events
                order 42 has {tea=3}, decided 2 times, as others received tea meanwhile
                order 43 is not there, as there is not enough tea
                request 7 sent again is known
                order 44 was not paid in time, and is cancelled
                tea left: 12, ordered: {tea=6}, snapshot at version 4
                """, bytes.toString(StandardCharsets.UTF_8));
    }
}
