package org.synapse4j.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.PermanentException;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.serialization.Converters;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.Serializer;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.serialization.UpcastContext;
import org.synapse4j.api.serialization.UpcastInput;
import org.synapse4j.api.serialization.UpcastPart;
import org.synapse4j.api.serialization.Upcasters;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * Joins serialisers, converters, upcasters and a type registry: objects to payloads in the representation that the storage likes
 * best, and back. Immutable and thread-safe.
 */
final class PayloadCodec {
    private final Parts parts;
    private final List<Representation<?>> preferred;
    private final Representation<?> written;
    private final Representation<?> kept;
    private final Map<Representation<?>, Reading> readings = new ConcurrentHashMap<>();

    PayloadCodec(Parts parts, List<Representation<?>> preferred) {
        this.parts = parts;
        this.preferred = List.copyOf(preferred);
        List<Representation<?>> writes = parts.serializers.get(0).writes();
        Representation<?> from = writes.get(0);
        Representation<?> to = from;
        for (Representation<?> write : writes) {
            Optional<Representation<?>> near = parts.converters.nearestLossless(write, Representation::storable);
            if (near.isPresent()) {
                from = write;
                to = near.get();
                break;
            }
        }
        search:
        for (Representation<?> wish : preferred) {
            for (Representation<?> write : writes.contains(wish) ? List.of(wish) : writes) {
                if (parts.converters.nearestLossless(write, wish::equals).isPresent()) {
                    from = write;
                    to = wish;
                    break search;
                }
            }
        }
        this.written = from;
        this.kept = to;
    }

    /**
     * What a codec joins.
     *
     * @param serializers the first one writes, all read
     * @param unknown what to make of types that are not registered
     */
    record Parts(
            List<Serializer> serializers,
            Converters converters,
            Upcasters upcasters,
            EventTypes types,
            UnknownTypes unknown) {}

    /** A serialiser, and the representation that it is given, unless a payload is at hand in another one that it reads. */
    private record Reading(Serializer serializer, Representation<?> representation) {}

    /** The object as it will be stored; what is serialised already is only brought into a representation that can be. */
    OpaqueEvent encode(Object object) {
        if (object instanceof OpaqueEvent opaque) {
            return new OpaqueEvent(opaque.schema(), storable(opaque.payload()));
        }
        Schema schema = parts.types.schemaOf(object.getClass());
        Payload<?> payload = parts.serializers.get(0).serialize(object, written);
        return new OpaqueEvent(schema, parts.converters.convert(payload, kept));
    }

    /** What a stored event is read as: usually itself; nothing where it is upcast to nothing. */
    List<StoredEvent> events(StoredSerializedEvent stored, UpcastContext context) {
        var event = stored.event();
        if (!parts.upcasters.touch(event.type(), event.revision())) {
            Contents contents =
                    new Contents(this, new Schema(event.type(), event.revision()), event.payload(), stored.place());
            return List.of(new StoredEvent(stored, contents, event.metadata(), 0));
        }
        Schema schema = new Schema(event.type(), event.revision());
        List<UpcastPart<Payload<?>>> made;
        try {
            UpcastInput<Payload<?>> input = new UpcastInput<>(
                    stored.stream(),
                    stored.version(),
                    schema,
                    event.payload(),
                    event.metadata(),
                    event.tags(),
                    event.time());
            made = parts.upcasters.upcast(input, context.at(stored.stream()), parts.converters);
        } catch (SerializationException e) {
            Contents failed = Contents.failed(this, schema, event.payload(), stored.place(), e);
            return List.of(new StoredEvent(stored, failed, event.metadata(), 0));
        }
        List<StoredEvent> events = new ArrayList<>(made.size());
        for (UpcastPart<Payload<?>> part : made) {
            Contents contents = new Contents(this, part.schema(), part.payload(), stored.place());
            events.add(new StoredEvent(stored, contents, part.metadata(), events.size()));
        }
        return events;
    }

    /** The snapshot as its state's present schema says, if upcasters lead there or it is there already. */
    Optional<SerializedSnapshot> current(SerializedSnapshot snapshot) {
        UpcastInput<Payload<?>> input = new UpcastInput<>(
                snapshot.stream(),
                snapshot.version(),
                new Schema(snapshot.type(), snapshot.revision()),
                snapshot.payload(),
                snapshot.metadata(),
                Set.of(),
                snapshot.time());
        List<UpcastPart<Payload<?>>> made =
                parts.upcasters.upcast(input, UpcastContext.of(snapshot.stream()), parts.converters);
        if (made.size() != 1 || registered(made.get(0).schema()).isEmpty()) {
            return Optional.empty();
        }
        UpcastPart<Payload<?>> state = made.get(0);
        return Optional.of(new SerializedSnapshot(
                snapshot.stream(),
                snapshot.version(),
                state.schema().type(),
                state.schema().revision(),
                state.payload(),
                state.metadata(),
                snapshot.time()));
    }

