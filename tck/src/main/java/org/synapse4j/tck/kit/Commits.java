package org.synapse4j.tck.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;

/** Commits to test with. */
public final class Commits {
    private Commits() {}

    /** A commit with a fresh id. */
    public static SerializedCommit of(Part... parts) {
        return of(CommitId.fresh(), List.of(parts));
    }

    /** A commit whose events come in the order of its parts. */
    public static SerializedCommit of(CommitId id, List<Part> parts) {
        return new SerializedCommit(
                id,
                parts.stream()
                        .map(part -> new StreamExpectation(part.stream(), part.expected()))
                        .toList(),
                parts.stream().flatMap(part -> part.events().stream()).toList(),
                Optional.empty());
    }

    /** A commit that puts an event into each of these streams in turn, some of which are named again; it expects nothing of them. */
    public static SerializedCommit alternating(StreamId... streams) {
        List<NewSerializedEvent> events = new ArrayList<>();
        for (StreamId stream : streams) {
            events.add(Sample.event("Counted", "{\"n\":" + events.size() + "}").in(stream));
        }
        return new SerializedCommit(
                CommitId.fresh(),
                Arrays.stream(streams)
                        .distinct()
                        .map(stream -> new StreamExpectation(stream, ExpectedVersion.any()))
                        .toList(),
                events,
                Optional.empty());
    }

    /** A part that adds these events to the stream. */
    public static Part add(StreamId stream, ExpectedVersion expected, NewSerializedEvent... events) {
        return new Part(stream, expected, List.of(events));
    }

    /** A part that adds this many events to the stream. */
    public static Part add(StreamId stream, ExpectedVersion expected, int events) {
        return new Part(stream, expected, Sample.events(events));
    }

    /** The same events with other event ids, as a caller gives them who leaves the ids to the store. */
    public static List<NewSerializedEvent> withFreshIds(List<NewSerializedEvent> events) {
        return events.stream()
                .map(added -> changed(added, event -> withId(event, EventId.fresh())))
                .toList();
    }

    /** The same event, changed. */
    public static NewSerializedEvent changed(NewSerializedEvent added, UnaryOperator<SerializedEvent> change) {
        return added.with(change.apply(added.event()));
    }

    /** The same event with another id. */
    public static SerializedEvent withId(SerializedEvent event, EventId id) {
        return new SerializedEvent(
                id, event.type(), event.revision(), event.tags(), event.payload(), event.metadata(), event.time());
    }
}
