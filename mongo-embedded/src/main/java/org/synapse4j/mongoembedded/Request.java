package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A command as it came over the wire.
 *
 * @param id what its reply refers to
 * @param legacy whether it came as OP_QUERY, as the first of a connection does, and is answered as such
 * @param answered whether the client waits for a reply
 * @param database the database it is for
 * @param name its name, as written
 * @param body the whole command, with its documents
 */
record Request(int id, boolean legacy, boolean answered, String database, String name, Document body) {
    static final int MAX_MESSAGE = 48_000_000;
    static final int OP_REPLY = 1;
    static final int OP_QUERY = 2004;
    static final int OP_MSG = 2013;

    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 2;
    private static final int CHECKSUM_LENGTH = 4;
    private static final int HEADER_LENGTH = 16;
    /** The commands that a driver sends of its own accord, at times of its own. */
    private static final Set<String> HANDSHAKES = Set.of("hello", "ismaster");
    /** The fields that hold the statements of a write. */
    private static final List<String> STATEMENTS = List.of("documents", "updates", "deletes");

    /** Waits for the next command; empty when the client has gone. */
    static Optional<Request> read(DataInputStream in) throws IOException {
        byte[] frame;
        try {
            int length = Integer.reverseBytes(in.readInt());
            if (length < HEADER_LENGTH || length > MAX_MESSAGE) {
                throw new IOException("A message of " + length + " bytes");
            }
            frame = new byte[length - Integer.BYTES];
            in.readFully(frame);
        } catch (EOFException e) {
            return Optional.empty();
        }
        ByteBuf buffer = Unpooled.wrappedBuffer(frame);
        int id = buffer.readIntLE();
        buffer.readIntLE();
        int operation = buffer.readIntLE();
        return switch (operation) {
            case OP_QUERY -> Optional.of(query(id, buffer));
            case OP_MSG -> Optional.of(message(id, buffer));
            default -> throw new IOException("Operation " + operation + " is not supported");
        };
    }

    /** Whether it is the driver's own, not its user's. */
    boolean handshake() {
        return HANDSHAKES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The collection it is for; empty where it is for none. */
    String collection() {
        Object collection = name.equalsIgnoreCase("getMore") ? body.get("collection") : body.get(name);
        return collection instanceof String text ? text : "";
    }

    /** The field that holds its statements, if it writes. */
    Optional<String> statementsField() {
        return STATEMENTS.stream().filter(body::containsKey).findFirst();
    }

    /** Its statements: the documents of an insert, the parts of an update or delete; none where it is no such command. */
    List<Document> statements() {
        return statementsField()
                .map(field -> CommandFields.documents(body, field))
                .orElse(List.of());
    }

    /** The same command with these of its statements only. */
    Request withStatements(List<Document> some) {
        Document shorter = body.clone();
        statementsField().ifPresent(field -> shorter.put(field, List.copyOf(some)));
        return new Request(id, legacy, answered, database, name, shorter);
    }

    /** Whether a write stops at its first error. */
    boolean ordered() {
        return !Boolean.FALSE.equals(body.get("ordered"));
    }

    private static Request query(int id, ByteBuf buffer) {
        buffer.readIntLE();
        String namespace = BsonDecoder.decodeCString(buffer);
        buffer.skipBytes(2 * Integer.BYTES);
        Document body = Bson.decode(buffer);
        Document command = body.get("$query") instanceof Document wrapped ? wrapped : body;
        String database = namespace.substring(0, Math.max(0, namespace.indexOf('.')));
        return new Request(id, true, true, database, firstKey(command), command);
    }

    private static Request message(int id, ByteBuf buffer) {
        int flags = buffer.readIntLE();
        int trailer = (flags & CHECKSUM_PRESENT) == 0 ? 0 : CHECKSUM_LENGTH;
        Document body = new Document();
        Document sequences = new Document();
        while (buffer.readableBytes() > trailer) {
            if (buffer.readByte() == 0) {
                body = Bson.decode(buffer);
            } else {
                readSequence(buffer, sequences);
            }
        }
        body.putAll(sequences);
        return new Request(
                id, false, (flags & MORE_TO_COME) == 0, String.valueOf(body.get("$db")), firstKey(body), body);
    }

    private static void readSequence(ByteBuf buffer, Document sequences) {
        int end = buffer.readerIndex() + buffer.readIntLE();
        String field = BsonDecoder.decodeCString(buffer);
        List<Document> documents = new ArrayList<>();
        while (buffer.readerIndex() < end) {
            documents.add(Bson.decode(buffer));
        }
        sequences.put(field, documents);
    }

    private static String firstKey(Document command) {
        return command.isEmpty() ? "" : command.keySet().iterator().next();
    }
}
