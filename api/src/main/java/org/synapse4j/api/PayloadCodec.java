package org.synapse4j.api;

import java.util.List;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Joins a serialiser and a type registry: objects to payloads in the representation that the storage likes best, and back. */
final class PayloadCodec {
    private final Serializer serializer;
    private final EventTypes types;
    private final Representation<?> representation;

    PayloadCodec(Serializer serializer, EventTypes types, List<Representation<?>> preferred) {
        this.serializer = serializer;
        this.types = types;
        List<Representation<?>> written = serializer.writes();
        this.representation =
                preferred.stream().filter(written::contains).findFirst().orElse(written.get(0));
    }

    EventTypes.Entry entryOf(Object object) {
        return types.entryOf(object.getClass());
    }

    Payload<?> encode(Object object) {
        return serializer.serialize(object, representation);
    }

    Object decode(StoredSerializedEvent stored) {
        String where =
                "version " + stored.version() + " of stream " + stored.stream() + ", position " + stored.position();
        return decode(stored.event().type(), stored.event().payload(), where);
    }

    Object decode(SerializedSnapshot snapshot) {
        String where = "snapshot at version " + snapshot.version() + " of stream " + snapshot.stream();
        return decode(snapshot.type(), snapshot.payload(), where);
    }

    /** Whether this is the state's present schema, so that it can be read at all. */
    boolean isCurrent(SerializedSnapshot snapshot) {
        return types.classOf(snapshot.type())
                .map(type -> types.entryOf(type).revision().equals(snapshot.revision()))
                .orElse(false);
    }

    private Object decode(TypeName name, Payload<?> payload, String where) {
        Class<?> type = types.classOf(name).orElseThrow(() -> new UnknownTypeException(name.value(), where));
        if (!serializer.reads(payload.representation())) {
            throw new SerializationException(
                    "The " + name + " at " + where + " is stored as " + payload.representation() + ", which "
                            + serializer.getClass().getName() + " does not read",
                    null);
        }
        try {
            return serializer.deserialize(payload, type);
        } catch (SerializationException e) {
            throw new SerializationException("The " + name + " at " + where + " cannot be read: " + e.getMessage(), e);
        }
    }
}
