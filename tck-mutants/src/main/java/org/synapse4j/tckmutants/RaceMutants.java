package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules RACE reject. Each makes its mistake every time, by waiting for the other thread that it takes. */
final class RaceMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "returns places counted from the head that it saw before",
                    "RACE-1",
                    "said, against what it holds in the end",
                    right -> new DelegatingStorage(right) {
                        private final Meeting meeting = new Meeting();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            AtomicLong version = new AtomicLong(
                                    head(append.stream()).version().value());
                            meeting.await();
                            return Changes.places(
                                    super.append(id, append),
                                    place -> new EventPlace(
                                            place.stream(), Version.of(version.incrementAndGet()), place.position()));
                        }
                    }),
            Mutant.of(
                    "judges the expectation of a racing append too early",
                    "RACE-2",
                    "was stored after version",
                    right -> new DelegatingStorage(right) {
                        private final Meeting meeting = new Meeting();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            Changes.requireMet(append, head(append.stream()));
                            meeting.await();
                            return super.append(id, Changes.expectingAny(append));
                        }
                    }),
            Mutant.of(
                    "names in conflicts the head of the first conflict",
                    "RACE-3",
                    "A conflict names as head",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamId, StreamHead> first = new ConcurrentHashMap<>();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (VersionConflictException conflict) {
                                if (!conflict.actual().exists()) {
                                    throw conflict;
                                }
                                StreamHead actual =
                                        first.computeIfAbsent(conflict.stream(), stream -> conflict.actual());
                                throw append.expected().isMetBy(actual)
                                        ? conflict
                                        : new VersionConflictException(conflict.stream(), conflict.expected(), actual);
                            }
                        }
                    }),
            Mutant.of(
                    "shows the first event of a commit before the others",
                    "RACE-4",
                    "which is inside a commit",
                    right -> new DelegatingStorage(right) {
                        private final AtomicInteger reads = new AtomicInteger();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            if (append.events().size() < 2) {
                                return super.append(id, append);
                            }
                            List<EventPlace> places = new ArrayList<>(super.append(
                                            id, Changes.events(append, events -> events.subList(0, 1)))
                                    .places());
                            int before = reads.get();
                            long deadline = System.nanoTime() + 20_000_000;
                            while (reads.get() < before + 3 && System.nanoTime() < deadline) {
                                Thread.onSpinWait();
                            }
                            Part rest = Changes.events(append, events -> events.subList(1, events.size()));
                            places.addAll(super.append(CommitId.fresh(), Changes.expectingAny(rest))
                                    .places());
                            return AppendResult.of(id, places);
                        }

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            Cursor<StoredSerializedEvent> events = Changes.cursor(Changes.all(super.read(read)));
                            reads.incrementAndGet();
                            return events;
                        }
                    }),
            Mutant.of(
                    "answers a thread's reads from what it has read before",
                    "RACE-5",
                    "A read ended at version",
                    right -> new DelegatingStorage(right) {
                        private final Map<List<Object>, List<StoredSerializedEvent>> copies = new ConcurrentHashMap<>();

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return Changes.cursor(copies.computeIfAbsent(
                                    List.of(Thread.currentThread(), read), key -> Changes.all(super.read(read))));
                        }
                    }),
            Mutant.of(
                    "counts positions backwards",
                    "RACE-6",
                    "although one that was over before it began got",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return Changes.places(
                                    super.append(id, append),
                                    place -> new EventPlace(
                                            place.stream(),
                                            place.version(),
                                            Position.of(1_000_000_000
                                                    - place.position().value())));
                        }
                    }),
            Mutant.of(
                    "shows a poller what is late when it has passed by",
                    "RACE-7",
                    "of the feed saw, against all events by position",
                    right -> new DelegatingStorage(right) {
                        private final Set<EventId> looked = ConcurrentHashMap.newKeySet();

                        @Override
                        public FeedCursor read(FeedRead read) {
                            List<StoredSerializedEvent> events = Changes.all(super.read(read));
                            List<StoredSerializedEvent> shown = new ArrayList<>(events);
                            shown.removeIf(event ->
                                    looked.add(event.event().id()) && !event.equals(events.get(events.size() - 1)));
                            return Changes.feed(read, Changes.cursor(shown));
                        }
                    }),
            Mutant.of(
                    "shows a poller the last event of a commit later",
                    "RACE-8",
                    "The position at which a poll of the feed ended",
                    right -> new DelegatingStorage(right) {
                        private final Set<EventId> looked = ConcurrentHashMap.newKeySet();

                        @Override
                        public FeedCursor read(FeedRead read) {
                            List<StoredSerializedEvent> events = Changes.all(super.read(read));
                            int last = events.size() - 1;
                            boolean later = last > 0
                                    && events.get(last)
                                            .commitId()
                                            .equals(events.get(last - 1).commitId())
                                    && looked.add(events.get(last).event().id());
                            return Changes.feed(read, Changes.cursor(later ? events.subList(0, last) : events));
                        }
                    }),
            Mutant.of(
                    "stops the feed where an append was refused",
                    "RACE-9",
                    "After conflicts the feed does not show the event",
                    right -> new DelegatingStorage(right) {
                        private volatile Position stop = Position.MAX;

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (VersionConflictException conflict) {
                                stop = Position.of(end().value() + 1);
                                throw conflict;
                            }
                        }

                        @Override
                        public FeedCursor read(FeedRead read) {
                            return super.read(read.before(stop));
                        }
                    }),
            Mutant.of(
                    "guards its appends by a lock of its process",
                    "RACE-10",
                    "was stored after version",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            synchronized (this) {
                                Changes.requireMet(append, head(append.stream()));
                                BETWEEN_PROCESSES.await();
                                return super.append(id, Changes.expectingAny(append));
                            }
                        }
                    }),
            Mutant.of(
                    "shows what other processes append later than its own",
                    "RACE-11",
                    "of the feed saw, against all events by position",
                    right -> new DelegatingStorage(right) {
                        private final Set<CommitId> own = ConcurrentHashMap.newKeySet();
                        private final Set<EventId> looked = ConcurrentHashMap.newKeySet();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            own.add(id);
                            return super.append(id, append);
                        }

                        @Override
                        public FeedCursor read(FeedRead read) {
                            List<StoredSerializedEvent> events = Changes.all(super.read(read));
                            return Changes.feed(
                                    read,
                                    Changes.cursor(events.stream()
                                            .filter(event -> own.contains(event.commitId())
                                                    || !looked.add(event.event().id()))
                                            .toList()));
                        }
                    }),
            Mutant.of(
                    "tells a head in the middle of a commit that is landing",
                    "RACE-12",
                    "A head was said to be version 500, inside a commit",
                    right -> new LandingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            return halfOf(super.head(stream));
                        }
                    }),
            Mutant.of(
                    "names in a conflict the middle of a commit that is landing",
                    "RACE-13",
                    "A conflict names as head version 500, inside a commit",
                    right -> new LandingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (VersionConflictException conflict) {
                                throw new VersionConflictException(
                                        conflict.stream(), conflict.expected(), halfOf(conflict.actual()));
                            }
                        }
                    }),
            Mutant.of(
                    "answers an append of no events by the middle of a commit that is landing",
                    "RACE-13",
                    "An append of no events returned version 500, inside a commit",
                    right -> new LandingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return append.events().isEmpty()
                                    ? AppendResult.ofNothing(id, halfOf(head(append.stream())))
                                    : super.append(id, append);
                        }
                    }),
            Mutant.of(
                    "lists the middle of a commit that is landing",
                    "RACE-14",
                    "A listed head was version 500, inside a commit",
                    right -> new LandingStorage(right) {
                        @Override
                        public Cursor<StreamHead> list(String category) {
                            return Changes.cursor(halvesOf(category));
                        }
                    }),
            Mutant.of(
                    "knows what is landing in its own process only",
                    "RACE-15",
                    "A head was said to be version 500, inside a commit",
                    right -> new LandingStorage(right) {
                        private final Set<StreamId> own = ConcurrentHashMap.newKeySet();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            own.add(append.stream());
                            return super.append(id, append);
                        }

                        @Override
                        public StreamHead head(StreamId stream) {
                            return own.contains(stream) ? super.head(stream) : halfOf(super.head(stream));
                        }
                    }));

    private RaceMutants() {}

    /** Two processes of the mutant that needs it meet here, each under its own lock. */
    private static final Meeting BETWEEN_PROCESSES = new Meeting();
}
