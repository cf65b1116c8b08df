package org.synapse4j.mongocommon.internal;

import java.util.concurrent.TimeUnit;

/**
 * Work that lets go of the server, and would wait for a server that is silent for longer than the call may take. Nothing of what is stored or read
 * is done here.
 */
final class InBackground {
    private InBackground() {}

    /**
     * Runs this in a thread of its own, and waits for its end for so long: what is not done by then, or when this thread is interrupted, goes on
     * there.
     */
    static void await(String name, Runnable body, long nanos) {
        Thread thread = run(name, body);
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs this in a thread of its own, which keeps no JVM alive. */
    static Thread run(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
