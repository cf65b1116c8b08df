package org.synapse4j.mongocommon.internal;

import com.mongodb.client.MongoClient;
import java.util.concurrent.TimeUnit;

/** A client that was opened for a storage, and ends with it. Thread-safe. */
record OwnClient(MongoClient client) {
    /** So long it is waited for in any case: a client whose server answers is closed much sooner. */
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * Closes it, and waits for that until the deadline, or half a second where that is more. Before it hangs up, the driver tells the server which
     * of its sessions end, and of a server that is silent it awaits the answer for longer than any call may take. So this is done in a thread
     * that keeps no JVM alive: what is not done by then, or when this thread is interrupted, goes on there.
     */
    void close(Deadline deadline) {
        InBackground.await("synapse4j closing", client::close, Math.max(deadline.left(), LEAST_NANOS));
    }
}
