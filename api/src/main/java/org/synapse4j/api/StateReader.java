package org.synapse4j.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Schema;
import org.synapse4j.api.serialization.UnknownTypes;
import org.synapse4j.api.serialization.UpcastContext;
import org.synapse4j.api.serialization.UpcastInput;
import org.synapse4j.api.serialization.UpcastPart;
import org.synapse4j.api.spi.SerializedSnapshot;

/** Stored snapshots to states of today, by the upcasters. Immutable and thread-safe. */
final class StateReader {
    private final SerializationParts parts;
    private final PayloadReader payloads;

    StateReader(SerializationParts parts, PayloadReader payloads) {
        this.parts = parts;
        this.payloads = payloads;
    }

    /**
     * The state that a snapshot says; empty if upcasters do not lead it to one, of a registered schema unless the store keeps others opaque.
     *
     * @throws SerializationException if it cannot be upcast or read
     */
    Optional<Object> read(SerializedSnapshot snapshot) {
        if (!parts.upcasters().touch(snapshot.type(), snapshot.revision())) {
            Schema schema = new Schema(snapshot.type(), snapshot.revision());
            return parts.unknown() == UnknownTypes.OPAQUE
                            || parts.registered(schema).isPresent()
                    ? Optional.of(payloads.read(schema, snapshot.payload(), PayloadPlace.of(snapshot)))
                    : Optional.empty();
        }
        List<UpcastPart<Payload<?>>> made =
                parts.upcasters().upcast(input(snapshot), UpcastContext.of(snapshot.stream()), parts.converters());
        boolean known = parts.unknown() == UnknownTypes.OPAQUE
                || made.stream().allMatch(one -> parts.registered(one.schema()).isPresent());
        if (made.size() != 1 || !known) {
            return Optional.empty();
        }
        UpcastPart<Payload<?>> state = made.get(0);
        return Optional.of(payloads.read(state.schema(), state.payload(), PayloadPlace.of(snapshot)));
    }

    private static UpcastInput<Payload<?>> input(SerializedSnapshot snapshot) {
        return new UpcastInput<>(
                snapshot.stream(),
                snapshot.version(),
                new Schema(snapshot.type(), snapshot.revision()),
                snapshot.payload(),
                snapshot.metadata(),
                Set.of(),
                snapshot.time());
    }
}
