package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules MULTI reject. */
final class MultiMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "swaps the events of two streams",
                    "MULTI-1",
                    "The commit's events in",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            List<Part> appends = new ArrayList<>(Changes.parts(commit));
                            if (appends.size() > 1) {
                                Part first = appends.get(0);
                                Part second = appends.get(1);
                                appends.set(0, Changes.events(first, events -> second.events()));
                                appends.set(1, Changes.events(second, events -> first.events()));
                            }
                            return super.append(Commits.of(commit.id(), appends));
                        }
                    }),
            Mutant.of(
                    "returns the places in the order of versions",
                    "MULTI-2",
                    "The places in the result",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            AppendResult result = super.append(commit);
                            List<EventPlace> places = new ArrayList<>(result.places());
                            places.sort(Comparator.comparing(EventPlace::version));
                            return new AppendResult(result.commitId(), places, result.versions());
                        }
                    }),
            Mutant.of(
                    "writes the streams of a commit in the order of their names",
                    "MULTI-3",
                    "The feed does not show the commit's events in its order",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            List<Part> appends = new ArrayList<>(Changes.parts(commit));
                            appends.sort(Comparator.comparing(Part::stream));
                            return super.append(Commits.of(commit.id(), appends));
                        }
                    }),
            new Mutant(
                    "appends to each stream by itself",
                    Map.of(
                            "MULTI-4",
                            "left a trace",
                            "MULTI-12",
                            "Commits of two events of which a read of the feed saw another number"),
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            return EachStreamAlone.append(right, commit, () -> {});
                        }
                    }),
            Mutant.of(
                    "names the first stream in every conflict",
                    "MULTI-5",
                    "The conflict names another stream",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            try {
                                return super.append(commit);
                            } catch (VersionConflictException conflict) {
                                StreamId first = Changes.parts(commit).get(0).stream();
                                throw new VersionConflictException(first, conflict.expected(), head(first));
                            }
                        }
                    }),
            Mutant.of(
                    "groups the events of a commit by stream",
                    "MULTI-6",
                    "The streams as the feed shows them",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            return super.append(Commits.of(commit.id(), Changes.parts(commit)));
                        }
                    }),
            Mutant.of(
                    "stores commits over several streams under an id of its own",
                    "MULTI-7",
                    "A commit over several streams repeated is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            return Changes.of(
                                    commit.id(), super.append(Commits.of(CommitId.fresh(), Changes.parts(commit))));
                        }
                    }),
            Mutant.of(
                    "looks at the first stream of a repeated commit only",
                    "MULTI-8",
                    "is not refused so",
                    right -> new DelegatingStorage(right) {
                        private final Map<CommitId, Part> known = new ConcurrentHashMap<>();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            Part first = Changes.parts(commit).get(0);
                            if (first.equals(known.putIfAbsent(commit.id(), first))) {
                                return AppendResult.ofNothing(commit.id(), head(first.stream()));
                            }
                            return super.append(commit);
                        }
                    }),
            Mutant.of(
                    "locks streams in the order of the commit",
                    "MULTI-9",
                    "has not ended in time",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamId, ReentrantLock> locks = new ConcurrentHashMap<>();
                        private final Meeting meeting = new Meeting();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            List<ReentrantLock> taken = new ArrayList<>();
                            try {
                                for (Part append : Changes.parts(commit)) {
                                    ReentrantLock lock =
                                            locks.computeIfAbsent(append.stream(), stream -> new ReentrantLock());
                                    // For ever, as far as the rule is concerned; the thread ends in the end.
                                    if (lock.tryLock(5, TimeUnit.SECONDS)) {
                                        taken.add(lock);
                                    }
                                    meeting.await();
                                }
                                return super.append(commit);
                            } catch (InterruptedException e) {
                                throw new OperationInterruptedException("append", e);
                            } finally {
                                taken.forEach(ReentrantLock::unlock);
                            }
                        }
                    }),
            Mutant.of(
                    "judges the expectations of a commit first and stores later",
                    "MULTI-10",
                    "Commits that were stored of 8",
                    right -> new DelegatingStorage(right) {
                        private final Meeting meeting = new Meeting();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            Changes.parts(commit).forEach(append -> Changes.requireMet(append, head(append.stream())));
                            meeting.await();
                            return super.append(Commits.of(
                                    commit.id(),
                                    Changes.parts(commit).stream()
                                            .map(Changes::expectingAny)
                                            .toList()));
                        }
                    }),
            Mutant.of(
                    "shows a commit in its first stream before it is in the second",
                    "MULTI-11",
                    "only a part of them is in",
                    right -> new DelegatingStorage(right) {
                        private final AtomicInteger reads = new AtomicInteger();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            int before = reads.get();
                            long deadline = System.nanoTime() + 200_000_000;
                            return EachStreamAlone.append(right, commit, () -> {
                                while (reads.get() < before + 12 && System.nanoTime() < deadline) {
                                    Thread.onSpinWait();
                                }
                            });
                        }

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            Cursor<StoredSerializedEvent> events = Changes.cursor(Changes.all(super.read(read)));
                            reads.incrementAndGet();
                            return events;
                        }
                    }),
            Mutant.of(
                    "counts in its first stream what is refused in the second",
                    "MULTI-13",
                    "beside refused commits",
                    right -> new DelegatingStorage(right) {
                        private final AtomicInteger refused = new AtomicInteger();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            try {
                                AppendResult result = super.append(commit);
                                return refused.get() == 0
                                        ? result
                                        : Changes.places(
                                                result,
                                                place -> new EventPlace(
                                                        place.stream(),
                                                        place.version().next(),
                                                        place.position()));
                            } catch (VersionConflictException conflict) {
                                refused.incrementAndGet();
                                throw conflict;
                            }
                        }
                    }));

    private MultiMutants() {}

    /** The mistake of taking a commit over several streams for several commits. */
    private static final class EachStreamAlone {
        /** Appends to each stream, and does this in between; all get the commit's id at the cost of the rule on repeats. */
        static AppendResult append(StorageStrategy right, SerializedCommit commit, Runnable between) {
            List<EventPlace> places = new ArrayList<>();
            for (Part append : Changes.parts(commit)) {
                places.addAll(right.streams().append(Commits.of(append)).places());
                between.run();
            }
            return AppendResult.of(commit.id(), places);
        }
    }
}
