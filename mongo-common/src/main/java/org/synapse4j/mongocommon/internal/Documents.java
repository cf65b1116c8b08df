package org.synapse4j.mongocommon.internal;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.bson.BsonBinaryWriter;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;

/** Writes the documents of the log. */
public final class Documents {
    /** A server takes 16 MB, and some room for itself. */
    static final long MOST_BYTES = 16_000_000;

    private Documents() {}

    /** A document that holds one event of an append. */
    public static RawBsonDocument ofEvent(PlacedAppend part, int index) {
        long slot = part.firstSlot() + index;
        return document(writer -> {
            writeHead(writer, part, slot, part.firstVersion() + index);
            EventBson.append(writer, part.events().get(index));
        });
    }

    /** A document that holds all events of an append to one stream. */
    public static RawBsonDocument ofAppend(PlacedAppend part) {
        return document(writer -> {
            writeHead(writer, part, part.firstSlot(), part.firstVersion());
            writer.writeInt64(Fields.LAST, part.lastVersion());
            writeEvents(writer, part.events());
        });
    }

    /** A slot that holds no event and never will. */
    static RawBsonDocument ofVoid(long slot) {
        return document(writer -> {
            writer.writeInt64(Fields.SLOT, slot);
            writer.writeBoolean(Fields.VOID, true);
            writer.writeDateTime(Fields.AT, Instant.now().toEpochMilli());
        });
    }

    /** What takes the place of a document all of whose events were removed. It keeps everything but them. */
    static RawBsonDocument ofTombstone(LogDocument document, String reason) {
        return document(writer -> {
            writeKept(writer, document);
            writer.writeString(Fields.TOMBSTONE, reason);
            writer.writeDateTime(Fields.AT, Instant.now().toEpochMilli());
        });
    }

    /** What takes the place of a document the first of whose events were removed; the others are kept as they are. */
    static RawBsonDocument withoutFirst(LogDocument document, int removed) {
        byte[] gone = EventBson.elements(writer -> writer.writeString(Fields.TOMBSTONE, LogDocument.TRUNCATED));
        List<byte[]> kept = document.eventElements();
        return document(writer -> {
            writeKept(writer, document);
            writer.writeStartArray(Fields.EVENTS);
            for (int i = 0; i < kept.size(); i++) {
                writer.writeStartDocument();
                EventBson.append(writer, i < removed ? gone : kept.get(i));
                writer.writeEndDocument();
            }
            writer.writeEndArray();
        });
    }

    private static void writeHead(BsonBinaryWriter writer, PlacedAppend part, long slot, long version) {
        writer.writeInt64(Fields.SLOT, slot);
        writer.writeString(Fields.STREAM, part.stream());
        writer.writeInt64(Fields.VERSION, version);
        part.descriptor().write(writer);
        if (part.isFirst(slot)) {
            writer.writeBinaryData(
                    Fields.COMMIT_ID, Descriptor.binary(part.descriptor().id()));
        }
    }

    private static void writeKept(BsonBinaryWriter writer, LogDocument document) {
        writer.writeInt64(Fields.SLOT, document.slot());
        writer.writeString(Fields.STREAM, document.stream());
        writer.writeInt64(Fields.VERSION, document.version());
        if (document.last() != document.version() || document.holdsList()) {
            writer.writeInt64(Fields.LAST, document.last());
        }
        document.descriptor().write(writer);
        if (document.slot() == document.descriptor().first()) {
            writer.writeBinaryData(
                    Fields.COMMIT_ID, Descriptor.binary(document.descriptor().id()));
        }
    }

    private static void writeEvents(BsonBinaryWriter writer, List<byte[]> events) {
        writer.writeStartArray(Fields.EVENTS);
        for (byte[] elements : events) {
            writer.writeStartDocument();
            EventBson.append(writer, elements);
            writer.writeEndDocument();
        }
        writer.writeEndArray();
    }

    static RawBsonDocument document(Consumer<BsonBinaryWriter> body) {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer(1024);
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            writer.writeStartDocument();
            body.accept(writer);
            writer.writeEndDocument();
            return new RawBsonDocument(buffer.getInternalBuffer(), 0, buffer.getPosition());
        }
    }
}
