package org.synapse4j.mongoembedded;

/** A fault that holds commands back until the test lets them go. Thread-safe. */
public interface HoldingFault extends Fault {
    /**
     * Lets go what is held back, and all that would be held back later. A held command is then executed and answered, unless the
     * server was killed meanwhile. A write that is delivered late is executed by the caller, and has been when this returns,
     * even if its client has long forgotten it; its answer goes nowhere. Of a fault that was cancelled it does nothing.
     *
     * @throws IllegalStateException if a write is to be delivered while the server is down; it stays undelivered
     */
    void release();
}
