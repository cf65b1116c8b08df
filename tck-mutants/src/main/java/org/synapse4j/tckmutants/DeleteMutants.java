package org.synapse4j.tckmutants;

import static org.synapse4j.tckmutants.DelegatingCursor.edited;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Subject;

/** Mutants that the rules DELETE reject. */
final class DeleteMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "truncates the version at the bound too",
                    "DELETE-1",
                    "A stream truncated before 1: event 0",
                    truncating(before -> before.equals(Version.NONE) ? before : before.next())),
            Mutant.of(
                    "counts a limit from the first version of a truncated stream",
                    "DELETE-2",
                    "The first two that are left",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return edited(
                                    super.read(read),
                                    events -> events.removeIf(event -> read.direction() == Direction.FORWARDS
                                            && event.version().value() > read.limit()));
                        }
                    }),
            Mutant.of(
                    "takes a stream without events for one that does not exist",
                    "DELETE-3",
                    "The head of a stream of which everything is truncated",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            boolean empty =
                                    Subject.drain(read(StreamRead.of(stream))).isEmpty();
                            return new StreamHead(
                                    stream,
                                    super.head(stream).version(),
                                    !empty,
                                    super.head(stream).position());
                        }
                    }),
            Mutant.of(
                    "truncates commits whole",
                    "DELETE-4",
                    "A commit cut by truncation before 2",
                    truncating(before -> Version.of((before.value() - 1) / 5 * 5 + 1))),
            Mutant.of(
                    "hides what is appended below a truncation",
                    "DELETE-5",
                    "What was appended after a truncation above the head",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamId, Version> truncated = new HashMap<>();

                        @Override
                        public void truncate(StreamId stream, Version before) {
                            truncated.put(stream, before);
                            super.truncate(stream, before);
                        }

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            Version first = truncated.getOrDefault(read.stream(), Version.NONE);
                            return edited(
                                    super.read(read),
                                    events -> events.removeIf(
                                            event -> event.version().compareTo(first) < 0));
                        }
                    }),
            Mutant.of(
                    "refuses to truncate an absent stream",
                    "DELETE-6",
                    "Truncating an absent stream",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void truncate(StreamId stream, Version before) {
                            if (!head(stream).exists()) {
                                throw new InvalidValueException("stream", "does not exist");
                            }
                            super.truncate(stream, before);
                        }
                    }),
            Mutant.of(
                    "lets a stale writer in after a truncation",
                    "DELETE-7",
                    "An append that expects exactly version 0",
                    expecting((head, expected) -> head.exists() ? ExpectedVersion.any() : expected)),
            Mutant.of(
                    "forgets a deleted stream's version",
                    "DELETE-8",
                    "The head of a deleted stream",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            StreamHead head = super.head(stream);
                            return head.exists() ? head : StreamHead.absent(stream);
                        }
                    }),
            Mutant.of(
                    "lets a deleted stream exist",
                    "DELETE-8",
                    "The head of a deleted stream",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void delete(StreamId stream) {
                            super.truncate(stream, Version.MAX);
                        }
                    }),
            Mutant.of(
                    "lets a stale writer in after a deletion",
                    "DELETE-9",
                    "An append that expects that the stream exists",
                    expecting((head, expected) -> head.exists() ? expected : ExpectedVersion.any())),
            Mutant.of(
                    "does not know that exactly(n) is met by a deleted stream",
                    "DELETE-9",
                    "A deleted stream is not as it demands: exactly version 3",
                    expecting((head, expected) -> head.exists()
                                    || head.version().equals(Version.NONE)
                                    || !expected.isMetBy(head)
                                    || !(expected instanceof ExpectedVersion.Exactly)
                            ? expected
                            : ExpectedVersion.streamExists())),
            Mutant.of(
                    "deletes a stream once only",
                    "DELETE-10",
                    "A stream that was deleted again",
                    right -> new DelegatingStorage(right) {
                        private final Set<StreamId> deleted = new HashSet<>();

                        @Override
                        public void delete(StreamId stream) {
                            if (deleted.add(stream)) {
                                super.delete(stream);
                            }
                        }
                    }),
            Mutant.of(
                    "refuses to delete an absent stream",
                    "DELETE-11",
                    "Deleting an absent stream",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void delete(StreamId stream) {
                            if (!head(stream).exists()) {
                                throw new InvalidValueException("stream", "does not exist");
                            }
                            super.delete(stream);
                        }
                    }),
            Mutant.of(
                    "deletes all streams whose names begin so",
                    "DELETE-12",
                    "A stream beside one that was deleted",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void delete(StreamId stream) {
                            for (StreamHead head : Subject.drain(list())) {
                                if (head.stream().toString().startsWith(stream.toString())) {
                                    super.delete(head.stream());
                                }
                            }
                        }
                    }),
            Mutant.of(
                    "truncates all streams whose names begin so",
                    "DELETE-12",
                    "A stream beside one that was deleted",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void truncate(StreamId stream, Version before) {
                            for (StreamHead head : Subject.drain(list())) {
                                if (head.stream().toString().startsWith(stream.toString())) {
                                    super.truncate(head.stream(), before);
                                }
                            }
                        }
                    }),
            Mutant.of(
                    "leaves deleted events in the feed",
                    "DELETE-13",
                    "The feed after a deletion and a truncation: event 3",
                    right -> new DelegatingStorage(right) {
                        private List<StoredSerializedEvent> before = List.of();

                        @Override
                        public void delete(StreamId stream) {
                            before = Subject.drain(super.read(FeedRead.forwards()));
                            super.delete(stream);
                        }

                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(read, edited(super.read(read), events -> {
                                events.clear();
                                events.addAll(before);
                            }));
                        }
                    }),
            Mutant.of(
                    "takes the rest of a truncated commit for one that is in flight",
                    "DELETE-13",
                    "The feed after a deletion and a truncation: event 5",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(
                                    read,
                                    edited(
                                            super.read(read),
                                            events -> events.removeIf(
                                                    event -> event.stream().id().equals("3"))));
                        }
                    }),
            Mutant.of(
                    "gives deleted positions out again",
                    "DELETE-14",
                    "was deleted, this one was given out",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            long before =
                                    Subject.drain(read(FeedRead.forwards())).size();
                            AppendResult result = super.append(id, append);
                            long shift = result.places().get(0).position().value() - before - 1;
                            return AppendResult.of(
                                    id,
                                    result.places().stream()
                                            .map(place -> new EventPlace(
                                                    place.stream(),
                                                    place.version(),
                                                    Position.of(place.position().value() - shift)))
                                            .toList());
                        }
                    }),
            Mutant.of(
                    "forgets the snapshots of a deleted stream",
                    "DELETE-15",
                    "A snapshot of a deleted stream",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamId, SerializedSnapshot> kept = new ConcurrentHashMap<>();

                        @Override
                        public void delete(StreamId stream) {
                            latest(stream, Version.MAX).ifPresent(snapshot -> kept.put(stream, snapshot));
                            super.delete(stream);
                        }

                        @Override
                        public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
                            return super.latest(stream, atMost).or(() -> Optional.ofNullable(kept.get(stream)));
                        }
                    }),
            Mutant.of(
                    "removes the snapshots of a truncated stream",
                    "DELETE-15",
                    "A snapshot of a stream not deleted",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void truncate(StreamId stream, Version before) {
                            super.truncate(stream, before);
                            delete(stream, SnapshotBounds.all());
                        }
                    }),
            Mutant.of(
                    "answers a deleted commit by what is left of it",
                    "DELETE-16",
                    "The result of a truncated commit",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            AppendResult result = super.append(id, append);
                            Set<Version> left = new HashSet<>();
                            read(StreamRead.of(append.stream())).forEachRemaining(event -> left.add(event.version()));
                            List<EventPlace> places = result.places().stream()
                                    .filter(place -> left.contains(place.version()))
                                    .toList();
                            return places.isEmpty() ? result : AppendResult.of(id, places);
                        }
                    }),
            Mutant.of(
                    "takes the rest of a commit for an aborted one",
                    "DELETE-17",
                    "of which stream 0 was deleted",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamId, SerializedCommit> commits = new HashMap<>();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            Changes.parts(commit).forEach(append -> commits.put(append.stream(), commit));
                            return super.append(commit);
                        }

                        @Override
                        public void delete(StreamId stream) {
                            SerializedCommit commit = commits.get(stream);
                            if (commit != null) {
                                Changes.parts(commit).forEach(append -> super.delete(append.stream()));
                            }
                        }
                    }),
            Mutant.of(
                    "deletes half of a commit that is landing",
                    "DELETE-18",
                    "holds events as up to version 500, inside a commit",
                    right -> new LandingStorage(right) {
                        @Override
                        public void delete(StreamId stream) {
                            if (!tears(stream)) {
                                super.delete(stream);
                            }
                        }
                    }),
            Mutant.of(
                    "hides a deleted commit that was landing from all but the feed",
                    "DELETE-18",
                    "The events of each stream in the feed",
                    right -> new LandingStorage(right) {
                        @Override
                        public void delete(StreamId stream) {
                            if (!tears(stream)) {
                                super.delete(stream);
                            }
                        }

                        @Override
                        protected void tear(StreamHead half) {}

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return isTorn(read.stream()) ? Changes.cursor(List.of()) : super.read(read);
                        }
                    }),
            Mutant.of(
                    "truncates half of a commit that is landing",
                    "DELETE-19",
                    "holds events as up to version 500, inside a commit",
                    right -> new LandingStorage(right) {
                        @Override
                        public void truncate(StreamId stream, Version before) {
                            if (!tears(stream)) {
                                super.truncate(stream, before);
                            }
                        }
                    }),
            Mutant.of(
                    "deletes half of a commit that is landing in another process",
                    "DELETE-20",
                    "holds events as up to version 500, inside a commit",
                    right -> new LandingStorage(right) {
                        private final Set<StreamId> own = new HashSet<>();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            own.add(append.stream());
                            return super.append(id, append);
                        }

                        @Override
                        public void delete(StreamId stream) {
                            if (own.contains(stream) || !tears(stream)) {
                                super.delete(stream);
                            }
                        }
                    }));

    private DeleteMutants() {}

    private interface Expectation {
        ExpectedVersion of(StreamHead head, ExpectedVersion expected);
    }

    private static UnaryOperator<StorageStrategy> truncating(UnaryOperator<Version> bound) {
        return right -> new DelegatingStorage(right) {
            @Override
            public void truncate(StreamId stream, Version before) {
                super.truncate(stream, bound.apply(before));
            }
        };
    }

    private static UnaryOperator<StorageStrategy> expecting(Expectation expectation) {
        return right -> new DelegatingStorage(right) {
            @Override
            public AppendResult append(CommitId id, Part append) {
                ExpectedVersion expected = expectation.of(head(append.stream()), append.expected());
                return super.append(id, new Part(append.stream(), expected, append.events()));
            }
        };
    }
}
