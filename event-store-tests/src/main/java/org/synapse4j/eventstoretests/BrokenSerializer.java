package org.synapse4j.eventstoretests;

import java.util.List;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.jackson.JacksonSerializer;

/** A right serialiser, to be broken in one small way by overriding. */
class BrokenSerializer implements Serializer {
    private final Serializer right;

    BrokenSerializer() {
        this(new JacksonSerializer());
    }

    BrokenSerializer(Serializer right) {
        this.right = right;
    }

    @Override
    public List<Representation<?>> writes() {
        return right.writes();
    }

    @Override
    public boolean reads(Representation<?> representation) {
        return representation.equals(Representation.JSON);
    }

    @Override
    public <V> Payload<V> serialize(Object object, Representation<V> representation) {
        Payload<V> payload = right.serialize(object, representation);
        return new Payload<>(representation, representation.type().cast(written(payload.in(Representation.JSON))));
    }

    @Override
    public <T> T deserialize(Payload<?> payload, Class<T> type) {
        return right.deserialize(Payload.json(read(payload.in(Representation.JSON))), type);
    }

    /** The JSON that is stored instead of this one. */
    String written(String json) {
        return json;
    }

    /** The JSON that is read instead of this one. */
    String read(String json) {
        return json;
    }
}
