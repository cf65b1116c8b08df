package org.synapse4j.mongocommon.documents;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.BsonBinaryWriter;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;

/** Makes documents, or the elements of one, as bytes. What is in them is not known here. */
public final class RawDocuments {
    private RawDocuments() {}

    public static RawBsonDocument document(Consumer<BsonBinaryWriter> body) {
        return write(body, buffer -> new RawBsonDocument(buffer.getInternalBuffer(), 0, buffer.getPosition()));
    }

    /** The bytes written between the start and the end of a document. */
    static byte[] elements(Consumer<BsonBinaryWriter> body) {
        return write(body, buffer -> Arrays.copyOfRange(buffer.getInternalBuffer(), 4, buffer.getPosition() - 1));
    }

    /** Appends elements to the document that is being written: between two of its own, a writer keeps no state of them. */
    public static void append(BsonBinaryWriter writer, byte[] elements) {
        writer.getBsonOutput().writeBytes(elements, 0, elements.length);
    }

    /** How many bytes a document takes. */
    public static int bytes(RawBsonDocument document) {
        return document.getByteBuffer().remaining();
    }

    private static <T> T write(Consumer<BsonBinaryWriter> body, Function<BasicOutputBuffer, T> made) {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer(1024);
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            writer.writeStartDocument();
            body.accept(writer);
            writer.writeEndDocument();
            return made.apply(buffer);
        }
    }
}
