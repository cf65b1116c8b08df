package org.synapse4j.tckmutants;

import static org.synapse4j.tckmutants.DelegatingCursor.edited;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Direction;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventQuery.Criterion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.TypeName;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Subject;

/** Mutants that the rules FEED reject. */
final class FeedMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "orders the feed by stream",
                    "FEED-1",
                    "The feed: event 2",
                    editing((read, events) -> events.sort(Comparator.comparing(StoredSerializedEvent::stream)))),
            Mutant.of(
                    "gives out the first position twice",
                    "FEED-1",
                    "Position 1 comes after 1",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return AppendResult.of(
                                    id,
                                    super.append(id, append).places().stream()
                                            .map(FeedMutants::startingTwice)
                                            .toList());
                        }
                    }),
            Mutant.of(
                    "includes the position after which a read begins",
                    "FEED-2",
                    "After 1: event 0",
                    asking(read -> read.after(Position.of(Math.max(read.after().value() - 1, 0))))),
            Mutant.of(
                    "includes the position before which a read ends",
                    "FEED-2",
                    "Before 1: after 0 events it should end",
                    asking(read -> read.before(Position.of(
                            Math.max(read.before().value(), read.before().value() + 1))))),
            Mutant.of(
                    "counts events before it filters them",
                    "FEED-3",
                    "Limit 1 of those that match",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(
                                    read,
                                    edited(
                                            super.read(read.matching(EventQuery.all())),
                                            events -> events.removeIf(event -> !matches(read.query(), event))));
                        }
                    }),
            Mutant.of(
                    "turns what it delivers round instead of where it starts",
                    "FEED-4",
                    "Backwards, limit 1: event 0",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(read, edited(super.read(directed(read, Direction.FORWARDS)), events -> {
                                if (read.direction() == Direction.BACKWARDS) {
                                    Collections.reverse(events);
                                }
                            }));
                        }
                    }),
            Mutant.of(
                    "forgets the upper bound where there is a lower one",
                    "FEED-5",
                    "Two events of",
                    asking(read -> read.after().equals(Position.START) ? read : read.before(Position.MAX))),
            Mutant.of(
                    "finds categories by their beginning",
                    "FEED-6",
                    "categories=[cart]",
                    finding((criterion, event) -> criterion.categories().isEmpty()
                            || criterion.categories().stream()
                                    .anyMatch(event.stream().category()::startsWith))),
            Mutant.of(
                    "does not tell upper case from lower in types",
                    "FEED-7",
                    "types=[Taken]",
                    finding((criterion, event) -> criterion.types().stream()
                            .map(TypeName::value)
                            .anyMatch(event.event().type().value()::equalsIgnoreCase))),
            Mutant.of(
                    "asks for one of several tags",
                    "FEED-8",
                    "Those that match",
                    finding((criterion, event) ->
                            criterion.tags().stream().anyMatch(event.event().tags()::contains))),
            Mutant.of(
                    "finds tags by their beginning",
                    "FEED-8",
                    "Those that match",
                    finding((criterion, event) -> criterion.tags().stream()
                            .allMatch(tag -> event.event().tags().stream()
                                    .map(Tag::toString)
                                    .anyMatch(text -> text.startsWith(tag.toString()))))),
            Mutant.of(
                    "delivers an event for each criterion that it meets",
                    "FEED-9",
                    "Those that match",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(read, edited(super.read(read), events -> {
                                List<StoredSerializedEvent> again = events.stream()
                                        .flatMap(event ->
                                                Stream.generate(() -> event).limit(met(read.query(), event)))
                                        .toList();
                                events.clear();
                                events.addAll(again);
                            }));
                        }
                    }),
            Mutant.of(
                    "looks at the first criterion only",
                    "FEED-9",
                    "Those that match",
                    asking(read -> read.matching(new EventQuery(
                            read.query().anyOf().stream().limit(1).toList())))),
            Mutant.of(
                    "counts positions while it reads",
                    "FEED-10",
                    "place",
                    editing((read, events) -> events.replaceAll(event -> new StoredSerializedEvent(
                            new EventPlace(event.stream(), event.version(), Position.of(events.indexOf(event) + 1L)),
                            event.commitId(),
                            event.event())))),
            Mutant.of(
                    "takes a query without criteria for one that does not restrict",
                    "FEED-11",
                    "Nothing matches EventQuery[anyOf=[]]",
                    asking(read -> read.query().anyOf().isEmpty() ? read.matching(EventQuery.all()) : read)),
            Mutant.of(
                    "says that an empty feed ends at 1",
                    "FEED-12",
                    "The end of a feed that never had an event",
                    ending(end -> Position.of(Math.max(1, end.value())))),
            Mutant.of(
                    "says that the feed ends before its last event",
                    "FEED-12",
                    "but an event lies at",
                    ending(end -> Position.of(Math.max(0, end.value() - 1)))),
            Mutant.of(
                    "says that the feed ends at an odd position",
                    "FEED-12",
                    "but its last one lies at",
                    ending(end ->
                            Position.of(end.value() % 2 == 0 && end.value() > 9 ? end.value() - 1 : end.value()))),
            Mutant.of(
                    "says that the feed ends where nothing is yet",
                    "FEED-12",
                    "then came",
                    ending(end -> end.equals(Position.START) ? end : Position.MAX)),
            Mutant.of(
                    "begins each page but the first with the event at its bound",
                    "FEED-13",
                    "Pages of 2 of",
                    asking(read -> read.limit() == 2 && !read.after().equals(Position.START)
                            ? read.after(Position.of(read.after().value() - 1))
                            : read)),
            Mutant.of(
                    "skips the rest of a commit that a bound cuts",
                    "FEED-14",
                    "A cut inside a commit, after event 1",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            Set<CommitId> cut = Subject.drain(super.read(FeedRead.forwards())).stream()
                                    .filter(event -> event.position().equals(read.after()))
                                    .map(StoredSerializedEvent::commitId)
                                    .collect(Collectors.toSet());
                            return Changes.feed(
                                    read,
                                    edited(
                                            super.read(read),
                                            events -> events.removeIf(event -> cut.contains(event.commitId()))));
                        }
                    }),
            Mutant.of(
                    "takes a page without a match for the end",
                    "FEED-15",
                    "Those that match",
                    editing((read, events) ->
                            events.removeIf(event -> !read.query().equals(EventQuery.all())
                                    && event.position().value() > 600))),
            Mutant.of(
                    "waits for what was deleted",
                    "FEED-16",
                    "The feed with deleted events in it: after 3 events it ends",
                    right -> new DelegatingStorage(right) {
                        private Position gone = Position.MAX;

                        @Override
                        public void delete(StreamId stream) {
                            gone = Subject.drain(read(StreamRead.of(stream)))
                                    .get(0)
                                    .position();
                            super.delete(stream);
                        }

                        @Override
                        public FeedCursor read(FeedRead read) {
                            return super.read(
                                    read.after().compareTo(gone) <= 0
                                                    && read.before().equals(Position.MAX)
                                            ? read.before(gone)
                                            : read);
                        }
                    }),
            Mutant.of(
                    "lets a closed cursor of the feed go on",
                    "FEED-17",
                    "hasNext() of a closed cursor",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(read, new DelegatingCursor<>(super.read(read)) {
                                @Override
                                public void close() {}
                            });
                        }
                    }),
            Mutant.of(
                    "delivers a part of a commit that is stored meanwhile",
                    "FEED-18",
                    "which ends inside a commit",
                    asking((read, end) -> read.before(Position.of(end.value() + 2)))),
            Mutant.of(
                    "leaves a hole after a conflict",
                    "FEED-19",
                    "The feed after a failed append: after 2 events it ends",
                    right -> new DelegatingStorage(right) {
                        private Position hole = Position.MAX;

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (VersionConflictException e) {
                                hole = Position.of(end().value() + 1);
                                throw e;
                            }
                        }

                        @Override
                        public FeedCursor read(FeedRead read) {
                            return super.read(read.before(hole));
                        }
                    }),
            Mutant.of(
                    "orders the streams of a commit by name",
                    "FEED-20",
                    "A commit over two streams between two others: event 1",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            List<Part> appends = new ArrayList<>(Changes.parts(commit));
                            appends.sort(Comparator.comparing(Part::stream));
                            AppendResult result = super.append(Commits.of(commit.id(), appends));
                            List<EventPlace> places = new ArrayList<>();
                            Changes.parts(commit)
                                    .forEach(append -> result.places().stream()
                                            .filter(place -> place.stream().equals(append.stream()))
                                            .forEach(places::add));
                            return AppendResult.of(commit.id(), places);
                        }
                    }),
            Mutant.of(
                    "takes the beginning of a stream's name for the stream",
                    "FEED-21",
                    "The feed of cart/1",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(
                                    read,
                                    edited(
                                            super.read(read.matching(EventQuery.all())),
                                            events -> events.removeIf(event -> read.query().anyOf().stream()
                                                    .noneMatch(one -> begins(one, event)))));
                        }

                        private boolean begins(EventQuery.Criterion one, StoredSerializedEvent event) {
                            return one.streams().stream()
                                    .anyMatch(
                                            stream -> event.stream().toString().startsWith(stream.toString()));
                        }
                    }),
            Mutant.of(
                    "counts the events of a commit in 15 bits",
                    "FEED-22",
                    "Positions of a commit of 40000 events",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            AppendResult result = super.append(id, append);
                            long first = result.places().isEmpty()
                                    ? 0
                                    : result.places().get(0).position().value();
                            return Changes.places(
                                    result,
                                    place -> new EventPlace(
                                            place.stream(),
                                            place.version(),
                                            Position.of(
                                                    first + (place.position().value() - first) % 32_768)));
                        }
                    }));

    private FeedMutants() {}

    private interface Edit {
        void accept(FeedRead read, List<StoredSerializedEvent> events);
    }

    private interface Test {
        boolean meets(Criterion criterion, StoredSerializedEvent event);
    }

    private interface Change {
        FeedRead of(FeedRead read, Position end);
    }

    private static UnaryOperator<StorageStrategy> editing(Edit edit) {
        return right -> new DelegatingStorage(right) {
            @Override
            public FeedCursor read(FeedRead read) {
                return Changes.feed(read, edited(super.read(read), events -> edit.accept(read, events)));
            }
        };
    }

    private static UnaryOperator<StorageStrategy> asking(UnaryOperator<FeedRead> change) {
        return asking((read, end) -> change.apply(read));
    }

    private static UnaryOperator<StorageStrategy> asking(Change change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public FeedCursor read(FeedRead read) {
                return super.read(change.of(read, end()));
            }
        };
    }

    private static UnaryOperator<StorageStrategy> ending(UnaryOperator<Position> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Position end() {
                return change.apply(super.end());
            }
        };
    }

    /** Finds the events that meet a criterion in one respect, as the test judges it. */
    private static UnaryOperator<StorageStrategy> finding(Test test) {
        return right -> new DelegatingStorage(right) {
            @Override
            public FeedCursor read(FeedRead read) {
                return Changes.feed(
                        read,
                        edited(
                                super.read(read.matching(EventQuery.all())),
                                events -> events.removeIf(event -> read.query().anyOf().stream()
                                        .noneMatch(criterion -> test.meets(criterion, event)))));
            }
        };
    }

    private static long met(EventQuery query, StoredSerializedEvent event) {
        return query.anyOf().stream()
                .filter(criterion -> criterion.matches(
                        event.stream(), event.event().type(), event.event().tags()))
                .count();
    }

    private static boolean matches(EventQuery query, StoredSerializedEvent event) {
        return met(query, event) > 0;
    }

    private static EventPlace startingTwice(EventPlace place) {
        return new EventPlace(
                place.stream(),
                place.version(),
                Position.of(Math.max(1, place.position().value() - 1)));
    }

    private static FeedRead directed(FeedRead read, Direction direction) {
        return new FeedRead(read.after(), read.before(), read.query(), read.limit(), direction);
    }
}
