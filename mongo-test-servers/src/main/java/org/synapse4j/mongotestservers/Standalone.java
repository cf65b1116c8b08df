package org.synapse4j.mongotestservers;

import com.mongodb.MongoException;
import java.nio.file.Path;
import java.time.Duration;
import org.bson.Document;

/**
 * A mongod on this machine that is no member of a replica set, and can be killed. Each call blocks until it has taken effect. It ends
 * with the JVM if it is not closed before. Thread-safe.
 */
public final class Standalone implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int ONLY = 0;

    private final Supervisor supervisor;
    private final Node node;

    private Standalone(Supervisor supervisor, Node node) {
        this.supervisor = supervisor;
        this.node = node;
    }

    static Standalone start(Path mongod) {
        Node node = new Node(ONLY, FreePorts.find(1).get(0));
        Standalone server = new Standalone(Supervisor.start(mongod, ""), node);
        try {
            server.restart();
            return server;
        } catch (RuntimeException | Error e) {
            try (server) {
                throw e;
            }
        }
    }

    /**
     * How a driver reaches it; options go behind a question mark.
     *
     * @param database the database to name
     */
    public String connectionString(String database) {
        return "mongodb://" + node.address() + "/" + database;
    }

    /** Kills it with SIGKILL. Returns once its process is gone. */
    public void kill() {
        supervisor.kill(ONLY);
    }

    /** Pauses it with SIGSTOP: it keeps its connections and answers nothing. */
    public void pause() {
        supervisor.pause(ONLY);
    }

    /** Lets it run on after a pause. */
    public void resume() {
        supervisor.resume(ONLY);
    }

    /**
     * Starts it on its data; if it still runs, it is killed first. Returns when it answers.
     *
     * @throws IllegalStateException if it does not within a minute, or the thread is interrupted, and then stays so
     */
    public void restart() {
        supervisor.start(ONLY, node.port());
        if (!node.await(hello -> true, START, () -> true)) {
            throw new IllegalStateException("The server does not start: " + supervisor.log(ONLY));
        }
    }

    /**
     * From now on nothing is waited for that is in the journal: who asks for that has to wait. Reads go on, and so do writes that do
     * not ask. The server may put small parts into the journal by itself all the same, a tenth of a second later.
     *
     * @throws MongoException if it refuses
     */
    public void stallJournal() {
        flusher("alwaysOn");
    }

    /**
     * Lets the journal go on.
     *
     * @throws MongoException if it refuses
     */
    public void resumeJournal() {
        flusher("off");
    }

    /** Kills it and removes its data. Again, it does nothing. */
    @Override
    public void close() {
        try {
            supervisor.close();
        } finally {
            node.close();
        }
    }

    private void flusher(String pauses) {
        node.run(new Document("configureFailPoint", "pauseJournalFlusherBeforeFlush").append("mode", pauses));
    }
}
