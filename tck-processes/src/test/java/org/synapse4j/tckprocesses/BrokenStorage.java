package org.synapse4j.tckprocesses;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.inmemory.InMemoryStorage;

/**
 * A storage that is broken in one small way.
 *
 * @param rule the rule that must reject it
 * @param name what it gets wrong, in words
 * @param message a part of the message expected
 * @param breaking makes it of a right storage
 */
record BrokenStorage(String rule, String name, String message, UnaryOperator<StorageStrategy> breaking) {
    static final List<BrokenStorage> ALL = List.of(
            appending(
                    "PROCESS-1",
                    "stores the first event of a commit only",
                    "What the stream of an instance says",
                    commit -> commit.withEvents(commit.streams().stream()
                            .map(stream -> commit.eventsOf(stream).get(0))
                            .toList())),
            reading(
                    "PROCESS-2",
                    "keeps no more than the last commit of a stream",
                    "The states of an instance that an event was for",
                    (read, events) -> events.stream()
                            .filter(event -> event.commitId()
                                    .equals(events.get(read.direction() == Direction.FORWARDS ? events.size() - 1 : 0)
                                            .commitId()))
                            .toList()),
            appending(
                    "PROCESS-3",
                    "gives each event an id of its own",
                    "The ids of commands that were sent again",
                    commit -> commit.withEvents(commit.events().stream()
                            .map(added -> added.with(edited(
                                    added.event(),
                                    EventId.fresh(),
                                    added.event().tags())))
                            .toList())),
            reading(
                    "PROCESS-4",
                    "shows a commit when the next one is there",
                    "The states that were stored when each command was sent",
                    (read, events) -> read.direction() == Direction.BACKWARDS || events.isEmpty()
                            ? events
                            : events.stream()
                                    .filter(event -> !event.commitId()
                                            .equals(events.get(events.size() - 1)
                                                    .commitId()))
                                    .toList()),
            appending(
                    "PROCESS-5",
                    "stores no more than three events of a commit",
                    "What the next node sent",
                    commit -> commit.streams().size() > 1 || commit.events().size() < 3
                            ? commit
                            : commit.withEvents(commit.events().subList(0, 3))),
            new BrokenStorage(
                    "PROCESS-6", "expects nothing, slowly", "that several nodes", BrokenStorage::expectingNothing),
            new BrokenStorage(
                    "PROCESS-7",
                    "expects nothing, slowly",
                    "The number of instances after as many pairs",
                    BrokenStorage::expectingNothing),
            appending(
                    "PROCESS-8",
                    "stores nothing in the last stream of several",
                    "What was sent for the instance that a tag finds now",
                    commit -> commit.streams().size() < 2
                            ? commit
                            : without(
                                    commit,
                                    commit.streams().get(commit.streams().size() - 1))),
            new BrokenStorage(
                    "PROCESS-9",
                    "reads the oldest event for the last one, and expects nothing",
                    "The number of instances that one tag found",
                    BrokenStorage::oldestForLast),
            new BrokenStorage(
                    "PROCESS-10",
                    "reads the oldest event for the last one, and expects nothing",
                    "The inputs of instances that one tag finds",
                    BrokenStorage::oldestForLast),
            new BrokenStorage(
                    "PROCESS-11",
                    "expects nothing, slowly",
                    "The number of times that a timer was due",
                    BrokenStorage::expectingNothing),
            feed("PROCESS-12", "reads the feed from its end", "What was sent holds the command", events -> {
                List<StoredSerializedEvent> reversed = new ArrayList<>(events);
                if (events.stream()
                        .anyMatch(event -> event.event().type().value().equals("synapse4j.ProcessTimerDue"))) {
                    Collections.reverse(reversed);
                }
                return reversed;
            }),
            appending(
                    "PROCESS-13",
                    "stores no tags",
                    "The number of timers that were due",
                    commit -> commit.withEvents(commit.events().stream()
                            .map(added -> added.with(
                                    edited(added.event(), added.event().id(), Set.of())))
                            .toList())),
            new BrokenStorage(
                    "PROCESS-14",
                    "numbers the feed anew at each read",
                    "The number of states of each instance",
                    right -> {
                        AtomicLong reads = new AtomicLong();
                        return new ForwardingStorage(right) {
                            @Override
                            public FeedCursor read(FeedRead read) {
                                long shift = reads.incrementAndGet();
                                FeedRead all = FeedRead.forwards().matching(read.query());
                                FeedRead wanted = read.after().equals(Position.START) ? read : all;
                                return Edited.of(super.read(wanted), events -> shifted(events, shift));
                            }
                        };
                    }),
            new BrokenStorage("PROCESS-15", "has no leases", "leases", right -> new ForwardingStorage(right) {
                @Override
                public Optional<LeaseStorage> leases() {
                    return Optional.empty();
                }
            }),
            feed(
                    "PROCESS-16",
                    "has forgotten the events of the second customer",
                    "What was sent beside an instance that fails",
                    events -> events.stream()
                            .filter(event -> !event.event().toString().contains("bob"))
                            .toList()));

