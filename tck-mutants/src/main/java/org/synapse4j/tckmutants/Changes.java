package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StreamAppend;

/** What mutants do to what passes through them. */
final class Changes {
    private Changes() {}

    /** The same append with other events. */
    static StreamAppend events(StreamAppend append, UnaryOperator<List<NewSerializedEvent>> change) {
        return new StreamAppend(append.stream(), append.expected(), change.apply(append.events()));
    }

    /** The same append with another expectation. */
    static StreamAppend expecting(StreamAppend append, ExpectedVersion expected) {
        return new StreamAppend(append.stream(), expected, append.events());
    }

    /** The same append with no expectation. */
    static StreamAppend expectingAny(StreamAppend append) {
        return expecting(append, ExpectedVersion.any());
    }

    /** The same append, whose event ids and times the caller gave, or did not. */
    static StreamAppend given(StreamAppend append, boolean given) {
        return events(
                append,
                events -> events.stream()
                        .map(added -> new NewSerializedEvent(added.event(), given, given))
                        .toList());
    }

    /** The same event with another id. */
    static NewSerializedEvent withFreshId(NewSerializedEvent added) {
        SerializedEvent event = added.event();
        return new NewSerializedEvent(
                new SerializedEvent(
                        EventId.fresh(),
                        event.type(),
                        event.revision(),
                        event.tags(),
                        event.payload(),
                        event.metadata(),
                        event.time()),
                added.idGiven(),
                added.timeGiven());
    }

    /** The same result with other places. */
    static AppendResult places(AppendResult result, UnaryOperator<EventPlace> change) {
        return new AppendResult(
                result.commitId(), result.places().stream().map(change).toList(), result.versions());
    }

    /** The same result of a commit with another id. */
    static AppendResult of(CommitId id, AppendResult result) {
        return new AppendResult(id, result.places(), result.versions());
    }

    /** Returns if the append's stream is as it expects. */
    static void requireMet(StreamAppend append, StreamHead head) {
        if (!append.expected().isMetBy(head)) {
            throw new VersionConflictException(append.stream(), append.expected(), head);
        }
    }

    /** All that a cursor delivers. */
    static <T> List<T> all(Cursor<T> cursor) {
        try (cursor) {
            List<T> all = new ArrayList<>();
            cursor.forEachRemaining(all::add);
            return all;
        }
    }

    /** A cursor over these. */
    static <T> Cursor<T> cursor(Collection<T> values) {
        Iterator<T> iterator = values.iterator();
        return new Cursor<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public T next() {
                return iterator.next();
            }

            @Override
            public void close() {}
        };
    }
}
