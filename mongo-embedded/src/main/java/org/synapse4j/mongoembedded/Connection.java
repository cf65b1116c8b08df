package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client's connection: reads a command, answers it, reads the next. Its thread is its own. */
final class Connection {
    private static final AtomicInteger REPLIES = new AtomicInteger();
    private static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final ServerPart handler;
    private final Consumer<Connection> gone;
    private volatile boolean wanted = true;
    private volatile @Nullable Thread thread;

    Connection(Socket socket, ServerPart handler, Consumer<Connection> gone) {
        this.socket = socket;
        this.handler = handler;
        this.gone = gone;
    }

    void start() {
        thread = Connections.daemon(this::serve, "embedded-mongo-" + socket.getLocalPort() + "-" + socket.getPort());
    }

    /** From any thread. What it is doing ends; what it was about to do is not done. */
    void hangUp() {
        wanted = false;
        closeSocket();
        Thread serving = thread;
        if (serving != null) {
            serving.interrupt();
        }
    }

    private void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
            Optional<Request> request = Request.read(in);
            while (wanted && request.isPresent()) {
                Optional<Document> reply = handler.handle(request.get(), () -> wanted);
                if (reply.isEmpty()) {
                    return;
                }
                if (request.get().answered()) {
                    write(request.get(), reply.get(), socket.getOutputStream());
                }
                request = Request.read(in);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            // The client has gone, or sent what is no command: either way this is the end of the connection.
            closeSocket();
        } finally {
            gone.accept(this);
        }
    }

    private static void write(Request request, Document reply, OutputStream out) throws IOException {
        ByteBuf buffer = Unpooled.buffer();
        buffer.writeIntLE(0).writeIntLE(REPLIES.incrementAndGet()).writeIntLE(request.id());
        if (request.legacy()) {
            int awaitCapable = 8;
            buffer.writeIntLE(Request.OP_REPLY).writeIntLE(awaitCapable).writeLongLE(0);
            buffer.writeIntLE(0).writeIntLE(1);
        } else {
            buffer.writeIntLE(Request.OP_MSG).writeIntLE(0).writeByte(0);
        }
        Bson.encode(reply, buffer);
        buffer.setIntLE(0, buffer.writerIndex());
        buffer.getBytes(0, out, buffer.writerIndex());
        out.flush();
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it will be.
        }
    }
}
