package org.synapse4j.tcksubscriptions.suites;

import java.util.List;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.spi.StorageStrategy;

/**
 * The event of the rules: the number of a sale in its shop; one whose number is negative cannot be read.
 *
 * @param number from 1 up
 */
record Sold(int number) {
    private static final String BEFORE = "{\"number\":";

    /** An event store on the storage. */
    static EventStore on(StorageStrategy storage) {
        EventTypes types = EventTypes.builder()
                .add("Sold", Sold.class)
                .add("Noise", Noise.class)
                .build();
        return EventStore.builder(types).serializer(new Json()).on(storage);
    }

    /** What no subscription of the rules wants. */
    record Noise() {}

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
            int number = object instanceof Sold sold ? sold.number : 0;
            return new Payload<>(representation, representation.type().cast(BEFORE + number + "}"));
        }

        @Override
        public <T> T deserialize(Payload<?> payload, Class<T> type) {
            String json = payload.in(Representation.JSON).replaceAll("\\s", "");
            int number = Integer.parseInt(json, BEFORE.length(), json.length() - 1, 10);
            if (number < 0 || !type.equals(Sold.class)) {
                throw new SerializationException("This cannot be read", null);
            }
            return type.cast(new Sold(number));
        }
    }
}
