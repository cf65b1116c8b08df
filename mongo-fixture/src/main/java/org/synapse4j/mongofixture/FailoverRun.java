package org.synapse4j.mongofixture;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.synapse4j.mongofixture.MongoFixture.StorageFactory;
import org.synapse4j.mongotestservers.RealMongo;
import org.synapse4j.mongotestservers.ReplicaSet;

/** A {@link ChaosRun} on a replica set of three, whose primary meets with {@link Mishaps}. */
public final class FailoverRun {
    private FailoverRun() {}

    /**
     * Runs on three nodes of its own, and judges; where there is no mongod to start, the test is aborted.
     *
     * @throws AssertionError if a guarantee was broken
     */
    public static void of(String layout, StorageFactory factory) throws InterruptedException {
        try (ReplicaSet set = RealMongo.replicaSetOrAbort(3);
                MongoClient client = MongoClients.create(set.connectionString("admin"))) {
            String uri = set.connectionString(ChaosRun.DATABASE) + "&";
            new ChaosRun("failover, " + layout, uri, factory, new Mishaps(set, client)).run();
        }
    }
}
