package org.synapse4j.api;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;
import org.synapse4j.api.serialization.OpaqueEvent;

/**
 * An event to be appended, where it is more than its payload. Immutable, as far as its payload is; the payload is serialised
 * when it is appended, and not kept.
 *
 * @param payload what it says: an object of a registered class, or an {@link OpaqueEvent}, which is stored as it is
 * @param tags its tags
 * @param metadata what is said about it
 * @param id its id; a fresh one where it is empty
 * @param time when it happened; when it is appended where it is empty
 */
public record NewEvent(
        Object payload, Set<Tag> tags, Map<String, String> metadata, Optional<EventId> id, Optional<Instant> time) {
    /** @throws InvalidValueException if metadata hold null, NUL in a key or an unpaired surrogate */
    public NewEvent {
        Objects.requireNonNull(payload, "payload");
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(Require.elements("tags", tags)));
        metadata = Require.texts("metadata", metadata);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(time, "time");
    }

    /** An event with nothing but a payload. */
    public static NewEvent of(Object payload) {
        return new NewEvent(payload, Set.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** The same, where it is a new event; else one with nothing but this payload. */
    static NewEvent ofWhatever(Object event) {
        return event instanceof NewEvent given ? given : of(event);
    }

    /**
     * A stored event to be appended elsewhere, as it is read today, without being deserialised: its payload is an {@link
     * OpaqueEvent}. It keeps tags, metadata and time, and its id, unless it is a later part of an event that was upcast to
     * several: that one gets a fresh id, since one commit cannot hold the same id twice.
     */
    public static NewEvent from(StoredEvent event) {
        Objects.requireNonNull(event, "event");
        Contents contents = event.contents();
        return new NewEvent(
                new OpaqueEvent(contents.schema(), contents.payload()),
                event.tags(),
                event.metadata(),
                event.index() == 0 ? Optional.of(event.id()) : Optional.empty(),
                Optional.of(event.time()));
    }

    /** The same event with these tags too, each written {@code key:value}, besides those that it has. */
    public NewEvent tagged(String... texts) {
        Set<Tag> all = new LinkedHashSet<>(tags);
        Require.array("tags", texts).stream().map(Tag::of).forEach(all::add);
        return new NewEvent(payload, all, metadata, id, time);
    }

    /** The same event with these metadata instead of its own. */
    public NewEvent with(Map<String, String> otherMetadata) {
        return new NewEvent(payload, tags, otherMetadata, id, time);
    }

    /** The same event with this id: for imports, where ids exist already. */
    public NewEvent withId(EventId given) {
        return new NewEvent(payload, tags, metadata, Optional.of(Objects.requireNonNull(given, "id")), time);
    }

    /** The same event at this time: for imports, where it happened before. */
    public NewEvent at(Instant given) {
        return new NewEvent(payload, tags, metadata, id, Optional.of(Objects.requireNonNull(given, "time")));
    }
}
