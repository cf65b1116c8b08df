package org.synapse4j.mongofixture;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line between one client and a server, which can be cut: at once, or just before the client learns that the server hung up,
 * so that it gets no word through afterwards; or fall silent, as if the server had stopped. Thread-safe.
 */
final class Link implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket entry;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean silentUp;
    private volatile boolean silentDown;
    private volatile long delay;
    private volatile Runnable onHangUp = () -> {};

    private Link(InetSocketAddress server, ServerSocket entry) {
        this.server = server;
        this.entry = entry;
    }

    /** A line to the server at {@code mongodb://host:port}, in use at once. */
    static Link to(String server) {
        ServerAddress address =
                new ServerAddress(new ConnectionString(server).getHosts().get(0));
        try {
            Link link = new Link(
                    new InetSocketAddress(address.getHost(), address.getPort()),
                    new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            start("link", link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException("No port for a link", e);
        }
    }

    /** Where the client connects to: host and port. */
    String address() {
        return "127.0.0.1:" + entry.getLocalPort();
    }

    /** When the server hangs up next, cuts the line before the client learns of it, then runs this. */
    void cutWhenServerHangsUp(Runnable then) {
        onHangUp = () -> {
            onHangUp = () -> {};
            cut = true;
            then.run();
        };
    }

    void mend() {
        cut = false;
    }

    /** From now on nothing that is sent arrives, either way, and nobody hangs up. */
    void fallSilent() {
        silentUp = true;
        silentDown = true;
    }

    /** From now on nothing that the server sends arrives, and nobody hangs up. */
    void loseAnswers() {
        silentDown = true;
    }

    /** From now on what the server sends arrives so much later. */
    void delay(Duration late) {
        delay = late.toMillis();
    }

    @Override
    public void close() {
        hangUp();
    }

    /** Cuts the line for good. */
    void hangUp() {
        cut = true;
        quietly(entry);
        ends.forEach(Link::quietly);
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                if (cut) {
                    quietly(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                if (!entry.isClosed()) {
                    throw new UncheckedIOException("A link broke", e);
                }
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket();
        try {
            upstream.connect(server, 2000);
        } catch (IOException e) {
            quietly(client);
            return;
        }
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        ends.add(client);
        ends.add(upstream);
        start("link up", () -> pump(client, upstream, Way.UP));
        start("link down", () -> pump(upstream, client, Way.DOWN));
    }

    private enum Way {
        UP,
        DOWN
    }

    /** A line that is cut carries nothing, and hangs up. */
    private void pump(Socket from, Socket to, Way way) {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0 && !cut;
                    read = from.getInputStream().read(buffer)) {
                if (way == Way.DOWN) {
                    Thread.sleep(delay);
                }
                if (!(way == Way.DOWN ? silentDown : silentUp)) {
                    to.getOutputStream().write(buffer, 0, read);
                    to.getOutputStream().flush();
                }
            }
        } catch (IOException | InterruptedException e) {
            // One end hung up: so does the other, below.
        }
        if (way == Way.DOWN) {
            onHangUp.run();
        }
        ends.remove(from);
        ends.remove(to);
        quietly(from);
        quietly(to);
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            throw new IllegalStateException("A socket does not close", e);
        }
    }
}
