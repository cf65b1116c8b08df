package org.synapse4j.tckmutants;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.tck.kit.Part;
import org.synapse4j.tck.kit.Sample;

/** Mutants that the rules SNAPSHOT reject. */
final class SnapshotMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "finds another stream's snapshot where there is none",
                    "SNAPSHOT-1",
                    "A stream that never was, beside one with a snapshot",
                    right -> new DelegatingStorage(right) {
                        private Optional<SerializedSnapshot> last = Optional.empty();

                        @Override
                        public void save(SerializedSnapshot snapshot) {
                            last = Optional.of(snapshot);
                            super.save(snapshot);
                        }

                        @Override
                        public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
                            return super.latest(stream, atMost).or(() -> last);
                        }
                    }),
            Mutant.of(
                    "leaves the highest version wanted out",
                    "SNAPSHOT-2",
                    "The latest at most at version",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
                            return super.latest(stream, Version.of(Math.max(0, atMost.value() - 1)));
                        }
                    }),
            Mutant.of(
                    "keeps the first snapshot of a version",
                    "SNAPSHOT-3",
                    "The snapshot that replaced another",
                    saving(storage -> snapshot -> storage.latest(snapshot.stream(), snapshot.version())
                            .filter(there -> there.version().equals(snapshot.version()))
                            .isEmpty())),
            Mutant.of(
                    "keeps the snapshot with the later time",
                    "SNAPSHOT-3",
                    "The snapshot that replaced another",
                    saving(storage -> snapshot -> storage.latest(snapshot.stream(), snapshot.version())
                            .filter(there -> there.time().isAfter(snapshot.time()))
                            .isEmpty())),
            Mutant.of(
                    "takes the snapshot saved last for the latest",
                    "SNAPSHOT-4",
                    "The latest, saved before an older one",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamId, SerializedSnapshot> last = new HashMap<>();

                        @Override
                        public void save(SerializedSnapshot snapshot) {
                            last.put(snapshot.stream(), snapshot);
                            super.save(snapshot);
                        }

                        @Override
                        public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
                            return Optional.ofNullable(last.get(stream));
                        }
                    }),
            Mutant.of(
                    "keeps a snapshot's time to the millisecond",
                    "SNAPSHOT-5",
                    "time ==>",
                    changing(snapshot -> with(
                            snapshot,
                            snapshot.payload(),
                            snapshot.metadata(),
                            snapshot.time().truncatedTo(ChronoUnit.MILLIS)))),
            Mutant.of(
                    "loses a snapshot's metadata",
                    "SNAPSHOT-5",
                    "metadata ==>",
                    changing(snapshot -> with(snapshot, snapshot.payload(), Map.of(), snapshot.time()))),
            Mutant.of(
                    "cuts snapshots at 64 kilobytes",
                    "SNAPSHOT-6",
                    "A snapshot of a megabyte in json: payload",
                    changing(snapshot -> snapshot.payload().value() instanceof String text && text.length() > 65_536
                            ? with(
                                    snapshot,
                                    new Payload<>(Representation.JSON, text.substring(0, 65_536)),
                                    snapshot.metadata(),
                                    snapshot.time())
                            : snapshot)),
            Mutant.of(
                    "leaves the upper bound of versions out",
                    "SNAPSHOT-7",
                    "Snapshot 2 of 4 after those within versions 1 to 2 were deleted: it is still there",
                    deleting(bounds -> bounds.versions(
                            bounds.from(),
                            Version.of(
                                    Math.max(bounds.from().value(), bounds.to().value() - 1))))),
            Mutant.of(
                    "deletes all snapshots below the upper bound of versions",
                    "SNAPSHOT-7",
                    "Snapshot 1 of 4 after those within versions 2 to 2 were deleted: there is none",
                    deleting(bounds -> bounds.versions(Version.NONE, bounds.to()))),
            Mutant.of(
                    "compares times by the millisecond",
                    "SNAPSHOT-8",
                    "Snapshot 2 of 4 after those within times 1 to 1 were deleted: there is none",
                    deleting(bounds -> bounds.notAfter().equals(Instant.MAX)
                            ? bounds
                            : bounds.times(
                                    bounds.notBefore().truncatedTo(ChronoUnit.MILLIS),
                                    bounds.notAfter().plusNanos(999_999)))),
            Mutant.of(
                    "looks at versions only where there are versions and times",
                    "SNAPSHOT-9",
                    "Snapshot 1 of 4 after those within versions 1 to 3 and times 3 to 4 were deleted: there is none",
                    deleting(bounds -> SnapshotBounds.all().versions(bounds.from(), bounds.to()))),
            Mutant.of(
                    "cannot compare the earliest and latest times",
                    "SNAPSHOT-10",
                    "Deleting within",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void delete(StreamId stream, SnapshotBounds bounds) {
                            if (bounds.notAfter().equals(Instant.MAX)) {
                                throw new ArithmeticException("long overflow");
                            }
                            super.delete(stream, bounds);
                        }
                    }),
            Mutant.of(
                    "keeps snapshots later than year 9999",
                    "SNAPSHOT-10",
                    "After the widest bounds",
                    deleting(bounds -> bounds.notAfter().equals(Instant.MAX)
                                    && bounds.notBefore().equals(Instant.MIN)
                            ? bounds.times(Instant.MIN, Instant.parse("9999-12-31T23:59:59.999999999Z"))
                            : bounds)),
            Mutant.of(
                    "deletes snapshots of streams whose names begin so",
                    "SNAPSHOT-11",
                    "A stream beside one without snapshots",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void delete(StreamId stream, SnapshotBounds bounds) {
                            super.delete(stream, bounds);
                            super.delete(StreamId.of(stream.category(), stream.id() + "/2"), bounds);
                        }
                    }),
            Mutant.of(
                    "refuses a snapshot exactly at the limit",
                    "SNAPSHOT-12",
                    "A snapshot exactly at the limit",
                    saving(storage -> snapshot -> {
                        if (snapshot.payload().size() >= storage.limits().snapshotSize()) {
                            throw new InvalidValueException("snapshot", "is too large");
                        }
                        return true;
                    })),
            Mutant.of(
                    "removes the old snapshot before it refuses the new one",
                    "SNAPSHOT-12",
                    "The snapshot that a refused one would have replaced",
                    saving(storage -> snapshot -> {
                        storage.delete(
                                snapshot.stream(),
                                SnapshotBounds.all().versions(snapshot.version(), snapshot.version()));
                        return true;
                    })),
            Mutant.of(
                    "makes a stream of a snapshot",
                    "SNAPSHOT-13",
                    "The head of an absent stream with a snapshot",
                    saving(storage -> snapshot -> {
                        if (!storage.head(snapshot.stream()).exists()) {
                            List<NewSerializedEvent> events = Sample.events(1);
                            storage.append(
                                    CommitId.fresh(), new Part(snapshot.stream(), ExpectedVersion.any(), events));
                        }
                        return true;
                    })),
            Mutant.of(
                    "inserts a first snapshot, which another may have done",
                    "SNAPSHOT-14",
                    "A first snapshot, saved by several at the same time, is refused",
                    right -> new DelegatingStorage(right) {
                        private final Meeting meeting = new Meeting();
                        private final Set<List<Object>> inserted = ConcurrentHashMap.newKeySet();

                        @Override
                        public void save(SerializedSnapshot snapshot) {
                            boolean first = latest(snapshot.stream(), snapshot.version())
                                    .filter(there -> there.version().equals(snapshot.version()))
                                    .isEmpty();
                            if (first) {
                                meeting.await();
                            }
                            if (first && !inserted.add(List.of(snapshot.stream(), snapshot.version()))) {
                                throw new StorageUnavailableException("Duplicate key", null);
                            }
                            super.save(snapshot);
                        }
                    }),
            Mutant.of(
                    "looks for the latest snapshot by 32 bits of the version",
                    "SNAPSHOT-15",
                    "The snapshot at version 4294967301",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
                            return super.latest(stream, Version.of(atMost.value() & 0xffff_ffffL));
                        }
                    }),
            Mutant.of(
                    "finds what is saved after a deletion",
                    "SNAPSHOT-16",
                    "of a stream that was deleted, saved late at 3",
                    right -> new LateSnapshots(right) {
                        @Override
                        Version mark(StreamId stream, Version atMost) {
                            return Version.NONE;
                        }
                    }),
            Mutant.of(
                    "lets a snapshot replace what tells of a deletion at its version",
                    "SNAPSHOT-16",
                    "of a stream that was deleted, saved late at 3",
                    right -> new LateSnapshots(right) {
                        @Override
                        public void save(SerializedSnapshot snapshot) {
                            marks.remove(snapshot.stream(), snapshot.version());
                            super.save(snapshot);
                        }
                    }),
            Mutant.of(
                    "does not see a deletion above the version wanted",
                    "SNAPSHOT-16",
                    "The latest at most at 2 of a stream that was deleted, saved late at 2",
                    right -> new LateSnapshots(right) {
                        @Override
                        Version mark(StreamId stream, Version atMost) {
                            Version mark = super.mark(stream, atMost);
                            return mark.compareTo(atMost) > 0 ? Version.NONE : mark;
                        }
                    }),
            Mutant.of(
                    "forgets a deletion when the snapshots are deleted",
                    "SNAPSHOT-16",
                    "of a stream that was deleted, and its snapshots then, saved late at 3",
                    right -> new LateSnapshots(right) {
                        @Override
                        public void delete(StreamId stream, SnapshotBounds bounds) {
                            super.delete(stream, bounds);
                            marks.remove(stream);
                        }
                    }),
            Mutant.of(
                    "knows of a deletion in the process that deleted only",
                    "SNAPSHOT-17",
                    "Found by the process that saved it late",
                    LateSnapshots::new));

    private SnapshotMutants() {}

    private interface Saving {
        Predicate<SerializedSnapshot> on(DelegatingStorage storage);
    }

    /** Saves what passes a test. */
    private static UnaryOperator<StorageStrategy> saving(Saving saving) {
        return right -> new DelegatingStorage(right) {
            @Override
            public void save(SerializedSnapshot snapshot) {
                if (saving.on(this).test(snapshot)) {
                    super.save(snapshot);
                }
            }
        };
    }

    private static UnaryOperator<StorageStrategy> changing(UnaryOperator<SerializedSnapshot> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public void save(SerializedSnapshot snapshot) {
                super.save(change.apply(snapshot));
            }
        };
    }

    private static UnaryOperator<StorageStrategy> deleting(UnaryOperator<SnapshotBounds> change) {
        return right -> new DelegatingStorage(right) {
            @Override
            public void delete(StreamId stream, SnapshotBounds bounds) {
                super.delete(stream, change.apply(bounds));
            }
        };
    }

    private static SerializedSnapshot with(
            SerializedSnapshot snapshot, Payload<?> payload, Map<String, String> metadata, Instant time) {
        return new SerializedSnapshot(
                snapshot.stream(), snapshot.version(), snapshot.type(), snapshot.revision(), payload, metadata, time);
    }
}
