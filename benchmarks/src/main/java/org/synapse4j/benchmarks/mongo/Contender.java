package org.synapse4j.benchmarks.mongo;

import com.mongodb.client.MongoClient;

/** A way to store events that is measured beside others. */
interface Contender extends AutoCloseable {
    /** The names of the contenders; the plain driver first, whom the others are compared with. */
    String PLAIN = "plain driver";

    String SYNAPSE = "Synapse4j";
    String AXON = "axon-mongo";

    /** One of them, with collections of this name; a run of its own writes streams of its own. */
    static Contender of(String who, MongoClient client, String layout, String name, int run) {
        return switch (who) {
            case PLAIN -> new Plain(client, layout, name, run);
            case SYNAPSE -> new Synapse(client, layout, name, run);
            default -> new Axon(client, layout, name);
        };
    }

    /** Appends so many events to the thread's own stream, the count-th time. */
    void append(int thread, int count, int events);

    /** Appends so many events to a stream that holds so many already. */
    void append(String stream, long stored, int events);

    /** Stores a stream of so many events, in commits of so many. */
    default void fill(String stream, int events, int eventsInACommit) {
        for (int stored = 0; stored < events; stored += eventsInACommit) {
            append(stream, stored, eventsInACommit);
        }
    }

    /** Reads a whole stream; returns how many events it met. */
    int load(String stream);

    /** Reads everything in order, or the first so many; returns how many events it met. */
    int feed(int atMost);

    @Override
    void close();
}
