package org.synapse4j.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.errors.UnknownTypeException;
import org.synapse4j.api.internal.NearMiss;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.serialization.UpcastContext;
import org.synapse4j.api.serialization.UpcastInput;
import org.synapse4j.api.serialization.UpcastPart;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Stored events to those of today, by the upcasters; their payloads are read when somebody asks. Immutable and thread-safe. */
final class EventReader {
    private final SerializationParts parts;
    private final PayloadReader payloads;

    EventReader(SerializationParts parts, PayloadReader payloads) {
        this.parts = parts;
        this.payloads = payloads;
    }

    /** The events that a stored one is read as: usually itself; none where it is upcast to nothing. */
    List<StoredEvent> read(StoredSerializedEvent stored, UpcastContext context) {
        var event = stored.event();
        EventPlace place = stored.place();
        Schema schema = new Schema(event.type(), event.revision());
        Optional<SerializationException> unreadable = event.payload().failure();
        if (unreadable.isPresent()) {
            return List.of(failed(stored, schema, unreadable.get()));
        }
        if (!parts.upcasters().touch(event.type(), event.revision())) {
            Contents contents = new Contents(payloads, schema, event.payload(), place);
            return List.of(new StoredEvent(stored, contents, event.metadata(), 0));
        }
        List<UpcastPart<Payload<?>>> made;
        try {
            made = parts.upcasters().upcast(input(stored, schema), context.at(stored.stream()), parts.converters());
        } catch (SerializationException e) {
            return List.of(failed(stored, schema, e));
        }
        List<StoredEvent> events = new ArrayList<>(made.size());
        for (UpcastPart<Payload<?>> part : made) {
            Contents contents = new Contents(payloads, part.schema(), part.payload(), place);
            events.add(new StoredEvent(stored, contents, part.metadata(), events.size()));
        }
        return events;
    }

    private StoredEvent failed(StoredSerializedEvent stored, Schema schema, SerializationException failure) {
        var event = stored.event();
        Contents failed = Contents.failed(payloads, schema, event.payload(), stored.place(), failure);
        return new StoredEvent(stored, failed, event.metadata(), 0);
    }

    /** Whether an event may be read as another than it is stored. */
    boolean upcasts() {
        return !parts.upcasters().isEmpty();
    }

    /**
     * The query that finds whatever is read as what this one names.
     *
     * @throws UnknownTypeException if it names a type that is not registered, in a store that does not keep such opaque
     */
    EventQuery stored(EventQuery query) {
        if (parts.unknown() == UnknownTypes.FAIL) {
            query.anyOf().forEach(one -> one.types().forEach(this::requireRegistered));
        }
        if (!upcasts()) {
            return query;
        }
        return new EventQuery(query.anyOf().stream()
                .map(one -> one.withTypes(one.types().stream()
                        .flatMap(type -> parts.upcasters().storedNamesOf(type).stream())
                        .collect(Collectors.toSet())))
                .toList());
    }

    /** @throws UnknownTypeException if the class is not registered */
    void requireRegistered(Class<?> type) {
        parts.types().schemaOf(type);
    }

    /**
     * The query for events of these classes.
     *
     * @throws UnknownTypeException if one is not registered
     */
    EventQuery queryFor(List<Class<?>> events) {
        return EventQuery.types(events.stream()
                .map(type -> parts.types().schemaOf(type).type().value())
                .toArray(String[]::new));
    }

    /** A name that is not registered finds nothing that can be read: it is wrong, or of a past release. */
    private void requireRegistered(TypeName type) {
        if (parts.types().classOf(type).isEmpty()) {
            List<String> known =
                    parts.types().names().stream().map(TypeName::value).toList();
            throw new UnknownTypeException(
                    type.value(),
                    "named by a query"
                            + NearMiss.of(type.value(), known)
                                    .map(near -> "; is '" + near + "' meant?")
                                    .orElse(""));
        }
    }

    private static UpcastInput<Payload<?>> input(StoredSerializedEvent stored, Schema schema) {
        var event = stored.event();
        return new UpcastInput<>(
                stored.stream(),
                stored.version(),
                schema,
                event.payload(),
                event.metadata(),
                event.tags(),
                event.time());
    }
}
