package org.synapse4j.mongoembedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The port and its connections, a daemon thread each. The port is held from start to close: a server that is down lets its
 * clients connect and hangs up on them, so that nobody else can take the port meanwhile. Thread-safe.
 */
final class Connections implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 512;
    private static final int CLOSE_MILLIS = 10_000;

    private final ServerSocket server;
    private final ServerPart handler;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean accepting = true;
    private volatile @Nullable Thread acceptor;

    Connections(ServerSocket server, ServerPart handler) {
        this.server = server;
        this.handler = handler;
    }

    /** @throws UncheckedIOException if there is no port to be had */
    static ServerSocket freePort() {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), BACKLOG);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded server found no port", e);
        }
    }

    synchronized void start() {
        acceptor = daemon(this::accept, "embedded-mongo-" + port());
    }

    int port() {
        return server.getLocalPort();
    }

    boolean accepting() {
        return accepting;
    }

    /** Hangs up on all, and on all that come. Commands that wait for their turn are not executed any more. */
    synchronized void refuse() {
        accepting = false;
        open.forEach(Connection::hangUp);
    }

    /** @throws IllegalStateException if the port is given up */
    synchronized void admit() {
        if (server.isClosed()) {
            throw new IllegalStateException("The server is closed: neither its port nor its data is there any more");
        }
        accepting = true;
    }

    /** Returns when the port is free. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded server's port does not close", e);
        } finally {
            refuse();
            awaitAcceptor();
        }
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A socket that is closed goes on listening until the thread that waits at it has noticed. */
    private void awaitAcceptor() {
        Thread waiting = acceptor;
        try {
            if (waiting != null) {
                waiting.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                serve(server.accept());
            } catch (IOException e) {
                // Closed, which ends the loop, or a client that was gone before it was there.
            }
        }
    }

    private synchronized void serve(Socket socket) throws IOException {
        if (!accepting) {
            socket.close();
            return;
        }
        Connection connection = new Connection(socket, handler, open::remove);
        open.add(connection);
        connection.start();
    }
}
