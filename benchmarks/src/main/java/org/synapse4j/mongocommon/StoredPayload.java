package org.synapse4j.mongocommon;

import java.nio.ByteBuffer;
import org.bson.BsonBinaryReader;
import org.bson.ByteBuf;
import org.synapse4j.api.serialization.Payload;

/** A payload as both layouts store it, for measuring: it lies in this package, since what it calls is nobody else's. */
public final class StoredPayload {
    private StoredPayload() {}

    /** A document that holds the payload only. */
    public static byte[] write(Payload<?> payload) {
        ByteBuf document = Documents.document(writer -> EventBson.writePayload(writer, payload, false))
                .getByteBuffer();
        byte[] bytes = new byte[document.remaining()];
        document.get(bytes);
        return bytes;
    }

    /** The payload of such a document. */
    public static Payload<?> read(byte[] document) {
        EventBson.Builder event = new EventBson.Builder();
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(document))) {
            reader.readStartDocument();
            int start = reader.getBsonInput().getPosition();
            reader.readBsonType();
            event.take(reader.readName(), reader, document, start);
        }
        return event.payload();
    }
}
