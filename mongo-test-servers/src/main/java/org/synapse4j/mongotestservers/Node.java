package org.synapse4j.mongotestservers;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.ReadPreference;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterConnectionMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.bson.Document;

/** One mongod, spoken to directly, whatever the rest of its set does. Thread-safe. */
final class Node implements AutoCloseable {
    private static final int ANSWER_MILLIS = 3000;
    private static final int AWAIT_MILLIS = 500;

    private final int number;
    private final int port;
    private final MongoClient client;

    Node(int number, int port) {
        this.number = number;
        this.port = port;
        this.client = MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.mode(ClusterConnectionMode.SINGLE)
                        .hosts(List.of(new ServerAddress("127.0.0.1", port)))
                        .serverSelectionTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(2 * ANSWER_MILLIS, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.minHeartbeatFrequency(20, TimeUnit.MILLISECONDS)
                        .heartbeatFrequency(AWAIT_MILLIS, TimeUnit.MILLISECONDS))
                .build());
    }

    int number() {
        return number;
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** @throws MongoException if it refuses, or does not answer in some seconds */
    Document run(Document command) {
        return client.getDatabase("admin").runCommand(command, ReadPreference.nearest());
    }

    /**
     * Waits until what it says of itself is so. The server itself keeps the call until something has changed.
     *
     * @param worthwhile whether to wait on where it is not so, or the node does not answer
     * @return whether it is so; not if it is not in time or not worthwhile, or if the thread is interrupted, and then stays so
     */
    boolean await(Predicate<Document> wanted, Duration atMost, BooleanSupplier worthwhile) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Document hello = new Document("hello", 1);
        do {
            try {
                Document said = run(hello);
                if (wanted.test(said)) {
                    return true;
                }
                if (said.containsKey("topologyVersion")) {
                    hello.append("topologyVersion", said.get("topologyVersion")).append("maxAwaitTimeMS", AWAIT_MILLIS);
                }
            } catch (MongoInterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (MongoException e) {
                // Not up yet, or a server of another life whose topology version means nothing.
                hello = new Document("hello", 1);
            }
        } while (System.nanoTime() < deadline && worthwhile.getAsBoolean());
        return false;
    }

    @Override
    public void close() {
        client.close();
    }
}
