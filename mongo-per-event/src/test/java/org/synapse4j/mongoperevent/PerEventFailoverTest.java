package org.synapse4j.mongoperevent;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.mongofixture.FailoverRun;

/** Holds the layout to its guarantees while the primary of a real replica set of three fails, again and again. */
class PerEventFailoverTest {
    @Test
    @DisplayName("Whatever befalls the primary, what was told is true, and every reader sees it once, in one order")
    void failover() throws InterruptedException {
        FailoverRun.of("per-event", PerEventStorage::on);
    }
}
