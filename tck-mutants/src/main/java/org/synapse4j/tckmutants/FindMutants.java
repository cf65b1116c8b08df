package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Mutants that the rules FIND reject. */
final class FindMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "finds a commit with the versions that its streams have now",
                    "FIND-1",
                    "What is found of a stored commit",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<AppendResult> find(CommitId id) {
                            return super.find(id).map(first -> {
                                StreamId stream = first.places().get(0).stream();
                                return new AppendResult(
                                        id,
                                        first.places(),
                                        Map.of(stream, head(stream).version()));
                            });
                        }
                    }),
            Mutant.of(
                    "finds whatever was tried to be appended",
                    "FIND-2",
                    "What is found of a refused commit",
                    right -> new DelegatingStorage(right) {
                        private final Map<CommitId, StreamId> tried = new ConcurrentHashMap<>();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            tried.put(commit.id(), commit.streams().get(0));
                            return super.append(commit);
                        }

                        @Override
                        public Optional<AppendResult> find(CommitId id) {
                            StreamId stream = tried.get(id);
                            return stream == null
                                    ? super.find(id)
                                    : Optional.of(AppendResult.ofNothing(id, StreamHead.absent(stream)));
                        }
                    }),
            Mutant.of(
                    "finds a commit by the events that are left of it",
                    "FIND-3",
                    "What is found of a truncated commit",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<AppendResult> find(CommitId id) {
                            List<EventPlace> left = Changes.all(read(FeedRead.forwards())).stream()
                                    .filter(event -> event.commitId().equals(id))
                                    .map(StoredSerializedEvent::place)
                                    .toList();
                            return left.isEmpty() ? Optional.empty() : Optional.of(AppendResult.of(id, left));
                        }
                    }),
            Mutant.of(
                    "finds the places of a commit stream by stream",
                    "FIND-4",
                    "What is found of a commit over two streams",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<AppendResult> find(CommitId id) {
                            return super.find(id).map(first -> {
                                List<EventPlace> places = new ArrayList<>(first.places());
                                places.sort(Comparator.comparing(EventPlace::stream));
                                return new AppendResult(id, places, first.versions());
                            });
                        }
                    }),
            Mutant.of(
                    "finds what this process has appended only",
                    "FIND-5",
                    "What is found of another process's commit",
                    right -> new DelegatingStorage(right) {
                        private final Set<CommitId> own = ConcurrentHashMap.newKeySet();

                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            own.add(commit.id());
                            return super.append(commit);
                        }

                        @Override
                        public Optional<AppendResult> find(CommitId id) {
                            return own.contains(id) ? super.find(id) : Optional.empty();
                        }
                    }),
            Mutant.of(
                    "finds a commit of which its dead writer has left a mark",
                    "FIND-6",
                    "Events that are read of a commit, by whether it is found",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected void die(SerializedCommit commit, int writes, Supplier<AppendResult> write) {
                            MARKS.put(commit.id(), commit.streams().get(0));
                        }

                        @Override
                        public Optional<AppendResult> find(CommitId id) {
                            StreamId marked = MARKS.get(id);
                            return marked == null
                                    ? super.find(id)
                                    : Optional.of(AppendResult.ofNothing(id, StreamHead.absent(marked)));
                        }
                    }));

    /** The remains of dead writers, for all processes to see. */
    private static final Map<CommitId, StreamId> MARKS = new ConcurrentHashMap<>();

    private FindMutants() {}
}
