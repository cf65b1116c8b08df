package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;

/** Changes that mutants make to what passes through them. */
final class Changes {
    private Changes() {}

    /** The events that the commit adds to each of its streams; in what order its events come over several streams is forgotten. */
    static List<Part> parts(SerializedCommit commit) {
        return commit.expectations().stream()
                .map(demanded -> new Part(demanded.stream(), demanded.expected(), commit.eventsOf(demanded.stream())))
                .toList();
    }

    /** A commit to one stream. */
    static SerializedCommit commit(CommitId id, Part part) {
        return Commits.of(id, List.of(part));
    }

    /** A read of the feed that delivers this, and knows no further than what it delivered. */
    static FeedCursor feed(FeedRead read, Cursor<StoredSerializedEvent> shown) {
        return new FeedCursor() {
            private Position looked = read.direction() == Direction.FORWARDS ? read.after() : read.before();

            @Override
            public boolean hasNext() {
                return shown.hasNext();
            }

            @Override
            public StoredSerializedEvent next() {
                StoredSerializedEvent event = shown.next();
                looked = event.position();
                return event;
            }

            @Override
            public Position looked() {
                return looked;
            }

            @Override
            public void close() {
                shown.close();
            }
        };
    }

    /** The same append with other events. */
    static Part events(Part append, UnaryOperator<List<NewSerializedEvent>> change) {
        return new Part(append.stream(), append.expected(), change.apply(append.events()));
    }

    /** The same append with another expectation. */
    static Part expecting(Part append, ExpectedVersion expected) {
        return new Part(append.stream(), expected, append.events());
    }

    /** The same append with no expectation. */
    static Part expectingAny(Part append) {
        return expecting(append, ExpectedVersion.any());
    }

    /** The same append, whose event ids and times the caller gave. */
    static Part allGiven(Part append) {
        return events(
                append,
                events -> events.stream()
                        .map(added -> new NewSerializedEvent(added.stream(), added.event(), true, true))
                        .toList());
    }

    /** The same append, the caller of which gave no event id and no time. */
    static Part noneGiven(Part append) {
        return events(
                append,
                events -> events.stream()
                        .map(added -> NewSerializedEvent.of(added.stream(), added.event()))
                        .toList());
    }

    /** The same event with another id. */
    static NewSerializedEvent withFreshId(NewSerializedEvent added) {
        SerializedEvent event = added.event();
        return added.with(new SerializedEvent(
                EventId.fresh(),
                event.type(),
                event.revision(),
                event.tags(),
                event.payload(),
                event.metadata(),
                event.time()));
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
    static void requireMet(Part append, StreamHead head) {
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
