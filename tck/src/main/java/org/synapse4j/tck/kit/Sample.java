package org.synapse4j.tck.kit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synapse4j.api.EventId;
import org.synapse4j.api.Revision;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Events to test with. */
public final class Sample {
    /** The time of every sample event. */
    public static final Instant TIME = Instant.parse("2026-03-01T12:34:56.789Z");

    /** The stream that sample events name before a commit puts them into one. */
    private static final StreamId NO_STREAM_YET = StreamId.of("sample", "of-no-stream-yet");

    private Sample() {}

    /** An event of this type that says {@code {"n":1}}. */
    public static NewSerializedEvent event(String type) {
        return event(type, "{\"n\":1}");
    }

    /** An event of this type that says this JSON, with these tags. */
    public static NewSerializedEvent event(String type, String json, String... tags) {
        return event(new SerializedEvent(
                EventId.fresh(),
                TypeName.of(type),
                Revision.FIRST,
                Set.copyOf(List.of(tags).stream().map(Tag::of).toList()),
                Payload.json(json),
                Map.of("by", "tck"),
                TIME));
    }

    /** An event as a caller gives it who leaves id and time to the store. */
    public static NewSerializedEvent event(SerializedEvent event) {
        return NewSerializedEvent.of(NO_STREAM_YET, event);
    }

    /** An event of which the caller gave the id and the time. */
    public static NewSerializedEvent given(SerializedEvent event) {
        return new NewSerializedEvent(NO_STREAM_YET, event, true, true);
    }

    /** An event of which the caller gave the id, and not the time. */
    public static NewSerializedEvent givenId(SerializedEvent event) {
        return new NewSerializedEvent(NO_STREAM_YET, event, true, false);
    }

    /** An event of which the caller gave the time, and not the id. */
    public static NewSerializedEvent givenTime(SerializedEvent event) {
        return new NewSerializedEvent(NO_STREAM_YET, event, false, true);
    }

    /** This many events of type {@code Counted}; the k-th, from 0, says {@code {"n":k}}. */
    public static List<NewSerializedEvent> events(int count) {
        List<NewSerializedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event("Counted", "{\"n\":" + i + "}"));
        }
        return events;
    }

    /** The events that were given, to compare with {@link #storedContents}; payloads in JSON are written in one way. */
    public static List<SerializedEvent> contents(List<NewSerializedEvent> events) {
        return events.stream().map(added -> normalised(added.event())).toList();
    }

    /** The events that were stored, to compare with {@link #contents}; payloads in JSON are written in one way. */
    public static List<SerializedEvent> storedContents(List<StoredSerializedEvent> events) {
        return events.stream().map(stored -> normalised(stored.event())).toList();
    }

    private static SerializedEvent normalised(SerializedEvent event) {
        return event.withPayload(Compare.normalised(event.payload()));
    }
}
