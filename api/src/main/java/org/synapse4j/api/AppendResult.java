package org.synapse4j.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.internal.Require;

/**
 * The answer to an append: which events it stored, and where. A commit appended again with its id is answered with an equal result. Immutable.
 *
 * @param commitId the commit's id
 * @param places where each event landed, in the order of the commit; none for an append of no events
 * @param versions the version of each stream of the commit after it, in the order of the commit
 */
public record AppendResult(CommitId commitId, List<EventPlace> places, Map<StreamId, Version> versions) {
    public AppendResult {
        Objects.requireNonNull(commitId, "commit id");
        places = Require.elements("places", places);
        Objects.requireNonNull(versions, "versions");
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        if (versions.isEmpty()) {
            throw new InvalidValueException("versions", "is empty; a commit has at least one stream");
        }
    }

    /** The result of a commit whose events landed here; each stream's version is that of its last event. */
    public static AppendResult of(CommitId commitId, List<EventPlace> places) {
        Objects.requireNonNull(places, "places");
        Map<StreamId, Version> versions = new LinkedHashMap<>();
        places.forEach(place -> versions.merge(place.stream(), place.version(), AppendResult::later));
        return new AppendResult(commitId, places, versions);
    }

    /** The result of an append of no events to a stream that ends here. */
    public static AppendResult ofNothing(CommitId commitId, StreamHead head) {
        Objects.requireNonNull(head, "head");
        return new AppendResult(commitId, List.of(), Map.of(head.stream(), head.version()));
    }

    /**
     * The version of the commit's only stream after it: what the next append expects.
     *
     * @throws InvalidValueException if the commit touched several streams
     */
    public Version version() {
        if (versions.size() > 1) {
            throw new InvalidValueException("version", "is not one: the commit touched " + versions.keySet());
        }
        return versions.values().iterator().next();
    }

    /**
     * The version of this stream after the commit.
     *
     * @throws InvalidValueException if the commit did not touch it
     */
    public Version version(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        Version version = versions.get(stream);
        if (version == null) {
            throw new InvalidValueException(
                    "stream", stream + " is not of this commit, which touched " + versions.keySet());
        }
        return version;
    }

    /**
     * The position of the commit's last event: where a feed read goes on after it.
     *
     * @throws InvalidValueException if it has no events: nothing was stored, so there is no such place
     */
    public Position position() {
        if (places.isEmpty()) {
            throw new InvalidValueException("position", "is none: the append had no events");
        }
        return places.get(places.size() - 1).position();
    }

    private static Version later(Version one, Version other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
