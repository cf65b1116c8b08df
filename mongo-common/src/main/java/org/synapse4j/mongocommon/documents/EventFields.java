package org.synapse4j.mongocommon.documents;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonBinaryReader;
import org.bson.BsonReader;
import org.bson.BsonSerializationException;
import org.bson.BsonType;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Bytes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.mongocommon.bson.JsonBson;

/**
 * The fields of one event or snapshot, collected as they are met in a document. A payload that is native BSON is at hand as that, and turned
 * into JSON when somebody asks for the text. Where one of them is not as this library writes it, the payload is unreadable, and nothing else
 * fails (ADR 20): the fields that can be read are told, so that queries find it.
 */
public final class EventFields {
    private static final EventId NO_ID = EventId.of(new UUID(0, 0));

    /** The name of the type of an event whose type cannot be read. */
    private static final TypeName NO_TYPE = TypeName.of("unreadable");

    private static final int MILLISECOND = 1_000_000;

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
    private boolean removed;
    private @Nullable RuntimeException failure;

    /** Takes all fields of this member of a list. */
    void takeAll(Elements member) {
        try {
            for (Elements fields = member.inner(); fields.next(); ) {
                take(fields.name(), fields);
            }
        } catch (RuntimeException error) {
            fail(error);
        }
    }

    /** Takes a field, if it is one of an event's. */
    public void take(String name, Elements field) {
        try {
            switch (name) {
                case Fields.EVENT -> id = new EventId(field.uuid());
                case Fields.TYPE -> type = TypeName.of(field.string());
                case Fields.REVISION -> revision = Revision.of(field.string());
                case Fields.AT -> time = Instant.ofEpochMilli(field.dateTime());
                case Fields.NANOS -> nanos = (int) field.integer(0, MILLISECOND - 1);
                case Fields.TAGS -> readTags(field.inner());
                case Fields.METADATA -> metadata = readMetadata(field);
                case Fields.REPRESENTATION -> representation = field.string();
                case Fields.PAYLOAD -> {
                    payloadType = (byte) field.type().getValue();
                    payload = field.value();
                }
                case Fields.TOMBSTONE -> removed = true;
                default -> {
                    // none of an event's
                }
            }
        } catch (RuntimeException error) {
            fail(error);
        }
    }

    /** Takes note that something was met that makes it unreadable; the first such thing is told. */
    public void fail(RuntimeException error) {
        if (failure == null) {
            failure = error;
        }
    }

    /** Whether the event was removed, which is all that is left of it. */
    boolean isRemoved() {
        return removed;
    }

    /** The fault of the event, payload aside; null of one that is as this library writes it. */
    @Nullable
    RuntimeException oddity() {
        require(id, Fields.EVENT);
        requireWhole();
        return failure;
    }

    /** The event. */
    SerializedEvent event(EventPlace place) {
        if (oddity() == null) {
            try {
                return new SerializedEvent(
                        Objects.requireNonNull(id),
                        Objects.requireNonNull(type),
                        Objects.requireNonNull(revision),
                        tags,
                        payload(place),
                        metadata,
                        time());
            } catch (RuntimeException error) {
                fail(error);
            }
        }
        return new SerializedEvent(
                id == null ? NO_ID : id,
                type == null ? NO_TYPE : type,
                revision == null ? Revision.FIRST : revision,
                tags,
                Payload.unreadable(unreadable(place, Objects.requireNonNull(failure))),
                Map.of(),
                time());
    }

    /** The snapshot. */
    public SerializedSnapshot snapshot(StreamId stream, Version version) {
        requireWhole();
        if (failure == null) {
            try {
                return new SerializedSnapshot(
                        stream,
                        version,
                        Objects.requireNonNull(type),
                        Objects.requireNonNull(revision),
                        payload(null),
                        metadata,
                        time());
            } catch (RuntimeException error) {
                fail(error);
            }
        }
        return new SerializedSnapshot(
                stream,
                version,
                type == null ? NO_TYPE : type,
                revision == null ? Revision.FIRST : revision,
                Payload.unreadable(unreadable(null, Objects.requireNonNull(failure))),
                Map.of(),
                time());
    }

    /** The time; the beginning of 1970 where there is none. */
    public Instant time() {
        return time == null ? Instant.EPOCH : time.plusNanos(nanos);
    }

    private void requireWhole() {
        require(type, Fields.TYPE);
        require(revision, Fields.REVISION);
        require(time, Fields.AT);
        require(payload, Fields.PAYLOAD);
    }

    private void require(@Nullable Object value, String field) {
        if (value == null) {
            fail(new BsonSerializationException("The field " + field + " is missing"));
        }
    }

    private static SerializationException unreadable(@Nullable EventPlace place, RuntimeException why) {
        return new SerializationException(
                "Its document is not as Synapse4j writes it. It says: " + why.getMessage(), place, why);
    }

    /**
     * The payload, as far as it can be told without a look at its value.
     *
     * @param place the event's, for the error of who looks at it and cannot read it; null of a snapshot
     */
    public Payload<?> payload(@Nullable EventPlace place) {
        byte valueType = payloadType;
        Bytes value = Objects.requireNonNull(payload);
        String name = representation;
        if (name == null) {
            Payload<String> json = Payload.deferred(
                    Representation.JSON, () -> read(() -> JsonBson.read(valueType, value.toArray(), 0), place));
            return valueType == BsonType.DOCUMENT.getValue()
                    ? json.alsoIn(new Payload<>(Representation.BSON_BYTES, value))
                    : json;
        }
        if (valueType == BsonType.STRING.getValue()) {
            return Payload.deferred(
                    Representation.text(name),
                    () -> read(() -> onValue(valueType, value, BsonReader::readString), place));
        }
        if (name.equals(Representation.JSON.name())
                && onValue(valueType, value, BsonReader::peekBinarySubType) != EventBson.BYTES_NAMED_JSON.getValue()) {
            return Payload.deferred(
                    Representation.JSON,
                    () -> read(() -> new String(bytes(valueType, value), StandardCharsets.UTF_8), place));
        }
        return Payload.deferred(
                Representation.binary(name), () -> read(() -> Bytes.of(bytes(valueType, value)), place));
    }

    private static <T> T read(Supplier<T> reading, @Nullable EventPlace place) {
        try {
            return reading.get();
        } catch (RuntimeException error) {
            throw unreadable(place, error);
        }
    }

    private static byte[] bytes(byte type, Bytes value) {
        return onValue(type, value, reader -> reader.readBinaryData().getData());
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

    /** Each that can be read, though another cannot. */
    private void readTags(Elements members) {
        tags = new LinkedHashSet<>();
        while (members.next()) {
            try {
                tags.add(Tag.of(members.string()));
            } catch (RuntimeException error) {
                fail(error);
            }
        }
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
