package org.synapse4j.tck.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * Judges a whole {@link History}. No order of the calls has to be searched for: the versions and positions that the appends
 * returned say what it was, and each call is held against that. What is stored when all is over is the record to compare with.
 */
public final class HistoryCheck {
    private final History history;
    private final Map<StreamId, List<StoredSerializedEvent>> streams = new HashMap<>();
    private final Map<StreamId, Map<Long, History.Stored>> byFirst = new HashMap<>();
    private final Map<StreamId, Map<Long, History.Stored>> byLast = new HashMap<>();

    /** Reads what is stored, now that all threads of the history have ended. */
    public HistoryCheck(History history, Subject store, Set<StreamId> streams) {
        this.history = history;
        streams.forEach(stream -> this.streams.put(stream, store.read(stream)));
        for (History.Stored one : history.stored) {
            byFirst.computeIfAbsent(one.append().stream(), stream -> new HashMap<>())
                    .put(one.first(), one);
            byLast.computeIfAbsent(one.append().stream(), stream -> new HashMap<>())
                    .put(one.last(), one);
        }
    }

    /** Every event is where its append said, and nothing else is stored; versions have no holes. */
    public void everythingIsWhereItWasSaidToBe() {
        Map<EventPlace, StoredSerializedEvent> said = new HashMap<>();
        for (History.Stored one : history.stored) {
            for (int i = 0; i < one.append().events().size(); i++) {
                EventPlace place = one.result().places().get(i);
                var event = new StoredSerializedEvent(
                        place,
                        one.result().commitId(),
                        one.append().events().get(i).event());
                assertFalse(said.containsKey(place), () -> "Two appends were told the same place: " + place);
                said.put(place, event);
            }
        }
        streams.forEach((stream, events) -> {
            assertEquals(
                    said.values().stream()
                            .filter(event -> event.stream().equals(stream))
                            .sorted(Comparator.comparing(StoredSerializedEvent::version))
                            .toList(),
                    events,
                    "What appends to " + stream + " said, against what it holds in the end");
            assertEquals(
                    LongStream.rangeClosed(1, events.size()).boxed().toList(),
                    events.stream().map(event -> event.version().value()).toList(),
                    "The versions of " + stream);
        });
    }

    /** Every append that was stored met its expectation at the version before its first. */
    public void expectationsWereMet() {
        for (History.Stored one : history.stored) {
            long before = one.first() - 1;
            StreamHead head = new StreamHead(one.append().stream(), Version.of(before), before > 0, Position.START);
            assertTrue(
                    one.append().expected().isMetBy(head),
                    () -> "An append that expected " + one.append().expected() + " was stored after version " + before
                            + " of " + head.stream());
        }
    }

    /** Every refusal names a head that the stream had during the call, and that was not as expected. */
    public void refusalsWereRight() {
        for (History.Refused one : history.refused) {
            StreamHead actual = one.conflict().actual();
            assertEquals(one.append().stream(), one.conflict().stream(), "The stream that a conflict names");
            assertEquals(one.append().expected(), one.conflict().expected(), "What a conflict says was expected");
            assertFalse(
                    one.append().expected().isMetBy(actual),
                    () -> "An append that expected " + one.append().expected() + " was refused at " + actual);
            assertWasSo("A conflict names as head", one.span(), actual.stream(), actual.version());
        }
    }

    /** Every read of a stream saw the beginning of what it holds in the end, whole commits only. */
    public void readsSawWholePrefixes() {
        for (History.Seen one : history.seen) {
            int size = one.events().size();
            List<StoredSerializedEvent> all = events(one.stream());
            assertEquals(
                    all.subList(0, Math.min(size, all.size())),
                    one.events(),
                    "What a read saw of " + one.stream() + ", against the beginning of what it holds in the end");
            assertTrue(
                    size == 0 || byLast.getOrDefault(one.stream(), Map.of()).containsKey((long) size),
                    () -> "A read saw " + one.stream() + " up to version " + size + ", which is inside a commit");
        }
    }

    /** Every read and every answer about a head knows of what was stored before it began. */
    public void readsAreOfTheirTime() {
        for (History.Seen one : history.seen) {
            assertWasSo(
                    "A read ended at",
                    one.span(),
                    one.stream(),
                    Version.of(one.events().size()));
        }
        for (History.Ended one : history.ended) {
            assertWasSo(
                    "A head was said to be",
                    one.span(),
                    one.head().stream(),
                    one.head().version());
        }
    }

    /** Positions are given once, ascend in each commit and stream, and follow the order of time. */
    public void positionsFollowTime() {
        List<History.Stored> byBeginning = new ArrayList<>(history.stored);
        byBeginning.sort(Comparator.comparing(one -> one.span().began()));
        List<History.Stored> byEnd = new ArrayList<>(history.stored);
        byEnd.sort(Comparator.comparing(one -> one.span().ended()));
        Position highest = Position.START;
        int over = 0;
        for (History.Stored one : byBeginning) {
            while (byEnd.get(over).span().isOverBefore(one.span())) {
                Position last = byEnd.get(over).result().position();
                highest = last.compareTo(highest) > 0 ? last : highest;
                over++;
            }
            Position first = one.result().places().get(0).position();
            assertTrue(
                    first.compareTo(highest) > 0,
                    "An append got position " + first + ", although one that was over before it began got " + highest);
        }
        streams.forEach((stream, events) -> assertEquals(
                new TreeSet<>(events.stream()
                                .map(StoredSerializedEvent::position)
                                .toList())
                        .stream().toList(),
                events.stream().map(StoredSerializedEvent::position).toList(),
                "The positions of " + stream + " in the order of its versions"));
    }

    /** Every poller of the feed saw each event once, by position, and missed none. */
    public void pollersMissedNothing() {
        List<StoredSerializedEvent> all = streams.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(StoredSerializedEvent::position))
                .toList();
        history.polled.forEach((poller, polls) -> assertEquals(
                all,
                polls.stream().flatMap(poll -> poll.events().stream()).toList(),
                "What poller " + poller + " of the feed saw, against all events by position"));
    }

    /** No poll of the feed ended inside a commit. */
    public void pollsSawWholeCommits() {
        Map<CommitId, Position> ends = history.stored.stream()
                .collect(Collectors.toMap(
                        one -> one.result().commitId(), one -> one.result().position()));
        for (List<History.Polled> polls : history.polled.values()) {
            for (History.Polled poll : polls) {
                List<StoredSerializedEvent> events = poll.events();
                if (!events.isEmpty()) {
                    StoredSerializedEvent last = events.get(events.size() - 1);
                    assertEquals(
                            ends.get(last.commitId()),
                            last.position(),
                            "The position at which a poll of the feed ended, against the end of the commit there");
                }
            }
        }
    }

    private void assertWasSo(String what, History.Span span, StreamId stream, Version version) {
        String said = what + " version " + version + " of " + stream;
        History.Stored last = byLast.getOrDefault(stream, Map.of()).get(version.value());
        assertTrue(version.equals(Version.NONE) || last != null, said + ", where no commit ends");
        assertFalse(last != null && span.isOverBefore(last.span()), said + " before that was asked for");
        History.Stored next = byFirst.getOrDefault(stream, Map.of()).get(version.value() + 1);
        assertFalse(
                next != null && next.span().isOverBefore(span),
                () -> said + ", although an append had returned version "
                        + (next == null ? version : next.result().version()) + " before");
    }

    private List<StoredSerializedEvent> events(StreamId stream) {
        return streams.getOrDefault(stream, List.of());
    }
}
