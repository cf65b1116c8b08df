package org.synapse4j.mongocommon.documents;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBinaryWriter;
import org.bson.UuidRepresentation;
import org.synapse4j.api.Revision;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.mongocommon.bson.ByteSink;
import org.synapse4j.mongocommon.bson.JsonBson;

/**
 * The fields of an event or a snapshot as BSON elements, the same in both layouts. An event is encoded once, by the thread that
 * appends it, and its elements are copied into whatever document its layout makes. {@link EventFields} reads them back.
 */
public final class EventBson {
    /** Of bytes whose representation has the name of JSON's: what has that name and is of no subtype is JSON text, stored raw. */
    static final BsonBinarySubType BYTES_NAMED_JSON = BsonBinarySubType.USER_DEFINED;

    /** The bytes before the value of a payload: its type, its name, and the end of that. */
    private static final int PAYLOAD_HEAD = 2 + Fields.PAYLOAD.length();

    private EventBson() {}

    /** The elements of an event. */
    static byte[] encode(SerializedEvent event, JsonForm form) {
        return RawDocuments.elements(writer -> {
            writer.writeBinaryData(Fields.EVENT, new BsonBinary(event.id().value(), UuidRepresentation.STANDARD));
            writeDescription(writer, event.type(), event.revision(), event.time());
            if (!event.tags().isEmpty()) {
                writer.writeStartArray(Fields.TAGS);
                event.tags().forEach(tag -> writer.writeString(tag.toString()));
                writer.writeEndArray();
            }
            writePayload(writer, event.payload(), form);
            writeMetadata(writer, event.metadata());
        });
    }

    public static void writeDescription(BsonBinaryWriter writer, TypeName type, Revision revision, Instant time) {
        writer.writeString(Fields.TYPE, type.value());
        writer.writeString(Fields.REVISION, revision.value());
        writer.writeDateTime(Fields.AT, time.toEpochMilli());
        int rest = time.get(ChronoField.NANO_OF_SECOND) % 1_000_000;
        if (rest != 0) {
            writer.writeInt32(Fields.NANOS, rest);
        }
    }

    public static void writePayload(BsonBinaryWriter writer, Payload<?> payload, JsonForm form) {
        Object value = payload.value();
        boolean json = payload.representation().equals(Representation.JSON);
        if (json && form == JsonForm.NATIVE) {
            ByteSink element = JsonBson.write((String) value, Fields.PAYLOAD);
            if (element != null) {
                writer.getBsonOutput().writeBytes(element.array(), 0, element.size());
                return;
            }
        }
        if (json) {
            byte[] utf8 = ((String) value).getBytes(StandardCharsets.UTF_8);
            writer.writeBinaryData(Fields.PAYLOAD, new BsonBinary(utf8));
        } else if (value instanceof String text) {
            writer.writeString(Fields.PAYLOAD, text);
        } else {
            boolean likeJson = payload.representation().name().equals(Representation.JSON.name());
            writer.writeBinaryData(
                    Fields.PAYLOAD,
                    new BsonBinary(likeJson ? BYTES_NAMED_JSON : BsonBinarySubType.BINARY, ((Bytes) value).toArray()));
        }
        writer.writeString(Fields.REPRESENTATION, payload.representation().name());
    }

    /** A pair for each entry where a name begins with a dollar, which servers before 5.0 refuse; else a document. */
    public static void writeMetadata(BsonBinaryWriter writer, Map<String, String> metadata) {
        if (metadata.keySet().stream().noneMatch(key -> key.startsWith("$"))) {
            writer.writeStartDocument(Fields.METADATA);
            metadata.forEach(writer::writeString);
            writer.writeEndDocument();
            return;
        }
        writer.writeStartArray(Fields.METADATA);
        metadata.forEach((key, value) -> {
            writer.writeStartArray();
            writer.writeString(key);
            writer.writeString(value);
            writer.writeEndArray();
        });
        writer.writeEndArray();
    }

    /** A JSON payload as it will come back. */
    static Payload<?> roundTrip(Payload<?> payload) {
        ByteSink element = JsonBson.write((String) payload.value(), Fields.PAYLOAD);
        return element == null
                ? payload
                : new Payload<>(Representation.JSON, JsonBson.read(element.array()[0], element.array(), PAYLOAD_HEAD));
    }
}
