package org.synapse4j.mongotestservers;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;

/** A replica set of one in a container, which Testcontainers removes when the JVM has ended. */
final class DockerMongo {
    private static final String IMAGE = "mongo:6.0.5";

    private DockerMongo() {}

    static boolean isThere() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource")
    static String start() {
        MongoDBContainer container = new MongoDBContainer(IMAGE).withReplicaSet();
        container.start();
        return container.getReplicaSetUrl("admin");
    }
}
