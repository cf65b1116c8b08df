package org.synapse4j.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.UnknownTypes;

/** Payloads to objects, by the serialiser that the converters lead to soonest. Immutable and thread-safe. */
final class PayloadReader {
    private final SerializationParts parts;
    private final Map<Representation<?>, Route> routes = new ConcurrentHashMap<>();

    PayloadReader(SerializationParts parts) {
        this.parts = parts;
    }

    /** A serialiser, and the representation that it is given, unless a payload is at hand in another one that it reads. */
    private record Route(Serializer serializer, Representation<?> representation) {}

    /**
     * The object that a payload says; the payload as it is where its schema is not registered and the store keeps such opaque.
     *
     * @throws UnknownTypeException if its schema is not registered
     * @throws SerializationException if it cannot be read, whatever the serialiser throws
     */
    Object read(Schema schema, Payload<?> payload, PayloadPlace place) {
        Optional<Class<?>> type = parts.registered(schema);
        if (type.isEmpty()) {
            if (parts.unknown() == UnknownTypes.OPAQUE) {
                return new OpaqueEvent(schema, payload);
            }
            throw unknown(schema, place);
        }
        Route route = route(schema.type(), payload.representation(), place);
        try {
            return deserialized(route, payload, type.get());
        } catch (SerializationException | InvalidValueException e) {
            throw unreadable(schema.type(), place, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw unreadable(
                    schema.type(),
                    place,
                    route.serializer.getClass().getName() + " failed with "
                            + e.getClass().getName(),
                    e);
        }
    }

    /** The error of a payload that cannot be read. */
    static SerializationException unreadable(TypeName type, PayloadPlace place, String problem, Throwable cause) {
        return new SerializationException(
                "The " + type + " at " + place + " cannot be read: " + problem, place.event(), cause);
    }

    private Object deserialized(Route route, Payload<?> payload, Class<?> type) {
        Payload<?> form = payload.preferably(route.serializer::reads);
        boolean first = form.representation().equals(payload.representation());
        return route.serializer.deserialize(
                first ? parts.converters().convert(payload, route.representation) : form, type);
    }

    private Route route(TypeName type, Representation<?> stored, PayloadPlace place) {
        Route known = routes.get(stored);
        if (known == null) {
            known = nearest(stored).orElseThrow(() -> nobodyReads(type, stored, place));
            routes.put(stored, known);
        }
        return known;
    }

    /** The first serialiser that reads the nearest representation that any reads. */
    private Optional<Route> nearest(Representation<?> stored) {
        List<Serializer> all = parts.serializers();
        return parts.converters()
                .nearest(stored, near -> all.stream().anyMatch(serializer -> serializer.reads(near)))
                .flatMap(near -> all.stream()
                        .filter(serializer -> serializer.reads(near))
                        .findFirst()
                        .map(serializer -> new Route(serializer, near)));
    }

    private SerializationException nobodyReads(TypeName type, Representation<?> stored, PayloadPlace place) {
        List<String> readers = parts.serializers().stream()
                .map(serializer -> serializer.getClass().getName())
                .toList();
        return new SerializationException(
                "The " + type + " at " + place + " is stored as " + stored + ", which " + String.join(" and ", readers)
                        + " does not read; converters: " + parts.converters(),
                place.event(),
                null);
    }

    private UnknownTypeException unknown(Schema schema, PayloadPlace place) {
        String name = schema.type().value();
        return parts.types()
                .classOf(schema.type())
                .map(known -> new UnknownTypeException(
                        name,
                        schema.revision(),
                        parts.types().schemaOf(known).revision(),
                        place.toString(),
                        place.event()))
                .orElseGet(() -> new UnknownTypeException(name, place.toString(), place.event()));
    }
}
