package org.synapse4j.mongoembedded;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * BSON to the backend's documents and back. The backend's own codec does the scalars; binary data is done here, as it knows
 * only some subtypes.
 */
final class Bson {
    private static final int UUID_LENGTH = 16;

    private Bson() {}

    static Document decode(ByteBuf in) {
        Document document = new Document();
        int end = in.readerIndex() + in.readIntLE();
        for (byte type = in.readByte(); type != BsonConstants.TERMINATING_BYTE; type = in.readByte()) {
            String name = BsonDecoder.decodeCString(in);
            document.put(name, decodeValue(type, in));
        }
        if (in.readerIndex() != end) {
            throw new IllegalArgumentException("A document's length is wrong");
        }
        return document;
    }

    static void encode(Map<String, ?> document, ByteBuf out) {
        int start = out.writerIndex();
        out.writeIntLE(0);
        document.forEach((name, value) -> encodeElement(name, value, out));
        endDocument(start, out);
    }

    /** About how many bytes the value takes; never less by more than a few percent. */
    static int size(@Nullable Object value) {
        if (value instanceof Map<?, ?> document) {
            int size = 5;
            for (Map.Entry<?, ?> field : document.entrySet()) {
                size += 2 + ByteBufUtil.utf8Bytes((String) field.getKey()) + size(field.getValue());
            }
            return size;
        }
        if (value instanceof Collection<?> values) {
            int size = 5;
            for (Object element : values) {
                size += 8 + size(element);
            }
            return size;
        }
        if (value instanceof String text) {
            return 5 + ByteBufUtil.utf8Bytes(text);
        }
        if (value instanceof BinData binary) {
            return 5 + binary.getData().length;
        }
        return value instanceof TypedBinary binary ? 5 + binary.data().length : UUID_LENGTH;
    }

    /** Whether it takes more bytes, exactly. It is encoded to find out, but only if it may be so large. */
    static boolean isLarger(Document document, int bytes) {
        if (size(document) < bytes / 2) {
            return false;
        }
        ByteBuf out = Unpooled.buffer(bytes);
        encode(document, out);
        return out.writerIndex() > bytes;
    }

    private static @Nullable Object decodeValue(byte type, ByteBuf in) {
        return switch (type) {
            case BsonConstants.TYPE_EMBEDDED_DOCUMENT -> decode(in);
            case BsonConstants.TYPE_ARRAY -> new ArrayList<>(decode(in).values());
            case BsonConstants.TYPE_DATA -> decodeBinary(in);
            default -> BsonDecoder.decodeValue(type, in);
        };
    }

    private static Object decodeBinary(ByteBuf in) {
        int length = in.readIntLE();
        byte subtype = in.readByte();
        if (subtype == BsonConstants.BINARY_SUBTYPE_UUID && length == UUID_LENGTH) {
            return new UUID(in.readLong(), in.readLong());
        }
        byte[] data = new byte[length];
        in.readBytes(data);
        return subtype == BsonConstants.BINARY_SUBTYPE_GENERIC ? new BinData(data) : new TypedBinary(subtype, data);
    }

    private static void encodeElement(String name, @Nullable Object value, ByteBuf out) {
        if (value instanceof Map<?, ?> document) {
            encodeHeader(BsonConstants.TYPE_EMBEDDED_DOCUMENT, name, out);
            int start = out.writerIndex();
            out.writeIntLE(0);
            document.forEach((field, element) -> encodeElement((String) field, element, out));
            endDocument(start, out);
        } else if (value instanceof Collection<?> values) {
            encodeHeader(BsonConstants.TYPE_ARRAY, name, out);
            int start = out.writerIndex();
            out.writeIntLE(0);
            int index = 0;
            for (Object element : values) {
                encodeElement(Integer.toString(index++), element, out);
            }
            endDocument(start, out);
        } else if (value instanceof TypedBinary binary) {
            encodeHeader(BsonConstants.TYPE_DATA, name, out);
            out.writeIntLE(binary.data().length);
            out.writeByte(binary.subtype());
            out.writeBytes(binary.data());
        } else {
            byte type = BsonEncoder.determineType(value);
            encodeHeader(type, name, out);
            BsonEncoder.encodeValue(type, value, out);
        }
    }

    private static void encodeHeader(byte type, String name, ByteBuf out) {
        out.writeByte(type);
        out.writeCharSequence(name, StandardCharsets.UTF_8);
        out.writeByte(BsonConstants.STRING_TERMINATION);
    }

    private static void endDocument(int start, ByteBuf out) {
        out.writeByte(BsonConstants.TERMINATING_BYTE);
        out.setIntLE(start, out.writerIndex() - start);
    }
}
