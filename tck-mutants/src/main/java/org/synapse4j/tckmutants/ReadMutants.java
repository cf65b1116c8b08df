package org.synapse4j.tckmutants;

import static org.synapse4j.tckmutants.DelegatingCursor.edited;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.Direction;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Subject;

/** Mutants that the rules READ reject. */
final class ReadMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "leaves out the lower bound",
                    "READ-1",
                    "From 2",
                    editing((read, events) ->
                            events.removeIf(event -> read.from().value() > 1 && at(event, read.from())))),
            Mutant.of(
                    "leaves out the upper bound",
                    "READ-1",
                    "To 1: after 0 events it ends",
                    editing((read, events) -> events.removeIf(event -> at(event, read.to())))),
            Mutant.of(
                    "takes limit 0 for no limit",
                    "READ-2",
                    "Limit 0: after 0 events it should end",
                    asking(read -> read.limit() == 0 ? read.limit(Long.MAX_VALUE) : read)),
            Mutant.of(
                    "counts a limit in 32 bits",
                    "READ-2",
                    "A limit that fits no 32 bits",
                    asking(read -> read.limit((int) read.limit() & Integer.MAX_VALUE))),
            Mutant.of(
                    "moves a bound beyond the head to the head",
                    "READ-3",
                    "From the version after the head",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            long head = head(read.stream()).version().value();
                            return super.read(
                                    read.from(Version.of(Math.min(read.from().value(), head))));
                        }
                    }),
            Mutant.of(
                    "reads forwards only",
                    "READ-4",
                    "Backwards: event 0 of 7 delivered",
                    asking(read ->
                            new StreamRead(read.stream(), read.from(), read.to(), read.limit(), Direction.FORWARDS))),
            Mutant.of(
                    "counts a limit from the beginning of the stream",
                    "READ-5",
                    "From 2 to 2, limit 1: after 0 events it ends",
                    editing((read, events) -> events.removeIf(event -> read.direction() == Direction.FORWARDS
                            && event.version().value() > read.limit()))),
            Mutant.of(
                    "delivers a commit whole where a lower bound cuts it",
                    "READ-6",
                    "A cut inside a commit, after version 1",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            long first = read.from().value();
                            return super.read(
                                    read.from(Version.of(first > 1 && first < 16 ? (first - 1) / 5 * 5 + 1 : first)));
                        }
                    }),
            Mutant.of(
                    "makes up commit ids when it reads",
                    "READ-7",
                    "commit id",
                    editing((read, events) -> events.replaceAll(
                            event -> new StoredSerializedEvent(event.place(), CommitId.fresh(), event.event())))),
            Mutant.of(
                    "loses the event after a page",
                    "READ-8",
                    "A stream of 257 events: after 256 events it ends",
                    editing((read, events) ->
                            events.removeIf(event -> events.size() == 257 && events.indexOf(event) == 256))),
            Mutant.of(
                    "repeats the last event of a page",
                    "READ-8",
                    "A stream of 101 events: event 100",
                    editing((read, events) -> {
                        if (events.size() > 100) {
                            events.add(100, events.get(99));
                        }
                    })),
            Mutant.of(
                    "reads a stream as a range of positions",
                    "READ-9",
                    "One of three interleaved streams: event 1",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            List<StoredSerializedEvent> own = Subject.drain(super.read(read));
                            return edited(super.read(FeedRead.forwards()), all -> {
                                all.removeIf(event -> own.isEmpty()
                                        || event.position().compareTo(own.get(0).position()) < 0);
                                all.subList(Math.min(all.size(), own.size()), all.size())
                                        .clear();
                            });
                        }
                    }),
            Mutant.of(
                    "delivers at most 16,384 events",
                    "READ-10",
                    "A long stream: after 16384 events it ends",
                    asking(read -> read.limit(Math.min(read.limit(), 16_384)))),
            Mutant.of(
                    "moves on when it is asked hasNext twice",
                    "READ-11",
                    "without a next() between",
                    walking(cursor -> new DelegatingCursor<>(cursor) {
                        private boolean asked;

                        @Override
                        public boolean hasNext() {
                            if (asked) {
                                next();
                            }
                            asked = super.hasNext();
                            return asked;
                        }

                        @Override
                        public StoredSerializedEvent next() {
                            asked = false;
                            return super.next();
                        }
                    })),
            Mutant.of(
                    "delivers the last event again at the end",
                    "READ-12",
                    "next() at the end",
                    walking(cursor -> new DelegatingCursor<>(cursor) {
                        private @Nullable StoredSerializedEvent last;

                        @Override
                        public StoredSerializedEvent next() {
                            StoredSerializedEvent next = last == null || hasNext() ? super.next() : last;
                            last = next;
                            return next;
                        }
                    })),
            Mutant.of(
                    "fails when a cursor is closed again",
                    "READ-13",
                    "close() again",
                    walking(cursor -> new DelegatingCursor<>(cursor) {
                        private boolean closed;

                        @Override
                        public void close() {
                            if (closed) {
                                throw new IllegalStateException("closed already");
                            }
                            closed = true;
                            super.close();
                        }
                    })),
            Mutant.of(
                    "lets a closed cursor look like one at its end",
                    "READ-14",
                    "hasNext() of a closed cursor",
                    walking(cursor -> new DelegatingCursor<>(cursor) {
                        private boolean closed;

                        @Override
                        public boolean hasNext() {
                            return !closed && super.hasNext();
                        }

                        @Override
                        public void close() {
                            closed = true;
                            super.close();
                        }
                    })),
            Mutant.of(
                    "goes on where the last read stopped",
                    "READ-15",
                    "The same read after one that was closed early",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamRead, Cursor<StoredSerializedEvent>> begun = new HashMap<>();

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            Cursor<StoredSerializedEvent> cursor = super.read(read);
                            begun.computeIfPresent(read, (same, before) -> before.hasNext() ? before : cursor);
                            return new DelegatingCursor<>(begun.computeIfAbsent(read, same -> cursor)) {
                                @Override
                                public void close() {}
                            };
                        }
                    }),
            Mutant.of(
                    "keeps what a cursor holds until its end",
                    "READ-16",
                    "Opening one more read",
                    right -> new DelegatingStorage(right) {
                        private int open;

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            open++;
                            if (open > 1_000) {
                                throw new StorageUnavailableException("too many open reads", null);
                            }
                            return super.read(read);
                        }
                    }),
            Mutant.of(
                    "keeps one read open at a time",
                    "READ-17",
                    "next() of an open cursor that is not at its end",
                    right -> new DelegatingStorage(right) {
                        private @Nullable Cursor<StoredSerializedEvent> open;

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            if (open != null) {
                                open.close();
                            }
                            open = super.read(read);
                            return open;
                        }
                    }),
            Mutant.of(
                    "delivers a part of a commit that is stored meanwhile",
                    "READ-18",
                    "which ends inside a commit",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return super.read(read.upTo(
                                    Version.of(head(read.stream()).version().value() + 1)));
                        }
                    }),
            Mutant.of(
                    "does not tell upper case from lower",
                    "READ-19",
                    "never was",
                    naming(id -> id.toLowerCase(Locale.ROOT))),
            Mutant.of("trims names", "READ-19", "never was", naming(String::strip)),
            Mutant.of(
                    "normalises names",
                    "READ-19",
                    "never was",
                    naming(id -> Normalizer.normalize(id, Normalizer.Form.NFC))),
            Mutant.of(
                    "cuts names at 255 characters",
                    "READ-20",
                    "never was",
                    naming(id -> id.substring(0, Math.min(id.length(), 255)))),
            Mutant.of(
                    "keeps 32 bits of a bound",
                    "READ-21",
                    "From version 4294967296",
                    asking(read -> read.from().value() >= 1L << 32
                            ? read.from(Version.of(read.from().value() % (1L << 32)))
                            : read)),
            Mutant.of(
                    "keeps 32 bits of a limit",
                    "READ-21",
                    "Limit 4294967296",
                    asking(read -> read.limit() == Long.MAX_VALUE ? read : read.limit(read.limit() % (1L << 32)))),
            Mutant.of(
                    "writes another character for a slash",
                    "READ-20",
                    "has another name in an append's result",
                    naming(id -> id.replace('/', '|'))));

    private ReadMutants() {}

    private interface Edit {
        void accept(StreamRead read, List<StoredSerializedEvent> events);
    }

    private static UnaryOperator<StorageStrategy> editing(Edit edit) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Cursor<StoredSerializedEvent> read(StreamRead read) {
                return edited(super.read(read), events -> edit.accept(read, events));
            }
        };
    }

    private static UnaryOperator<StorageStrategy> asking(UnaryOperator<StreamRead> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Cursor<StoredSerializedEvent> read(StreamRead read) {
                return super.read(change.apply(read));
            }
        };
    }

    private static UnaryOperator<StorageStrategy> walking(UnaryOperator<Cursor<StoredSerializedEvent>> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public Cursor<StoredSerializedEvent> read(StreamRead read) {
                return change.apply(super.read(read));
            }
        };
    }

    private static UnaryOperator<StorageStrategy> naming(UnaryOperator<String> id) {
        return right -> new OtherNames(right, id);
    }

    private static boolean at(StoredSerializedEvent event, Version version) {
        return event.version().equals(version);
    }
}