    StorageStrategy open() {
        return breaking.apply(new InMemoryStorage());
    }

    private static BrokenStorage appending(
            String rule, String name, String message, UnaryOperator<SerializedCommit> change) {
        return new BrokenStorage(rule, name, message, right -> new ForwardingStorage(right) {
            @Override
            public AppendResult append(SerializedCommit commit) {
                return super.append(change.apply(commit));
            }
        });
    }

    /** What is made of the events of a read. */
    private interface Reading {
        List<StoredSerializedEvent> events(StreamRead read, List<StoredSerializedEvent> right);
    }

    private static BrokenStorage reading(String rule, String name, String message, Reading change) {
        return new BrokenStorage(rule, name, message, right -> new ForwardingStorage(right) {
            @Override
            public Cursor<StoredSerializedEvent> read(StreamRead read) {
                return Edited.of(super.read(read), events -> change.events(read, events));
            }
        });
    }

    private static BrokenStorage feed(
            String rule, String name, String message, UnaryOperator<List<StoredSerializedEvent>> change) {
        return new BrokenStorage(rule, name, message, right -> new ForwardingStorage(right) {
            @Override
            public FeedCursor read(FeedRead read) {
                return Edited.of(super.read(read), change);
            }
        });
    }

    private static StorageStrategy expectingNothing(StorageStrategy right) {
        return new ForwardingStorage(right) {
            @Override
            public AppendResult append(SerializedCommit commit) {
                try {
                    // So that those who began at the same time meet.
                    TimeUnit.MILLISECONDS.sleep(10);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.append(any(commit));
            }
        };
    }

    private static StorageStrategy oldestForLast(StorageStrategy right) {
        return new ForwardingStorage(right) {
            @Override
            public AppendResult append(SerializedCommit commit) {
                return super.append(any(commit));
            }

            @Override
            public Cursor<StoredSerializedEvent> read(StreamRead read) {
                return super.read(
                        read.limit() == 1 ? StreamRead.of(read.stream()).limit(1) : read);
            }
        };
    }

    private static SerializedCommit any(SerializedCommit commit) {
        return commit.withExpectations(commit.streams().stream()
                .map(stream -> new StreamExpectation(stream, ExpectedVersion.any()))
                .toList());
    }

    private static SerializedCommit without(SerializedCommit commit, StreamId stream) {
        List<NewSerializedEvent> left = commit.events().stream()
                .filter(added -> !added.stream().equals(stream))
                .toList();
        return new SerializedCommit(
                commit.id(),
                commit.expectations().stream()
                        .filter(expected -> !expected.stream().equals(stream))
                        .toList(),
                left,
                commit.condition());
    }

    private static SerializedEvent edited(SerializedEvent event, EventId id, Set<Tag> tags) {
        return new SerializedEvent(
                id, event.type(), event.revision(), tags, event.payload(), event.metadata(), event.time());
    }

    private static List<StoredSerializedEvent> shifted(List<StoredSerializedEvent> events, long shift) {
        return events.stream()
                .map(event -> new StoredSerializedEvent(
                        new EventPlace(
                                event.stream(),
                                event.version(),
                                Position.of(event.position().value() + shift)),
                        event.commitId(),
                        event.event()))
                .toList();
    }

    @Override
    public String toString() {
        return rule + " rejects a storage that " + name;
    }
}
