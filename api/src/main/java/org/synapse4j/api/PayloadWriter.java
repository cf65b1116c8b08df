package org.synapse4j.api;

import java.util.List;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;

/** Objects to payloads, in the representation that the storage keeps. Immutable and thread-safe. */
final class PayloadWriter {
    private final Serializer serializer;
    private final Converters converters;
    private final EventTypes types;
    private final List<Representation<?>> preferred;
    private final StoredForm form;

    /** @param preferred the representations that the storage likes best */
    PayloadWriter(SerializationParts parts, List<Representation<?>> preferred) {
        this.serializer = parts.writer();
        this.converters = parts.converters();
        this.types = parts.types();
        this.preferred = List.copyOf(preferred);
        this.form = StoredForm.of(serializer.writes(), this.preferred, converters);
    }

    /**
     * The object as it will be stored; what is serialised already is only brought into a representation that can be.
     *
     * @throws UnknownTypeException if its class is not registered
     * @throws SerializationException if it cannot be written, whatever the serialiser throws
     */
    OpaqueEvent write(Object object) {
        if (object instanceof OpaqueEvent opaque) {
            Payload<?> given = opaque.payload();
            return new OpaqueEvent(
                    opaque.schema(),
                    converters.convert(given, StoredForm.of(given.representation(), preferred, converters)));
        }
        Schema schema = types.schemaOf(object.getClass());
        return new OpaqueEvent(schema, converters.convert(serialized(object), form.kept()));
    }

    /** @throws UnknownTypeException if the class is not registered */
    TypeName typeOf(Class<?> type) {
        return types.schemaOf(type).type();
    }

    private Payload<?> serialized(Object object) {
        try {
            return serializer.serialize(object, form.written());
        } catch (SynapseException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new SerializationException(
                    object.getClass().getName() + " cannot be written: "
                            + serializer.getClass().getName() + " failed with "
                            + e.getClass().getName(),
                    e);
        }
    }
}
