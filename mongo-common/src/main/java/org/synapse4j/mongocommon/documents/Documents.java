package org.synapse4j.mongocommon.documents;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.bson.BsonBinaryWriter;
import org.bson.RawBsonDocument;

/** Makes the documents of the log. */
public final class Documents {
    /** A server takes 16 MB, and some room for itself. */
    public static final long MOST_BYTES = 16_000_000;

    private Documents() {}

    /** A document that holds one event of a run. */
    public static RawBsonDocument ofEvent(PlacedRun run, int index) {
        long slot = run.firstSlot() + index;
        return RawDocuments.document(writer -> {
            writeHead(writer, slot, run.stream(), run.firstVersion() + index, run.descriptor());
            RawDocuments.append(writer, run.events().get(index));
        });
    }

    /** A document that holds all events of a run. */
    public static RawBsonDocument ofRun(PlacedRun run) {
        return RawDocuments.document(writer -> {
            writeHead(writer, run.firstSlot(), run.stream(), run.firstVersion(), run.descriptor());
            writer.writeInt64(Fields.LAST, run.lastVersion());
            writeEvents(writer, run.events());
        });
    }

    /** A slot that holds no event and never will. */
    public static RawBsonDocument ofVoid(long slot) {
        return RawDocuments.document(writer -> {
            writer.writeInt64(Fields.SLOT, slot);
            writer.writeBoolean(Fields.VOID, true);
            writer.writeDateTime(Fields.AT, Instant.now().toEpochMilli());
        });
    }

    /** The tombstone that replaces a document all of whose events were removed. It keeps everything but them. */
    public static RawBsonDocument ofTombstone(LogDocument document, String reason) {
        return RawDocuments.document(writer -> {
            writeKept(writer, document);
            writer.writeString(Fields.TOMBSTONE, reason);
            writer.writeDateTime(Fields.AT, Instant.now().toEpochMilli());
        });
    }

    /** The replacement of a document the first of whose events were removed; the others are kept as they are. */
    public static RawBsonDocument withoutFirst(LogDocument document, int removed) {
        byte[] gone = RawDocuments.elements(writer -> writer.writeString(Fields.TOMBSTONE, LogDocument.TRUNCATED));
        List<byte[]> events = document.eventElements();
        Collections.fill(events.subList(0, removed), gone);
        return RawDocuments.document(writer -> {
            writeKept(writer, document);
            writeEvents(writer, events);
        });
    }

    private static void writeHead(
            BsonBinaryWriter writer, long slot, String stream, long version, Descriptor descriptor) {
        writer.writeInt64(Fields.SLOT, slot);
        writer.writeString(Fields.STREAM, stream);
        writer.writeInt64(Fields.VERSION, version);
        descriptor.write(writer);
        if (slot == descriptor.first()) {
            writer.writeBinaryData(Fields.COMMIT_ID, Descriptor.binary(descriptor.id()));
        }
    }

    private static void writeKept(BsonBinaryWriter writer, LogDocument document) {
        writeHead(writer, document.slot(), document.stream(), document.version(), document.descriptor());
        if (document.holdsList()) {
            writer.writeInt64(Fields.LAST, document.last());
        }
    }

    private static void writeEvents(BsonBinaryWriter writer, List<byte[]> events) {
        writer.writeStartArray(Fields.EVENTS);
        for (byte[] elements : events) {
            writer.writeStartDocument();
            RawDocuments.append(writer, elements);
            writer.writeEndDocument();
        }
        writer.writeEndArray();
    }
}
