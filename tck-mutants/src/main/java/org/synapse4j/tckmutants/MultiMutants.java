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
import org.synapse4j.api.spi.StreamAppend;

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
                            List<StreamAppend> appends = new ArrayList<>(commit.appends());
                            if (appends.size() > 1) {
                                StreamAppend first = appends.get(0);
                                StreamAppend second = appends.get(1);
                                appends.set(0, Changes.events(first, events -> second.events()));
                                appends.set(1, Changes.events(second, events -> first.events()));
                            }
                            return super.append(new SerializedCommit(commit.id(), appends));
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
                            List<StreamAppend> appends = new ArrayList<>(commit.appends());
                            appends.sort(Comparator.comparing(StreamAppend::stream));
                            return super.append(new SerializedCommit(commit.id(), appends));
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
                                StreamId first = commit.appends().get(0).stream();
                                throw new VersionConflictException(first, conflict.expected(), head(first));
                            }
                        }
                    }),
            Mutant.of(
                    "does not judge the expectation of a commit of no events",
                    "MULTI-6",
                    "A commit of no events that expects version 1 of a stream at version 2 is not refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            return commit.eventCount() == 0
                                    ? AppendResult.ofNothing(commit.id(), head(commit.appends().get(0).stream()))
                                    : super.append(commit);
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
                                    commit.id(),
                                    super.append(new SerializedCommit(CommitId.fresh(), commit.appends())));
                        }
                    }),
            Mutant.of(
                    "looks at the first stream of a repeated commit only",
                    "MULTI-8",
                    "is not refused so",
                    right -> new DelegatingStorage(right) {
                        private final Map<CommitId, StreamAppend> known = new ConcurrentHashMap<>();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            StreamAppend first = commit.appends().get(0);
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
                                for (StreamAppend append : commit.appends()) {
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
                            commit.appends().forEach(append -> Changes.requireMet(append, head(append.stream())));
                            meeting.await();
                            return super.append(new SerializedCommit(
                                    commit.id(),
                                    commit.appends().stream()
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
                    }));

    private MultiMutants() {}

    /** The mistake of taking a commit over several streams for several commits. */
    private static final class EachStreamAlone {
        /** Appends to each stream, and does this in between; all get the commit's id at the cost of the rule on repeats. */
        static AppendResult append(StorageStrategy right, SerializedCommit commit, Runnable between) {
            List<EventPlace> places = new ArrayList<>();
            for (StreamAppend append : commit.appends()) {
                places.addAll(right.streams().append(CommitId.fresh(), append).places());
                between.run();
            }
            return AppendResult.of(commit.id(), places);
        }
    }
}
