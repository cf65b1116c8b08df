package org.synapse4j.mongofixture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.MongoStorage;
import org.synapse4j.mongofixture.Ledger.Entry;
import org.synapse4j.mongofixture.Ledger.Told;
import org.synapse4j.tck.kit.Subject;

/** Holds what was told and what was read against what is stored when all is over. */
final class Verdict {
    private final Ledger ledger;
    private final MongoStorage fresh;
    private final List<FeedFollower> readers;
    private final List<SeenEvent> feed = new ArrayList<>();
    private final List<StoredSerializedEvent> conditional = new ArrayList<>();
    private int resolved;

    Verdict(Ledger ledger, MongoStorage fresh, List<FeedFollower> readers) {
        this.ledger = ledger;
        this.fresh = fresh;
        this.readers = readers;
    }

    /** Appends again whatever was left unknown, by each storage: now there is one answer, and it stays. */
    void settleUnknown(List<MongoStorage> storages) {
        for (Entry entry : ledger.entries()) {
            if (entry.isUnknown()) {
                resolved++;
                for (MongoStorage storage : storages) {
                    Told told = ledger.append(entry, storage);
                    boolean mayConflict = entry.condition.isPresent()
                            || entry.commit.expectations().stream()
                                    .anyMatch(demanded -> !(demanded.expected() instanceof ExpectedVersion.Any));
                    if (told != Told.STORED && !(told == Told.CONFLICT && mayConflict)) {
                        ledger.broken("commit " + entry.commit.id() + " of unknown outcome, again in calm: " + told);
                    }
                }
            }
        }
    }

    void judge() {
        for (StoredSerializedEvent event :
                Subject.drain(fresh.feed().orElseThrow().read(FeedRead.forwards()))) {
            feed.add(SeenEvent.of(event));
            if (event.stream().category().equals("seat")) {
                conditional.add(event);
            }
        }
        assertAll(
                () -> assertEquals(List.of(), ledger.broken(), "what no rule allows"),
                this::storedIsThereOnce,
                this::positionsAscend,
                this::versionsHaveNoHoles,
                this::readersSawTheFeed,
                this::conditionsHold,
                this::streamsReadAsTheFeed);
    }

    @Override
    public String toString() {
        return feed.size() + " events stored, " + resolved + " commits of unknown outcome resolved";
    }

    private void storedIsThereOnce() {
        Map<CommitId, List<SeenEvent>> there = new HashMap<>();
        feed.forEach(event ->
                there.computeIfAbsent(event.commit(), id -> new ArrayList<>()).add(event));
        for (Entry entry : ledger.entries()) {
            List<SeenEvent> stored =
                    Optional.ofNullable(there.remove(entry.commit.id())).orElse(List.of());
            assertEquals(told(entry), stored, () -> "what was told of commit " + entry.commit.id() + ", and the feed");
        }
        assertTrue(there.isEmpty(), () -> "Commits that nobody appended: " + there);
    }

    private static List<SeenEvent> told(Entry entry) {
        List<SeenEvent> told = new ArrayList<>();
        Optional<AppendResult> result = entry.result();
        if (result.isPresent()) {
            int index = 0;
            for (NewSerializedEvent added : entry.commit.events()) {
                told.add(new SeenEvent(
                        result.get().places().get(index++),
                        entry.commit.id(),
                        added.event().id()));
            }
        }
        return told;
    }

    private void positionsAscend() {
        Position last = Position.START;
        for (SeenEvent event : feed) {
            Position now = event.place().position();
            assertTrue(now.compareTo(last) > 0, () -> "Position " + now + " does not ascend");
            last = now;
        }
    }

    private void versionsHaveNoHoles() {
        Map<StreamId, Long> heads = new HashMap<>();
        for (SeenEvent event : feed) {
            long expected = heads.merge(event.place().stream(), 1L, Long::sum);
            assertEquals(expected, event.place().version().value(), () -> "version of " + event);
        }
    }

    private void readersSawTheFeed() {
        for (FeedFollower reader : readers) {
            reader.broken().ifPresent(error -> {
                throw new AssertionError("A reader ended", error);
            });
            List<SeenEvent> seen = reader.seen();
            for (int i = 0; i < Math.min(seen.size(), feed.size()); i++) {
                assertEquals(feed.get(i), seen.get(i), "what a reader saw at place " + i);
            }
            assertEquals(feed.size(), seen.size(), "how many events a reader saw");
        }
    }

    /** No event matches a condition between what the append had seen and its own first event. */
    private void conditionsHold() {
        Map<CommitId, AppendCondition> conditions = new HashMap<>();
        for (Entry entry : ledger.entries()) {
            entry.condition.ifPresent(condition -> conditions.put(entry.commit.id(), condition));
        }
        TreeMap<Position, StoredSerializedEvent> byPosition = new TreeMap<>();
        conditional.forEach(event -> byPosition.put(event.position(), event));
        Set<String> taken = new HashSet<>();
        for (StoredSerializedEvent event : conditional) {
            AppendCondition condition = conditions.get(event.commitId());
            if (condition == null) {
                throw new AssertionError("Without a condition: " + event);
            }
            if (condition.after().equals(Position.START)
                    && event.event().type().value().equals("SeatTaken")) {
                event.event().tags().stream()
                        .map(Object::toString)
                        .filter(tag -> tag.startsWith("seat:"))
                        .forEach(seat -> assertTrue(taken.add(seat), () -> seat + " is taken twice"));
                continue;
            }
            byPosition
                    .subMap(condition.after(), false, event.position(), false)
                    .values()
                    .forEach(other -> assertFalse(
                            condition
                                    .query()
                                    .matches(
                                            other.stream(),
                                            other.event().type(),
                                            other.event().tags()),
                            () -> other.place() + " matches the condition of " + event.place()));
        }
    }

    private void streamsReadAsTheFeed() {
        Map<StreamId, List<SeenEvent>> streams = new HashMap<>();
        feed.forEach(event -> streams.computeIfAbsent(event.place().stream(), id -> new ArrayList<>())
                .add(event));
        streams.forEach((stream, events) -> {
            List<SeenEvent> read = Subject.drain(fresh.streams().read(StreamRead.of(stream))).stream()
                    .map(SeenEvent::of)
                    .toList();
            assertEquals(events, read, () -> "stream " + stream + " in the feed, and read");
            assertEquals(events.size(), fresh.streams().head(stream).version().value(), () -> "head of " + stream);
        });
    }
}
