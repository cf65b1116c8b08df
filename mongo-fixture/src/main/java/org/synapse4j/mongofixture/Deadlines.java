package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

/** What calls take, whatever the server does. */
final class Deadlines {
    private Deadlines() {}

    /** Makes a call, which takes no longer than this. */
    static void within(Duration limit, Runnable call) {
        long begun = System.nanoTime();
        call.run();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(limit) <= 0, () -> "it took " + took + ", not " + limit);
    }
}
