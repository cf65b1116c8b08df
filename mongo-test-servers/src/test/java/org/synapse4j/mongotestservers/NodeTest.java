package org.synapse4j.mongotestservers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeTest {
    @Test
    void aWaitEndsWithItsThreadsInterruption() {
        try (Node node = new Node(0, FreePorts.find(1).get(0))) {
            Thread.currentThread().interrupt();
            assertTimeout(
                    Duration.ofSeconds(10),
                    () -> assertFalse(node.await(hello -> true, Duration.ofSeconds(20), () -> true)));
            assertTrue(Thread.interrupted());
        }
    }
}
