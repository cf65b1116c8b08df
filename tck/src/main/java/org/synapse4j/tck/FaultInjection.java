package org.synapse4j.tck;

/**
 * Faults for the calls of one storage. Each strikes the next append, or what it names instead, once, and no other storage on the same data.
 * Thread-safe.
 */
public interface FaultInjection {
    /** The next append's connection is lost before anything reaches the data; a second attempt gets through. */
    void loseConnectionBeforeWrite();

    /** The next append reaches the data, and its answer is lost; a second attempt gets through. */
    void loseAnswer();

    /** The next append reaches the data, its answer is lost, and the data stay out of reach until {@link #comeBack()}. */
    void vanishAfterWrite();

    /** Ends what {@link #vanishAfterWrite()} began. */
    void comeBack();

    /**
     * The next append's process dies when this many of its writes have reached the data. A storage whose commits are one write dies
     * before it where the number is 0, after it otherwise. The storage is of no use afterwards: its append throws, whatever it may.
     *
     * @param writes how many writes reach the data
     */
    void dieAfter(int writes);

    /**
     * The process of the next truncation or deletion dies when this many of its writes have reached the data; as {@link #dieAfter} in all else.
     * The writes of a deletion are those to snapshots too.
     *
     * @param writes how many writes reach the data
     */
    void dieInRemovalAfter(int writes);

    /**
     * Where a read that is under way asks for more next, the storage has forgotten it; a second attempt gets through. It strikes no storage that
     * reads all at once.
     */
    void loseCursor();

    /** The next append halts after it has chosen its place and before anything reaches the data, until it is released. */
    Stall stall();

    /** An append that halts. An interrupt of its thread ends the halt as it would end the wait for a server's answer. */
    interface Stall {
        /** Waits until an append has halted here. */
        void awaitHalted() throws InterruptedException;

        /** Lets it go on. */
        void release();
    }
}
