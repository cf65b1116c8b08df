package org.synapse4j.benchmarks.mongo;

/** Who is measured. */
interface Contender extends AutoCloseable {
    /** Appends so many events to the thread's own stream, the count-th time. */
    void append(int thread, int count, int events);

    /** Stores a stream of so many events, in commits of so many. */
    void fill(String stream, int events, int eventsInACommit);

    /** Reads a whole stream; returns how many events it met. */
    int load(String stream);

    /** Reads everything in order; returns how many events it met. */
    int feed();

    @Override
    void close();
}
