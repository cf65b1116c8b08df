package org.synapse4j.mongoembedded;

import java.io.UncheckedIOException;
import java.net.ServerSocket;

/**
 * A MongoDB server in this JVM, on a free port of the loopback interface, with its data in memory. For trying out and for
 * tests. Thread-safe. Its threads are daemons: a server that nobody closes ends with the JVM.
 */
public final class EmbeddedMongo implements AutoCloseable {
    private final MendedBackend backend = new MendedBackend();
    private final CommandLog commands = new CommandLog();
    private final FaultSchedule schedule = new FaultSchedule(this::executeLate);
    private final Faults faults = new Faults(schedule);
    private final Connections connections;

    private EmbeddedMongo(ServerSocket port) {
        connections = new Connections(port, new FaultyCommands(backend, commands, schedule));
    }

    /**
     * Starts a server without data. Blocks until it takes connections, a few milliseconds.
     *
     * @throws UncheckedIOException if the loopback interface has no free port
     */
    public static EmbeddedMongo start() {
        EmbeddedMongo server = new EmbeddedMongo(Connections.freePort());
        server.connections.start();
        return server;
    }

    /** Where it listens: {@code mongodb://127.0.0.1:port}, to be followed by a database and options. Stays the same. */
    public String connectionString() {
        return "mongodb://127.0.0.1:" + connections.port();
    }

    /** The faults of this server, which a test plans. */
    public Faults faults() {
        return faults;
    }

    /** The commands that this server was sent. */
    public CommandLog commands() {
        return commands;
    }

    /**
     * Stops as if its process were killed, but keeps the data. All connections are dropped, and so is each new one at once. The
     * command that is running is executed, its answer lost; none is executed after this returns. Cursors are forgotten, faults
     * that have not fired stay. Of a server that is down it does nothing.
     */
    public void kill() {
        connections.refuse();
        backend.quiesce();
    }

    /**
     * Takes connections again, at the same port, with the same data. Of a server that runs it does nothing.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void restart() {
        connections.admit();
    }

    /** Stops for good; the data is gone. Again, it does nothing. */
    @Override
    public void close() {
        connections.close();
        schedule.clear();
        backend.quiesce();
        backend.close();
    }

    private void executeLate(Request request) {
        if (backend.run(request, connections::accepting).isEmpty()) {
            throw new IllegalStateException("The server is down: a write cannot be delivered to it");
        }
    }
}
