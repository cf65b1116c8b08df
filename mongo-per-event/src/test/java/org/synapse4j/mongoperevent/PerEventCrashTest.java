package org.synapse4j.mongoperevent;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.mongofixture.CrashRun;

/** Holds the layout to its guarantees while a real server that is no member of a replica set is killed, again and again. */
class PerEventCrashTest {
    @Test
    @DisplayName("Whatever a crash takes back, nobody has seen it")
    void crash() throws InterruptedException {
        CrashRun.of("per-event", PerEventStorage::on);
    }
}
