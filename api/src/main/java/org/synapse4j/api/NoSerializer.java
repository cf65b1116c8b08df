package org.synapse4j.api;

import java.util.List;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;

/** The serialiser of a store that knows no types: nobody asks it to read or to write. */
final class NoSerializer implements Serializer {
    @Override
    public List<Representation<?>> writes() {
        return List.of(Representation.JSON);
    }

    @Override
    public boolean reads(Representation<?> representation) {
        return false;
    }

    @Override
    public <V> Payload<V> serialize(Object object, Representation<V> representation) {
        throw none();
    }

    @Override
    public <T> T deserialize(Payload<?> payload, Class<T> type) {
        throw none();
    }

    private static SerializationException none() {
        return new SerializationException("A store that knows no types has no serialiser", null);
    }
}
