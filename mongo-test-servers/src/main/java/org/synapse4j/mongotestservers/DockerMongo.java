package org.synapse4j.mongotestservers;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;

/** A replica set of one in a container, which Testcontainers removes when the JVM has ended. Thread-safe. */
final class DockerMongo {
    private static final String IMAGE = "mongo:6.0.5";

    private DockerMongo() {}

    /** @throws IllegalStateException if the engine answers, and does not run what Testcontainers cleans up with */
    static boolean isThere() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            throw new IllegalStateException(reason(e), e);
        }
    }

    /** @throws IllegalStateException if it does not start */
    @SuppressWarnings("resource")
    static String start() {
        try {
            MongoDBContainer container = new MongoDBContainer(IMAGE).withReplicaSet();
            container.start();
            return container.getReplicaSetUrl("admin");
        } catch (RuntimeException e) {
            throw new IllegalStateException(reason(e), e);
        }
    }

    private static String reason(RuntimeException e) {
        return "A Docker engine answers, but starts no MongoDB; scripts/get-mongod gets a mongod: " + e;
    }
}
