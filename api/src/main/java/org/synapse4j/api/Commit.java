package org.synapse4j.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The events of one append, all or none, for one stream or several. Immutable, as far as the payloads are.
 *
 * @param id its id; keep the commit, and append it again, when an outcome was unknown
 * @param parts what it adds to each stream, in order
 * @param condition what it demands of the feed, if anything
 */
public record Commit(CommitId id, List<Part> parts, Optional<AppendCondition> condition) {
    /** @throws InvalidValueException if it touches no stream, or one twice, or has no event for one of several or under a condition */
    public Commit {
        Objects.requireNonNull(id, "commit id");
        parts = Require.elements("streams of the commit", parts);
        Objects.requireNonNull(condition, "condition");
        if (parts.isEmpty()) {
            throw new InvalidValueException("commit", "touches no stream");
        }
        for (Part part : parts) {
            if (part.events.isEmpty() && (parts.size() > 1 || condition.isPresent())) {
                throw new InvalidValueException(
                        "commit", "has no event for " + part.stream + "; it needs at least one");
            }
        }
        if (parts.stream().map(Part::stream).distinct().count() < parts.size()) {
            throw new InvalidValueException(
                    "commit",
                    "names one of its streams twice: "
                            + parts.stream().map(Part::stream).toList());
        }
    }

    /**
     * What a commit adds to one stream.
     *
     * @param stream the stream
     * @param expected what is demanded of it
     * @param events payloads, or {@link NewEvent}s where an event is more than its payload
     */
    public record Part(StreamId stream, ExpectedVersion expected, List<?> events) {
        public Part {
            Objects.requireNonNull(stream, "stream");
            Objects.requireNonNull(expected, "expected version");
            events = Require.elements("events", events);
        }
    }

    /** A commit to one stream with a fresh id; see {@link #and}. */
    public static Commit of(StreamId stream, ExpectedVersion expected, Object... events) {
        return of(stream, expected, Arrays.asList(events));
    }

    /** A commit to one stream with a fresh id; see {@link #and}. */
    public static Commit of(StreamId stream, ExpectedVersion expected, List<?> events) {
        return new Commit(CommitId.fresh(), List.of(new Part(stream, expected, events)), Optional.empty());
    }

    /** The same commit with these events for one more stream. */
    public Commit and(StreamId stream, ExpectedVersion expected, Object... events) {
        return and(stream, expected, Arrays.asList(events));
    }

    /** The same commit with these events for one more stream. */
    public Commit and(StreamId stream, ExpectedVersion expected, List<?> events) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(stream, expected, events));
        return new Commit(id, more, condition);
    }

    /** The same commit under this id. */
    public Commit withId(CommitId given) {
        return new Commit(given, parts, condition);
    }

    /** The same commit under this condition. */
    public Commit when(AppendCondition demanded) {
        return new Commit(id, parts, Optional.of(demanded));
    }
}
