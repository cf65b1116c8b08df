package org.synapse4j.tck.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * A history: the calls of several threads on a store at the same time, and the answers. Its clock only counts: if one call ended
 * at a lower count than another began at, it was over before the other began. {@link HistoryCheck} judges it. Thread-safe.
 */
public final class History {
    /** From before a call to after its answer. */
    record Span(long began, long ended) {
        boolean isOverBefore(Span other) {
            return ended < other.began;
        }
    }

    /** An append that was stored. */
    record Stored(Span span, int thread, Part append, AppendResult result) {
        long first() {
            return result.places().get(0).version().value();
        }

        long last() {
            return result.version().value();
        }
    }

    /** An append that was refused. */
    record Refused(Span span, Part append, VersionConflictException conflict) {}

    /** A read of a whole stream. */
    record Seen(Span span, StreamId stream, List<StoredSerializedEvent> events) {}

    /** An answer about a stream's head. */
    record Ended(Span span, StreamHead head) {}

    /** One read of the feed by one of its pollers. */
    record Polled(int poller, List<StoredSerializedEvent> events) {}

    final Queue<Stored> stored = new ConcurrentLinkedQueue<>();
    final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    final ConcurrentMap<Integer, List<Polled>> polled = new ConcurrentHashMap<>();
    private final AtomicLong clock = new AtomicLong();

    /** Appends, and notes whether it was stored or refused for its expectation. */
    public Optional<AppendResult> append(Subject store, int thread, Part append) {
        long began = clock.incrementAndGet();
        try {
            AppendResult result = store.append(Commits.of(append));
            stored.add(new Stored(since(began), thread, append, result));
            return Optional.of(result);
        } catch (VersionConflictException conflict) {
            refused.add(new Refused(since(began), append, conflict));
            return Optional.empty();
        }
    }

    /** Reads the stream, and notes what it saw; its version as far as it saw. */
    public Version read(Subject store, StreamId stream) {
        long began = clock.incrementAndGet();
        List<StoredSerializedEvent> events = store.read(stream);
        seen.add(new Seen(since(began), stream, events));
        return events.isEmpty() ? Version.NONE : events.get(events.size() - 1).version();
    }

    /** Asks for the stream's head, and notes the answer. */
    public Version head(Subject store, StreamId stream) {
        long began = clock.incrementAndGet();
        StreamHead head = store.head(stream);
        ended.add(new Ended(since(began), head));
        return head.version();
    }

    /** Reads the feed on from a position, and notes what it saw; the position to go on from. */
    public Position poll(Subject store, int poller, Position after) {
        List<StoredSerializedEvent> events = store.readFeed(FeedRead.forwards().after(after));
        polled.computeIfAbsent(poller, ignored -> new ArrayList<>()).add(new Polled(poller, events));
        return events.isEmpty() ? after : events.get(events.size() - 1).position();
    }

    /** How many events the appends noted so far have stored. */
    public long storedEvents() {
        return stored.stream().mapToLong(one -> one.result().places().size()).sum();
    }

    /** How many events a poller has seen. */
    public long polledEvents(int poller) {
        return polled.getOrDefault(poller, List.of()).stream()
                .mapToLong(poll -> poll.events().size())
                .sum();
    }

    private Span since(long began) {
        return new Span(began, clock.incrementAndGet());
    }
}
