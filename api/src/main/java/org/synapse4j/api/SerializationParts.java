package org.synapse4j.api;

import java.util.List;
import java.util.Optional;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.serialization.Upcasters;

/**
 * All that turns objects into payloads and back, as a store was built with it.
 *
 * @param serializers the first one writes, all read
 * @param converters lead from what is written to what is stored, and from what is stored to what is read
 * @param upcasters lead from what was stored to what is read today
 * @param types the registry
 * @param unknown what to make of types that are not registered
 */
record SerializationParts(
        List<Serializer> serializers,
        Converters converters,
        Upcasters upcasters,
        EventTypes types,
        UnknownTypes unknown) {
    SerializationParts {
        serializers = List.copyOf(serializers);
    }

    /** The serialiser that writes. */
    Serializer writer() {
        return serializers.get(0);
    }

    /** The class registered for exactly this schema. */
    Optional<Class<?>> registered(Schema schema) {
        return types.classOf(schema.type()).filter(type -> types.schemaOf(type).equals(schema));
    }
}
