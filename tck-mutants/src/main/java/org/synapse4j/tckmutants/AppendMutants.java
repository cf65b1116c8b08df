package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion.Exactly;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules APPEND reject. */
final class AppendMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "starts an absent stream's head at version 1",
                    "APPEND-1",
                    "The head of an unknown stream is not absent",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            StreamHead head = super.head(stream);
                            return head.exists() ? head : StreamHead.deleted(stream, Version.FIRST, Position.START);
                        }
                    }),
            Mutant.of(
                    "keeps the first event of an append only",
                    "APPEND-2",
                    "The stream does not hold its events",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return super.append(
                                    id,
                                    Changes.events(
                                            append,
                                            events -> events.stream().limit(1).toList()));
                        }
                    }),
            Mutant.of(
                    "counts commits instead of events",
                    "APPEND-3",
                    "The head is not the last version",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            long commits = Changes.all(read(StreamRead.of(stream))).stream()
                                    .map(StoredSerializedEvent::commitId)
                                    .distinct()
                                    .count();
                            return new StreamHead(
                                    stream,
                                    Version.of(commits),
                                    commits > 0,
                                    super.head(stream).position());
                        }
                    }),
            Mutant.of(
                    "returns places counted from the version expected, 0 for any",
                    "APPEND-4",
                    "The result names other places",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            AppendResult result = super.append(id, append);
                            AtomicLong version = new AtomicLong(
                                    append.expected() instanceof Exactly one
                                            ? one.version().value()
                                            : 0);
                            return Changes.places(
                                    result,
                                    place -> new EventPlace(
                                            place.stream(), Version.of(version.incrementAndGet()), place.position()));
                        }
                    }),
            Mutant.of(
                    "shows the feed by stream instead of by position",
                    "APPEND-5",
                    "The feed does not show the events where their appends said",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            List<StoredSerializedEvent> events = new ArrayList<>(Changes.all(super.read(read)));
                            events.sort(Comparator.comparing(StoredSerializedEvent::stream));
                            return Changes.feed(read, Changes.cursor(events));
                        }
                    }),
            Mutant.of("counts positions by stream", "APPEND-6", "do not ascend", right -> new DelegatingStorage(right) {
                @Override
                public AppendResult append(CommitId id, Part append) {
                    return Changes.places(
                            super.append(id, append),
                            place -> new EventPlace(
                                    place.stream(),
                                    place.version(),
                                    Position.of(place.version().value())));
                }
            }),
            Mutant.of(
                    "answers an append of no events without a look at the stream",
                    "APPEND-7",
                    "does not return version 2 and no places",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return append.events().isEmpty()
                                    ? AppendResult.ofNothing(id, StreamHead.absent(append.stream()))
                                    : super.append(id, append);
                        }
                    }),
            Mutant.of(
                    "does not judge the expectation of an append of no events",
                    "APPEND-8",
                    "does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return super.append(id, append.events().isEmpty() ? Changes.expectingAny(append) : append);
                        }
                    }),
            Mutant.of(
                    "stores first and judges the expectation later",
                    "APPEND-9",
                    "A refused append left a trace",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (VersionConflictException conflict) {
                                super.append(id, Changes.expectingAny(append));
                                throw conflict;
                            }
                        }
                    }),
            Mutant.of(
                    "writes events as it converts them",
                    "APPEND-10",
                    "left a trace",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (InvalidValueException unstorable) {
                                for (NewSerializedEvent event : append.events()) {
                                    super.append(CommitId.fresh(), Changes.events(append, events -> List.of(event)));
                                }
                                throw unstorable;
                            }
                        }
                    }),
            Mutant.of(
                    "demands of event ids that they are unique in the store",
                    "APPEND-12",
                    "Event ids of another commit were refused",
                    right -> new DelegatingStorage(right) {
                        private final Set<EventId> taken = ConcurrentHashMap.newKeySet();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            for (NewSerializedEvent event : append.events()) {
                                if (!taken.add(event.event().id())) {
                                    throw new InvalidValueException("event id", "is taken");
                                }
                            }
                            return super.append(id, append);
                        }
                    }),
            Mutant.of(
                    "names the end of the feed in every head",
                    "APPEND-11",
                    "The position in the head, after commit 1",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            StreamHead head = super.head(stream);
                            return head.exists() ? StreamHead.at(stream, head.version(), end()) : head;
                        }
                    }),
            Mutant.of(
                    "names the position of the last event that is left in the head",
                    "APPEND-13",
                    "The position in the head of a truncated stream",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            StreamHead head = super.head(stream);
                            List<StoredSerializedEvent> left = Changes.all(read(StreamRead.of(stream)));
                            Position position = left.isEmpty()
                                    ? Position.START
                                    : left.get(left.size() - 1).position();
                            return new StreamHead(stream, head.version(), head.exists(), position);
                        }
                    }));

    private AppendMutants() {}
}
