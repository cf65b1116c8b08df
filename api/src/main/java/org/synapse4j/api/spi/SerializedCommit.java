package org.synapse4j.api.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The events that one append stores, all or none. Immutable.
 *
 * @param id its id
 * @param appends what it adds to each stream, in order; at least one, no stream twice; of several none may be empty
 */
public record SerializedCommit(CommitId id, List<StreamAppend> appends) {
    /** @throws InvalidValueException if the streams or events are not as said, or an event id stands in it twice */
    public SerializedCommit {
        Objects.requireNonNull(id, "commit id");
        appends = Require.elements("streams of the commit", appends);
        if (appends.isEmpty()) {
            throw new InvalidValueException("commit", "touches no stream");
        }
        Set<StreamId> streams = new HashSet<>();
        Set<EventId> events = new HashSet<>();
        for (StreamAppend append : appends) {
            if (!streams.add(append.stream())) {
                throw new InvalidValueException("commit", "names stream " + append.stream() + " twice");
            }
            if (append.events().isEmpty() && appends.size() > 1) {
                throw new InvalidValueException("commit", "over several streams has no event for " + append.stream());
            }
            for (NewSerializedEvent added : append.events()) {
                if (!events.add(added.event().id())) {
                    throw new InvalidValueException(
                            "commit", "holds event id " + added.event().id() + " twice");
                }
            }
        }
    }

    /** A commit to one stream. */
    public static SerializedCommit of(CommitId id, StreamAppend append) {
        return new SerializedCommit(id, List.of(append));
    }

    /** How many events it holds. */
    public int eventCount() {
        return appends.stream().mapToInt(append -> append.events().size()).sum();
    }

    /** What it counts against the limits of a storage: the {@linkplain SerializedEvent#size() sizes} of its events. */
    public long size() {
        return appends.stream()
                .flatMap(append -> append.events().stream())
                .mapToLong(added -> added.event().size())
                .sum();
    }

    /**
     * Compares this commit with the stored one of the same id: streams and numbers of events with its result, then each event
     * that is still there in type, revision, tags, payload and metadata, and in id and time where the caller gave them.
     *
     * @param first the result of the stored commit
     * @param remaining its events, as far as they were not deleted, in any order, with payloads normalised as this commit's are
     * @return the first difference in words; empty if this is the same commit again
     */
    public Optional<String> differenceFrom(AppendResult first, Iterable<StoredSerializedEvent> remaining) {
        return CommitComparison.difference(this, first, remaining);
    }
}
