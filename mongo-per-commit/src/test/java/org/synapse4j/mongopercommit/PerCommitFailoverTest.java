package org.synapse4j.mongopercommit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.mongofixture.FailoverRun;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.mongotestservers.ReplicaSet;

/** Holds the layout to its guarantees while the primary of a real replica set of three fails, again and again. */
class PerCommitFailoverTest {
    @Test
    @DisplayName("Whatever befalls the primary, what was told is true, and every reader sees it once, in one order")
    void failover() throws InterruptedException {
        try (ReplicaSet set = RealMongo.replicaSet(3)
                .orElseGet(() -> Assumptions.abort("No mongod is there to start a replica set of: set MONGOD"))) {
            FailoverRun.on(set, "per-commit", PerCommitStorage::on);
        }
    }
}