    Object decode(SerializedSnapshot snapshot) {
        return decode(
                new Schema(snapshot.type(), snapshot.revision()),
                snapshot.payload(),
                "snapshot at version " + snapshot.version() + " of stream " + snapshot.stream(),
                null);
    }

    Object decode(Schema schema, Payload<?> payload, EventPlace place) {
        return decode(schema, payload, where(place), place);
    }

    SerializationException unreadable(Schema schema, EventPlace place, SerializationException cause) {
        return unreadable(schema.type(), where(place), place, cause);
    }

    /** Whether an event may be read as another than it is stored. */
    boolean upcasts() {
        return !parts.upcasters.isEmpty();
    }

    /** The query that finds whatever is read as what this one names. */
    EventQuery stored(EventQuery query) {
        if (parts.upcasters.isEmpty()) {
            return query;
        }
        return new EventQuery(query.anyOf().stream()
                .map(one -> new EventQuery.Criterion(
                        one.categories(),
                        one.types().stream()
                                .flatMap(type -> parts.upcasters.storedNamesOf(type).stream())
                                .collect(Collectors.toSet()),
                        one.tags()))
                .toList());
    }

    private Object decode(Schema schema, Payload<?> payload, String where, @Nullable EventPlace place) {
        TypeName name = schema.type();
        Optional<Class<?>> type = registered(schema);
        if (type.isEmpty()) {
            if (parts.unknown == UnknownTypes.OPAQUE) {
                return new OpaqueEvent(schema, payload);
            }
            throw parts.types
                    .classOf(name)
                    .map(known -> new UnknownTypeException(
                            name.value(),
                            schema.revision(),
                            parts.types.schemaOf(known).revision(),
                            where,
                            place))
                    .orElseGet(() -> new UnknownTypeException(name.value(), where, place));
        }
        Reading reading = readings.get(payload.representation());
        if (reading == null) {
            reading = reading(payload.representation())
                    .orElseThrow(() -> new SerializationException(
                            "The " + name + " at " + where + " is stored as " + payload.representation() + ", which "
                                    + parts.serializers.stream()
                                            .map(serializer ->
                                                    serializer.getClass().getName())
                                            .collect(Collectors.joining(" and "))
                                    + " does not read; converters: " + parts.converters,
                            place,
                            null));
            readings.put(payload.representation(), reading);
        }
        try {
            Payload<?> form = payload.preferably(reading.serializer::reads);
            boolean first = form.representation().equals(payload.representation());
            return reading.serializer.deserialize(
                    first ? parts.converters.convert(payload, reading.representation) : form, type.get());
        } catch (SerializationException | InvalidValueException e) {
            throw unreadable(name, where, place, e);
        }
    }

    /** The class registered for exactly this schema. */
    private Optional<Class<?>> registered(Schema schema) {
        return parts.types
                .classOf(schema.type())
                .filter(type -> parts.types.schemaOf(type).equals(schema));
    }

    /** The first serialiser that reads the nearest representation that any reads. */
    private Optional<Reading> reading(Representation<?> stored) {
        return parts.converters
                .nearest(stored, near -> parts.serializers.stream().anyMatch(serializer -> serializer.reads(near)))
                .flatMap(near -> parts.serializers.stream()
                        .filter(serializer -> serializer.reads(near))
                        .findFirst()
                        .map(serializer -> new Reading(serializer, near)));
    }

    private Payload<?> storable(Payload<?> payload) {
        Representation<?> from = payload.representation();
        Representation<?> to = preferred.stream()
                .filter(wish ->
                        parts.converters.nearestLossless(from, wish::equals).isPresent())
                .findFirst()
                .or(() -> parts.converters.nearestLossless(from, Representation::storable))
                .orElseThrow(() -> new SerializationException(
                        "No converters lead from " + from + " to text or bytes, which storages keep", null));
        return parts.converters.convert(payload, to);
    }

    private static String where(EventPlace place) {
        return "version " + place.version() + " of stream " + place.stream() + ", position " + place.position();
    }

    private static SerializationException unreadable(
            TypeName name, String where, @Nullable EventPlace place, PermanentException cause) {
        return new SerializationException(
                "The " + name + " at " + where + " cannot be read: " + cause.getMessage(), place, cause);
    }
}
