package org.synapse4j.mongoembedded;

import java.time.Duration;

/** Something that goes wrong once its command comes. Thread-safe. */
public interface Fault {
    /** How often it happened; a test that injects a fault asks, lest it proves something about a server without faults. */
    int fired();

    /**
     * Waits until it happened at least this often. What it does has taken effect then: the connection is being dropped, the
     * command is held, the write whose answer is lost is applied.
     *
     * @param times how often
     * @param atMost how long to wait
     * @return whether it happened so often in time
     * @throws InterruptedException if the thread is interrupted
     */
    boolean awaitFired(int times, Duration atMost) throws InterruptedException;

    /** Happens no more. A command that it holds goes on; a write that it would deliver late never comes. Again, it does nothing. */
    void cancel();
}
