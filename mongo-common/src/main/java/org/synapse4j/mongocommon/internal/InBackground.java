package org.synapse4j.mongocommon.internal;

/**
 * What lets go of the server, and would wait for a server that is silent for longer than the call may take. Nothing of what is stored or read
 * is done here.
 */
final class InBackground {
    private InBackground() {}

    /** Runs this in a thread of its own, which keeps no JVM alive. */
    static Thread run(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
