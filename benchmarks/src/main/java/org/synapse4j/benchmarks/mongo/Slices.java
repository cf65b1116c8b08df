package org.synapse4j.benchmarks.mongo;

/**
 * Makes the same call again and again for a slice of time; then pauses, so that another may have the machine, and goes on when
 * it is told to. Contenders that take turns meet the same noise.
 */
interface Slices extends AutoCloseable {
    /** Goes on for so long, and until the last call has returned; returns what each call took, in nanoseconds. */
    long[] run(double seconds);

    @Override
    void close();
}
