package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.serialization.Payload;
import org.synapse4j.api.serialization.Representation;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules REPEAT reject. */
final class RepeatMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "stores under a commit id of its own",
                    "REPEAT-1",
                    "is not answered with its first result",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return Changes.of(id, super.append(CommitId.fresh(), append));
                        }
                    }),
            Mutant.of(
                    "recognises the last commit of a stream only",
                    "REPEAT-2",
                    "The same commit appended again, expecting no stream, is refused",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamId, CommitId> last = new ConcurrentHashMap<>();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            CommitId known = last.put(append.stream(), id);
                            return super.append(id.equals(known) ? id : CommitId.fresh(), append);
                        }
                    }),
            Mutant.of(
                    "takes every event id and time for given",
                    "REPEAT-3",
                    "The same commit appended again, expecting no stream, is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return super.append(id, Changes.allGiven(append));
                        }
                    }),
            Mutant.of(
                    "knows of a commit its id only",
                    "REPEAT-4",
                    "with another type of event 0, is not refused so",
                    right -> new DelegatingStorage(right) {
                        private final Map<CommitId, AppendResult> known = new ConcurrentHashMap<>();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            AppendResult first = known.get(id);
                            return first != null ? first : known.computeIfAbsent(id, fresh -> super.append(id, append));
                        }
                    }),
            Mutant.of(
                    "takes no event id and no time for given",
                    "REPEAT-5",
                    "with another event id that the caller gave, is not refused so",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return super.append(id, Changes.noneGiven(append));
                        }
                    }),
            Mutant.of(
                    "judges the expectation before the content",
                    "REPEAT-6",
                    "is not refused for its content",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (CommitIdReusedException reused) {
                                Changes.requireMet(append, head(append.stream()));
                                throw reused;
                            }
                        }
                    }),
            Mutant.of(
                    "keeps the commit id of an append of no events",
                    "REPEAT-7",
                    "The commit id of an append of no events cannot be used",
                    right -> new DelegatingStorage(right) {
                        private final Set<CommitId> kept = ConcurrentHashMap.newKeySet();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            if (append.events().isEmpty()) {
                                kept.add(id);
                            } else if (kept.contains(id)) {
                                throw new CommitIdReusedException(id, "it was kept");
                            }
                            return super.append(id, append);
                        }
                    }),
            Mutant.of(
                    "keeps the commit id of a refused append",
                    "REPEAT-8",
                    "The commit id of a refused append cannot be used",
                    right -> new DelegatingStorage(right) {
                        private final Set<CommitId> kept = ConcurrentHashMap.newKeySet();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            if (kept.contains(id)) {
                                throw new CommitIdReusedException(id, "it was kept");
                            }
                            try {
                                return super.append(id, append);
                            } catch (VersionConflictException conflict) {
                                kept.add(id);
                                throw conflict;
                            }
                        }
                    }),
            Mutant.of(
                    "forgets the commits of a stream that is truncated",
                    "REPEAT-9",
                    "The same commit appended again, expecting no stream, is refused",
                    right -> new DelegatingStorage(right) {
                        private final Set<StreamId> truncated = ConcurrentHashMap.newKeySet();

                        @Override
                        public void truncate(StreamId stream, Version before) {
                            super.truncate(stream, before);
                            truncated.add(stream);
                        }

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return super.append(truncated.contains(append.stream()) ? CommitId.fresh() : id, append);
                        }
                    }),
            Mutant.of(
                    "looks for the commit id first and stores later",
                    "REPEAT-10",
                    "The same commit appended again, expecting exactly version 0, is refused",
                    right -> new DelegatingStorage(right) {
                        private final Meeting meeting = new Meeting();
                        private final Map<CommitId, AppendResult> known = new ConcurrentHashMap<>();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            AppendResult first = known.get(id);
                            if (first != null) {
                                return first;
                            }
                            meeting.await();
                            AppendResult result = Changes.of(id, super.append(CommitId.fresh(), append));
                            known.put(id, result);
                            return result;
                        }
                    }),
            new Mutant(
                    "keeps commit ids in the memory of its process",
                    Map.of(
                            "REPEAT-11",
                            "The same commit appended again, expecting no stream, is refused",
                            "REPEAT-12",
                            "The same commit appended again, expecting no stream, is refused"),
                    right -> new DelegatingStorage(right) {
                        private final Map<CommitId, CommitId> ids = new ConcurrentHashMap<>();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return Changes.of(
                                    id, super.append(ids.computeIfAbsent(id, ignored -> CommitId.fresh()), append));
                        }
                    }),
            Mutant.of(
                    "compares what is given with what it stores, character by character",
                    "REPEAT-13",
                    "The same commit appended again, expecting no stream, is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            boolean again = find(id).isPresent();
                            if (again
                                    && !Changes.events(append, RepeatMutants::spelled)
                                            .equals(append)) {
                                throw new CommitIdReusedException(id, "other payload");
                            }
                            return super.append(id, append);
                        }
                    }),
            Mutant.of(
                    "keeps a thousand commit ids",
                    "REPEAT-14",
                    "The same commit appended again, expecting no stream, is refused",
                    right -> new DelegatingStorage(right) {
                        private final Set<CommitId> forgotten = ConcurrentHashMap.newKeySet();
                        private final Queue<CommitId> kept = new ConcurrentLinkedQueue<>();
                        private final AtomicInteger commits = new AtomicInteger();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            kept.add(id);
                            if (commits.incrementAndGet() > 1_000) {
                                forgotten.add(kept.remove());
                            }
                            return super.append(forgotten.contains(id) ? CommitId.fresh() : id, append);
                        }
                    }));

    private RepeatMutants() {}

    /** The events with their JSON as a storage writes it that keeps it in a form of its own. */
    private static List<NewSerializedEvent> spelled(List<NewSerializedEvent> events) {
        return events.stream()
                .map(added -> Commits.changed(
                        added,
                        event -> event.withPayload(Payload.json(
                                event.payload().in(Representation.JSON).strip()))))
                .toList();
    }
}
