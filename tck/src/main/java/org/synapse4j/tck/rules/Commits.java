package org.synapse4j.tck.rules;

import java.util.List;
import java.util.function.UnaryOperator;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StreamAppend;

/** Commits to test with. */
public final class Commits {
    private Commits() {}

    /** A commit with a fresh id. */
    public static SerializedCommit of(StreamAppend... appends) {
        return new SerializedCommit(CommitId.fresh(), List.of(appends));
    }

    /** What adds these events to the stream. */
    public static StreamAppend add(StreamId stream, ExpectedVersion expected, NewSerializedEvent... events) {
        return new StreamAppend(stream, expected, List.of(events));
    }

    /** What adds this many events to the stream. */
    public static StreamAppend add(StreamId stream, ExpectedVersion expected, int events) {
        return new StreamAppend(stream, expected, Sample.events(events));
    }

    /** The same events with other event ids, as a caller gives them who leaves the ids to the store. */
    public static List<NewSerializedEvent> withFreshIds(List<NewSerializedEvent> events) {
        return events.stream()
                .map(added -> changed(added, event -> withId(event, EventId.fresh())))
                .toList();
    }

    /** The same event, changed. */
    public static NewSerializedEvent changed(NewSerializedEvent added, UnaryOperator<SerializedEvent> change) {
        return new NewSerializedEvent(change.apply(added.event()), added.idGiven(), added.timeGiven());
    }

    /** The same event with another id. */
    public static SerializedEvent withId(SerializedEvent event, EventId id) {
        return new SerializedEvent(
                id, event.type(), event.revision(), event.tags(), event.payload(), event.metadata(), event.time());
    }
}
