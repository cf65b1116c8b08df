package org.synapse4j.tck.suites;

import java.util.List;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.tck.kit.Subject;

/**
 * The objects of an application as the TCK has them, which knows no library that writes any.
 *
 * @param text letters and digits
 */
record Said(String text) {
    private static final String BEFORE = "{\"said\":\"";
    private static final String AFTER = "\"}";

    /** An event store on the storage; closing it closes the storage. */
    static EventStore on(Subject store) {
        EventTypes types = EventTypes.builder().add("Said", Said.class).build();
        return EventStore.builder(types).serializer(new Json()).on(store.storage());
    }

    /** Writes and reads what is said, and nothing else. */
    private static final class Json implements Serializer {
        @Override
        public List<Representation<?>> writes() {
            return List.of(Representation.JSON);
        }

        @Override
        public boolean reads(Representation<?> representation) {
            return representation.equals(Representation.JSON);
        }

        @Override
        public <V> Payload<V> serialize(Object object, Representation<V> representation) {
            if (!(object instanceof Said said)) {
                throw new SerializationException("Only what is said can be written", null);
            }
            return new Payload<>(representation, representation.type().cast(BEFORE + said.text + AFTER));
        }

        @Override
        public <T> T deserialize(Payload<?> payload, Class<T> type) {
            String json = payload.in(Representation.JSON).replaceAll("\\s", "");
            if (!json.startsWith(BEFORE) || !json.endsWith(AFTER) || !type.equals(Said.class)) {
                throw new SerializationException("Nothing is said", null);
            }
            return type.cast(new Said(json.substring(BEFORE.length(), json.length() - AFTER.length())));
        }
    }
}
