package org.synapse4j.inmemory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamAppend;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.StreamStorage;

/**
 * All events, once by position and once by stream and version. Everything happens under the {@link Guard}'s lock.
 *
 * <p>Three things are kept for ever, also when events are deleted: the last position given out, the head of each stream, and
 * the result of each commit. They are why a stale writer fails, why no position comes twice, and why a commit that is appended
 * again is answered.
 */
final class EventLog implements StreamStorage, StreamListing, StreamDeletion {
    private final Guard guard;
    private final StorageLimits limits;
    private final MemorySnapshots snapshots;

    private long lastPosition;
    private final NavigableMap<Position, StoredSerializedEvent> feed = new TreeMap<>();
    private final Map<StreamId, NavigableMap<Version, StoredSerializedEvent>> events = new HashMap<>();
    private final NavigableMap<StreamId, StreamHead> heads = new TreeMap<>();
    private final Map<CommitId, AppendResult> commits = new HashMap<>();

    EventLog(Guard guard, StorageLimits limits, MemorySnapshots snapshots) {
        this.guard = guard;
        this.limits = limits;
        this.snapshots = snapshots;
    }

    @Override
    public AppendResult append(CommitId id, StreamAppend append) {
        return append(SerializedCommit.of(id, append), Optional.empty());
    }

    /** One way for all appends: judge everything first, then store, so that nothing needs to be taken back. */
    AppendResult append(SerializedCommit commit, Optional<AppendCondition> condition) {
        limits.check(commit);
        return guard.alone("append of commit " + commit.id(), () -> {
            AppendResult first = commits.get(commit.id());
            if (first != null) {
                return repeated(commit, first);
            }
            commit.appends().forEach(this::requireExpected);
            condition.ifPresent(this::requireNoMatch);
            return commit.eventCount() == 0 ? nothing(commit) : store(commit);
        });
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        guard.requireOpen();
        return new MapCursor<>(
                guard,
                () -> eventsOf(read.stream()).subMap(read.from(), true, read.to(), true),
                event -> true,
                read.limit(),
                read.direction());
    }

    /** The feed by position: there is nothing in flight here, so its end is always settled. */
    Cursor<StoredSerializedEvent> read(FeedRead read) {
        guard.requireOpen();
        return new MapCursor<>(
                guard,
                () -> feed.subMap(read.after(), false, read.before(), false),
                event -> read.query()
                        .matches(
                                event.stream(),
                                event.event().type(),
                                event.event().tags()),
                read.limit(),
                read.direction());
    }

    Position end() {
        return guard.alone("end of the feed", () -> Position.of(lastPosition));
    }

    @Override
    public StreamHead head(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        return guard.alone("head of " + stream, () -> headOf(stream));
    }

    @Override
    public Cursor<StreamHead> list() {
        guard.requireOpen();
        return new MapCursor<>(guard, () -> heads, StreamHead::exists, Long.MAX_VALUE, Direction.FORWARDS);
    }

    @Override
    public Cursor<StreamHead> list(String category) {
        Objects.requireNonNull(category, "category");
        guard.requireOpen();
        return new MapCursor<>(
                guard,
                () -> heads,
                head -> head.exists() && head.stream().category().equals(category),
                Long.MAX_VALUE,
                Direction.FORWARDS);
    }

    @Override
    public void truncate(StreamId stream, Version before) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(before, "before");
        guard.alone("truncate of " + stream, () -> remove(eventsOf(stream).headMap(before, false)));
    }

    @Override
    public void delete(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        guard.alone("delete of " + stream, () -> {
            snapshots.delete(stream, SnapshotBounds.all());
            remove(eventsOf(stream));
            heads.computeIfPresent(stream, (id, head) -> new StreamHead(id, head.version(), false));
        });
    }

    private void requireExpected(StreamAppend append) {
        StreamHead head = headOf(append.stream());
        if (!append.expected().isMetBy(head)) {
            throw new VersionConflictException(append.stream(), append.expected(), head);
        }
    }

    private void requireNoMatch(AppendCondition condition) {
        for (StoredSerializedEvent event :
                feed.tailMap(condition.after(), false).values()) {
            if (condition
                    .query()
                    .matches(event.stream(), event.event().type(), event.event().tags())) {
                throw new ConditionConflictException(condition, event.position());
            }
        }
    }

    private AppendResult repeated(SerializedCommit commit, AppendResult first) {
        List<StoredSerializedEvent> remaining = new ArrayList<>();
        for (EventPlace place : first.places()) {
            StoredSerializedEvent event = feed.get(place.position());
            if (event != null) {
                remaining.add(event);
            }
        }
        commit.differenceFrom(first, remaining).ifPresent(difference -> {
            throw new CommitIdReusedException(commit.id(), difference);
        });
        return first;
    }

    private AppendResult nothing(SerializedCommit commit) {
        return AppendResult.ofNothing(commit.id(), headOf(commit.appends().get(0).stream()));
    }

    private AppendResult store(SerializedCommit commit) {
        List<EventPlace> places = new ArrayList<>();
        for (StreamAppend append : commit.appends()) {
            StreamId stream = append.stream();
            Version version = headOf(stream).version();
            NavigableMap<Version, StoredSerializedEvent> own = events.computeIfAbsent(stream, id -> new TreeMap<>());
            for (NewSerializedEvent added : append.events()) {
                version = version.next();
                EventPlace place = new EventPlace(stream, version, Position.of(++lastPosition));
                StoredSerializedEvent stored = new StoredSerializedEvent(place, commit.id(), added.event());
                own.put(version, stored);
                feed.put(place.position(), stored);
                places.add(place);
            }
            heads.put(stream, new StreamHead(stream, version, true));
        }
        AppendResult result = AppendResult.of(commit.id(), places);
        commits.put(commit.id(), result);
        return result;
    }

    private void remove(NavigableMap<Version, StoredSerializedEvent> gone) {
        gone.values().forEach(event -> feed.remove(event.position()));
        gone.clear();
    }

    private StreamHead headOf(StreamId stream) {
        return heads.getOrDefault(stream, StreamHead.absent(stream));
    }

    private NavigableMap<Version, StoredSerializedEvent> eventsOf(StreamId stream) {
        return events.getOrDefault(stream, new TreeMap<>());
    }
}
