package org.synapse4j.inmemory;

import org.synapse4j.api.EventStore;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StreamStorage;
import org.synapse4j.jackson.JacksonSerializer;

/** The goods that the tests of the event store sell. */
final class Shop {
    static final StreamId CART = StreamId.of("cart", "42");
    static final StreamId STOCK = StreamId.of("stock", "tea");
    static final EventTypes TYPES = types().add("ItemAdded", ItemAdded.class).build();

    private Shop() {}

    record CartCreated(String cart) {}

    record ItemAdded(String item, int quantity) {}

    record Weighed(double kilograms) {}

    record CartState(int items) {}

    /** All types but {@link ItemAdded}. */
    static EventTypes.Builder types() {
        return EventTypes.builder()
                .add("CartCreated", CartCreated.class)
                .add("Weighed", Weighed.class)
                .add("CartState", "2", CartState.class);
    }

    static EventStore open(StorageStrategy storage) {
        return EventStore.builder(TYPES).serializer(new JacksonSerializer()).on(storage);
    }

    /** A storage that does only what every storage must. */
    record StreamsOnly(StorageStrategy whole) implements StorageStrategy {
        @Override
        public String name() {
            return "streams-only";
        }

        @Override
        public StorageLimits limits() {
            return whole.limits();
        }

        @Override
        public StreamStorage streams() {
            return whole.streams();
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
