package org.synapse4j.inmemory;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.StreamStorage;
import org.synapse4j.api.spi.support.Guard;
import org.synapse4j.api.spi.support.PagingCursor;
import org.synapse4j.api.spi.support.PagingFeedCursor;

/**
 * All events, once by position and once by stream and version. Every call runs alone under the {@link Guard}, which is what makes a commit
 * all or nothing here. A storage on a server gets the same from what its server promises.
 */
final class MemoryEvents implements StreamStorage, FeedStorage, StreamListing, StreamDeletion {
    private final Guard guard;
    private final StorageLimits limits;
    private final MemorySnapshots snapshots;
    private final Memory memory;

    MemoryEvents(Memory memory, Guard guard, StorageLimits limits, MemorySnapshots snapshots) {
        this.memory = memory;
        this.guard = guard;
        this.limits = limits;
        this.snapshots = snapshots;
    }

    /** Judges everything first, then stores, so that nothing needs to be taken back. */
    @Override
    public AppendResult append(SerializedCommit commit) {
        limits.check(commit);
        return guard.alone("append of commit " + commit.id(), () -> {
            AppendResult first = memory.commits.get(commit.id());
            if (first != null) {
                return repeated(commit, first);
            }
            commit.expectations().forEach(this::requireMet);
            commit.condition().ifPresent(this::requireNoMatch);
            return commit.events().isEmpty() ? nothing(commit) : store(commit);
        });
    }

    @Override
    public Optional<AppendResult> find(CommitId id) {
        Objects.requireNonNull(id, "commit id");
        return guard.alone("find of commit " + id, () -> Optional.ofNullable(memory.commits.get(id)));
    }

    @Override
    public Cursor<StoredSerializedEvent> read(StreamRead read) {
        Objects.requireNonNull(read, "read");
        guard.requireOpen();
        return new PagingCursor<>(
                guard,
                read.limit(),
                new MapPages<>(
                        () -> eventsOf(read.stream()).subMap(read.from(), true, read.to(), true),
                        event -> true,
                        read.direction()));
    }

    /** There is nothing in flight here, so the end of the feed is always settled. */
    @Override
    public FeedCursor read(FeedRead read) {
        Objects.requireNonNull(read, "read");
        guard.requireOpen();
        return new PagingFeedCursor(
                guard, read.limit(), new FeedPages(memory.feed, () -> Position.of(memory.lastPosition), read));
    }

    @Override
    public Position end() {
        return guard.alone("end of the feed", () -> Position.of(memory.lastPosition));
    }

    @Override
    public StreamHead head(StreamId stream) {
        Objects.requireNonNull(stream, "stream");
        return guard.alone("head of " + stream, () -> headOf(stream));
    }

    @Override
    public Cursor<StreamHead> list() {
        guard.requireOpen();
        return new PagingCursor<>(
                guard, Long.MAX_VALUE, new MapPages<>(() -> memory.heads, StreamHead::exists, Direction.FORWARDS));
    }

    @Override
    public Cursor<StreamHead> list(String category) {
        Objects.requireNonNull(category, "category");
        return streamsOf(category, () -> memory.heads);
    }

    @Override
    public Cursor<StreamHead> listAfter(StreamId after) {
        Objects.requireNonNull(after, "after");
        return streamsOf(after.category(), () -> memory.heads.tailMap(after, false));
    }

    @Override
    public long count(String category) {
        Objects.requireNonNull(category, "category");
        return guard.alone(
                "count of the streams of " + category,
                () -> memory.heads.values().stream()
                        .filter(head -> isOf(category, head))
                        .count());
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
            memory.deleted.put(stream, headOf(stream).version());
            memory.heads.computeIfPresent(
                    stream, (id, head) -> StreamHead.deleted(id, head.version(), head.position()));
        });
    }

    private Cursor<StreamHead> streamsOf(String category, Supplier<NavigableMap<StreamId, StreamHead>> among) {
        guard.requireOpen();
        return new PagingCursor<>(
                guard, Long.MAX_VALUE, new MapPages<>(among, head -> isOf(category, head), Direction.FORWARDS));
    }

    private static boolean isOf(String category, StreamHead head) {
        return head.exists() && head.stream().category().equals(category);
    }

    private void requireMet(StreamExpectation demanded) {
        StreamHead head = headOf(demanded.stream());
        if (!demanded.expected().isMetBy(head)) {
            throw new VersionConflictException(demanded.stream(), demanded.expected(), head);
        }
    }

    private void requireNoMatch(AppendCondition condition) {
        for (StoredSerializedEvent event :
                memory.feed.tailMap(condition.after(), false).values()) {
            if (FeedPages.matches(condition.query(), event)) {
                throw new ConditionConflictException(condition, event.position());
            }
        }
    }

    private AppendResult repeated(SerializedCommit commit, AppendResult first) {
        List<StoredSerializedEvent> remaining = new ArrayList<>();
        for (EventPlace place : first.places()) {
            StoredSerializedEvent event = memory.feed.get(place.position());
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
        return AppendResult.ofNothing(commit.id(), headOf(commit.streams().get(0)));
    }

    private AppendResult store(SerializedCommit commit) {
        List<EventPlace> places = new ArrayList<>();
        for (NewSerializedEvent added : commit.events()) {
            StreamId stream = added.stream();
            Version version = headOf(stream).version().next();
            EventPlace place = new EventPlace(stream, version, Position.of(++memory.lastPosition));
            StoredSerializedEvent stored = new StoredSerializedEvent(place, commit.id(), added.event());
            memory.events.computeIfAbsent(stream, id -> new TreeMap<>()).put(version, stored);
            memory.feed.put(place.position(), stored);
            memory.heads.put(stream, StreamHead.at(stream, version, place.position()));
            places.add(place);
        }
        AppendResult result = AppendResult.of(commit.id(), places);
        memory.commits.put(commit.id(), result);
        return result;
    }

    private void remove(NavigableMap<Version, StoredSerializedEvent> gone) {
        gone.values().forEach(event -> memory.feed.remove(event.position()));
        gone.clear();
    }

    private StreamHead headOf(StreamId stream) {
        return memory.heads.getOrDefault(stream, StreamHead.absent(stream));
    }

    private NavigableMap<Version, StoredSerializedEvent> eventsOf(StreamId stream) {
        return memory.events.getOrDefault(stream, new TreeMap<>());
    }
}
