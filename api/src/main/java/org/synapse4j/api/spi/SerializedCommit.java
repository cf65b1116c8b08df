package org.synapse4j.api.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.CapabilityMissingException;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The events that one append stores, all or none. Immutable.
 *
 * @param id its id
 * @param expectations what is demanded of each of its streams, in the order in which they are judged; at least one, no stream twice
 * @param events the events, in one order over all streams; of several streams each has one; none at all only check what is demanded
 * @param condition what is demanded of the feed, if anything
 */
public record SerializedCommit(
        CommitId id,
        List<StreamExpectation> expectations,
        List<NewSerializedEvent> events,
        Optional<AppendCondition> condition) {
    /** @throws InvalidValueException if the streams or events are not as said, or an event id stands in it twice */
    public SerializedCommit {
        Objects.requireNonNull(id, "commit id");
        expectations = Require.elements("streams of the commit", expectations);
        events = Require.elements("events", events);
        Objects.requireNonNull(condition, "condition");
        Set<EventId> ids = new HashSet<>();
        Set<StreamId> touched = new HashSet<>();
        for (NewSerializedEvent added : events) {
            if (!ids.add(added.event().id())) {
                throw new InvalidValueException(
                        "commit", "holds event id " + added.event().id() + " twice");
            }
            touched.add(added.stream());
        }
        Require.streamsOfCommit(
                expectations.stream().map(StreamExpectation::stream).toList(), touched, expectations.size() == 1);
    }

    /** A commit to one stream, which all events are put into. */
    public static SerializedCommit of(
            CommitId id, StreamId stream, ExpectedVersion expected, List<NewSerializedEvent> events) {
        return new SerializedCommit(
                id,
                List.of(new StreamExpectation(stream, expected)),
                Require.elements("events", events).stream()
                        .map(added -> added.in(stream))
                        .toList(),
                Optional.empty());
    }

    /** The same commit under this id. */
    public SerializedCommit withId(CommitId given) {
        return new SerializedCommit(given, expectations, events, condition);
    }

    /** The same commit under this condition. */
    public SerializedCommit when(AppendCondition demanded) {
        return new SerializedCommit(id, expectations, events, Optional.of(demanded));
    }

    /** The same commit with these demands. */
    public SerializedCommit withExpectations(List<StreamExpectation> others) {
        return new SerializedCommit(id, others, events, condition);
    }

    /** The same commit with these events. */
    public SerializedCommit withEvents(List<NewSerializedEvent> others) {
        return new SerializedCommit(id, expectations, others, condition);
    }

    /** The streams that it touches, in the order in which they are judged. */
    public List<StreamId> streams() {
        return expectations.stream().map(StreamExpectation::stream).toList();
    }

    /** Its events for this stream, in order. */
    public List<NewSerializedEvent> eventsOf(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        return events.stream().filter(added -> added.stream().equals(stream)).toList();
    }

    /** The capabilities that an append of it asks a storage for. */
    public Set<AppendCapability> asksFor() {
        Set<AppendCapability> asked = new HashSet<>();
        if (expectations.size() > 1) {
            asked.add(AppendCapability.MULTI_STREAM);
        }
        if (condition.isPresent()) {
            asked.add(AppendCapability.CONDITIONAL);
        }
        return asked.stream().collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns if a storage has what an append of it asks for.
     *
     * @param declared what the storage declares
     * @param storage the storage's name, for the message
     * @throws CapabilityMissingException if it has not
     */
    public void requireOnly(Set<AppendCapability> declared, String storage) {
        Objects.requireNonNull(declared, "declared");
        Objects.requireNonNull(storage, "storage");
        for (AppendCapability asked : asksFor()) {
            if (!declared.contains(asked)) {
                throw new CapabilityMissingException(asked.words(), storage);
            }
        }
    }

    /** The bytes that it counts against the limits of a storage: the {@linkplain SerializedEvent#size() sizes} of its events. */
    public long size() {
        return events.stream().mapToLong(added -> added.event().size()).sum();
    }

    /**
     * Compares this commit with the stored one of the same id: the streams of its events, in order, with its result, then each
     * event that is still there in type, revision, tags, payload and metadata, and in id and time where the caller gave them.
     *
     * @param first the result of the stored commit
     * @param remaining its events, as far as they were not deleted, in any order, with payloads normalised as this commit's are
     * @return the first difference in words; empty if this is the same commit again
     */
    public Optional<String> differenceFrom(AppendResult first, Iterable<StoredSerializedEvent> remaining) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(remaining, "remaining");
        return CommitComparison.difference(this, first, remaining);
    }
}
