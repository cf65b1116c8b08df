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

    /**
     * Happens no more, not even to a command that it is due at and that waits as yet, held or delayed; to one that is being
     * executed it still does. What has happened stays so, and counted: an answer that was lost stays lost. But what it has in
     * hand it lets go: a command that it holds or delays goes on at once, and a write that it would deliver late never comes,
     * released or not. Again, it does nothing.
     */
    void cancel();
}
