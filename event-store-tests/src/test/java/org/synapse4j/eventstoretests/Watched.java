package org.synapse4j.eventstoretests;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.jackson.JacksonSerializer;

/** Jackson's serialiser, as if it read these forms only; it notes in which one it is given what it reads. */
final class Watched implements Serializer {
    private final Serializer json = new JacksonSerializer();
    private final Set<Representation<?>> readable;
    private final List<Representation<?>> given = new CopyOnWriteArrayList<>();

    Watched(Set<Representation<?>> readable) {
        this.readable = Set.copyOf(readable);
    }

    List<Representation<?>> given() {
        return given;
    }

    @Override
    public List<Representation<?>> writes() {
        return json.writes();
    }

    @Override
    public boolean reads(Representation<?> representation) {
        return readable.contains(representation);
    }

    @Override
    public <V> Payload<V> serialize(Object object, Representation<V> representation) {
        return json.serialize(object, representation);
    }

    @Override
    public <T> T deserialize(Payload<?> payload, Class<T> type) {
        given.add(payload.representation());
        return json.deserialize(payload, type);
    }
}
