package org.synapse4j.mongocommon.documents;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinarySubType;
import org.bson.BsonBinaryWriter;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventId;
import org.synapse4j.api.Revision;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.mongocommon.bson.ByteSink;
import org.synapse4j.mongocommon.bson.JsonBson;

/**
 * The fields of an event or a snapshot as BSON elements, the same in both layouts. An event is encoded once, by the thread that
 * appends it, and its elements are copied into whatever document its layout makes. A payload that is native BSON is at hand as that,
 * and turned back into JSON when somebody asks for the text.
 */
public final class EventBson {
    /** Of bytes whose representation has the name of JSON's: what has that name and is of no subtype is JSON text, stored raw. */
    private static final BsonBinarySubType BYTES_NAMED_JSON = BsonBinarySubType.USER_DEFINED;

    /** What stands before the value of a payload: its type, its name, and the end of that. */
    private static final int PAYLOAD_HEAD = 2 + Fields.PAYLOAD.length();

    private EventBson() {}

    /** The elements of an event; with {@code raw}, its payload as it is, which takes no more room than its text. */
    static byte[] encode(SerializedEvent event, boolean raw) {
        return RawDocuments.elements(writer -> {
            writer.writeBinaryData(Fields.EVENT, new BsonBinary(event.id().value(), UuidRepresentation.STANDARD));
            writeDescription(writer, event.type(), event.revision(), event.time());
            if (!event.tags().isEmpty()) {
                writer.writeStartArray(Fields.TAGS);
                event.tags().forEach(tag -> writer.writeString(tag.toString()));
                writer.writeEndArray();
            }
            writePayload(writer, event.payload(), raw);
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

    public static void writePayload(BsonBinaryWriter writer, Payload<?> payload, boolean raw) {
        Object value = payload.value();
        boolean json = payload.representation().equals(Representation.JSON);
        if (json && !raw) {
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

    private static <T> T onValue(byte type, Bytes value, Function<BsonReader, T> read) {
        int size = value.size() + 7;
        ByteBuffer document = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        document.putInt(size)
                .put(type)
                .put((byte) 0)
                .put(value.toArray())
                .put((byte) 0)
                .flip();
        try (BsonBinaryReader reader = new BsonBinaryReader(document)) {
            reader.readStartDocument();
            reader.readBsonType();
            reader.skipName();
            return read.apply(reader);
        }
    }

    /** Collects the fields of one event or snapshot as they are met in a document. */
    public static final class Builder {
        private @Nullable EventId id;
        private @Nullable TypeName type;
        private @Nullable Revision revision;
        private @Nullable Instant time;
        private int nanos;
        private Set<Tag> tags = Set.of();
        private Map<String, String> metadata = Map.of();
        private byte payloadType;
        private @Nullable Bytes payload;
        private @Nullable String representation;

        /** Takes a field, if it is one of an event's. */
        public void take(String name, Elements field) {
            switch (name) {
                case Fields.EVENT -> id = new EventId(field.uuid());
                case Fields.TYPE -> type = TypeName.of(field.string());
                case Fields.REVISION -> revision = Revision.of(field.string());
                case Fields.AT -> time = Instant.ofEpochMilli(field.dateTime());
                case Fields.NANOS -> nanos = field.int32();
                case Fields.TAGS -> tags = readTags(field.inner());
                case Fields.METADATA -> metadata = readMetadata(field);
                case Fields.REPRESENTATION -> representation = field.string();
                case Fields.PAYLOAD -> {
                    payloadType = (byte) field.type().getValue();
                    payload = field.value();
                }
                default -> {
                    // none of an event's
                }
            }
        }

        boolean hasEvent() {
            return id != null;
        }

        public TypeName type() {
            return Objects.requireNonNull(type, Fields.TYPE);
        }

        public Revision revision() {
            return Objects.requireNonNull(revision, Fields.REVISION);
        }

        public Instant time() {
            return Objects.requireNonNull(time, Fields.AT).plusNanos(nanos);
        }

        public Map<String, String> metadata() {
            return metadata;
        }

        public SerializedEvent event() {
            return new SerializedEvent(
                    Objects.requireNonNull(id, Fields.EVENT), type(), revision(), tags, payload(), metadata, time());
        }

        public Payload<?> payload() {
            byte valueType = payloadType;
            Bytes value = Objects.requireNonNull(payload, Fields.PAYLOAD);
            String name = representation;
            if (name == null) {
                Payload<String> json =
                        Payload.deferred(Representation.JSON, () -> JsonBson.read(valueType, value.toArray(), 0));
                return valueType == BsonType.DOCUMENT.getValue()
                        ? json.alsoIn(new Payload<>(Representation.BSON_BYTES, value))
                        : json;
            }
            if (valueType == BsonType.STRING.getValue()) {
                return Payload.deferred(
                        Representation.text(name), () -> onValue(valueType, value, BsonReader::readString));
            }
            if (name.equals(Representation.JSON.name())
                    && onValue(valueType, value, BsonReader::peekBinarySubType) != BYTES_NAMED_JSON.getValue()) {
                return Payload.deferred(
                        Representation.JSON,
                        () -> onValue(
                                valueType,
                                value,
                                reader -> new String(reader.readBinaryData().getData(), StandardCharsets.UTF_8)));
            }
            return Payload.deferred(
                    Representation.binary(name),
                    () -> onValue(
                            valueType,
                            value,
                            reader -> Bytes.of(reader.readBinaryData().getData())));
        }

        private static Set<Tag> readTags(Elements members) {
            Set<Tag> tags = new LinkedHashSet<>();
            while (members.next()) {
                tags.add(Tag.of(members.string()));
            }
            return tags;
        }

        private static Map<String, String> readMetadata(Elements field) {
            Map<String, String> metadata = new LinkedHashMap<>();
            boolean pairs = field.type() == BsonType.ARRAY;
            for (Elements entries = field.inner(); entries.next(); ) {
                if (pairs) {
                    Elements pair = entries.inner();
                    pair.next();
                    String key = pair.string();
                    pair.next();
                    metadata.put(key, pair.string());
                } else {
                    metadata.put(entries.name(), entries.string());
                }
            }
            return metadata;
        }
    }
}
