package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.EventQuery.Criterion;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules CONDITION reject. */
final class ConditionMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "lets a commit's own events stand in its way",
                    "CONDITION-1",
                    "A conditional append that no event stands in the way of is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            for (Part append : Changes.parts(commit)) {
                                for (NewSerializedEvent added : append.events()) {
                                    SerializedEvent event = added.event();
                                    if (condition.query().matches(append.stream(), event.type(), event.tags())) {
                                        throw new ConditionConflictException(condition, end());
                                    }
                                }
                            }
                            return super.append(commit, condition);
                        }
                    }),
            Mutant.of(
                    "takes one of several tags for enough",
                    "CONDITION-2",
                    "An event that does not match stands in the way",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            List<Criterion> criteria = condition.query().anyOf().stream()
                                    .flatMap(one -> one.tags().stream()
                                            .map(tag -> Criterion.of(one.categories(), one.types(), Set.of(tag))))
                                    .toList();
                            return super.append(
                                    commit, new AppendCondition(new EventQuery(criteria), condition.after()));
                        }
                    }),
            Mutant.of(
                    "does not look at the types of a condition",
                    "CONDITION-3",
                    "An event that does not match stands in the way",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            List<Criterion> criteria = condition.query().anyOf().stream()
                                    .map(one -> Criterion.of(one.categories(), Set.of(), one.tags()))
                                    .toList();
                            return super.append(
                                    commit, new AppendCondition(new EventQuery(criteria), condition.after()));
                        }
                    }),
            Mutant.of(
                    "does not look at the categories of a condition",
                    "CONDITION-4",
                    "An event that does not match stands in the way",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            List<Criterion> criteria = condition.query().anyOf().stream()
                                    .map(one -> Criterion.of(Set.of(), one.types(), one.tags()))
                                    .toList();
                            return super.append(
                                    commit, new AppendCondition(new EventQuery(criteria), condition.after()));
                        }
                    }),
            Mutant.of(
                    "looks at the first criterion of a condition only",
                    "CONDITION-5",
                    "An event that matches does not stand in the way",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            List<Criterion> criteria =
                                    condition.query().anyOf().stream().limit(1).toList();
                            return super.append(
                                    commit, new AppendCondition(new EventQuery(criteria), condition.after()));
                        }
                    }),
            Mutant.of(
                    "counts the event at the condition's position too",
                    "CONDITION-6",
                    "The position that stands in the way after that of the first of two events that match",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            long after = Math.max(0, condition.after().value() - 1);
                            return super.append(commit, condition.after(Position.of(after)));
                        }
                    }),
            Mutant.of(
                    "names the end of the feed in a conflict",
                    "CONDITION-7",
                    "The conflict names another position than that of the match",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            try {
                                return super.append(commit, condition);
                            } catch (ConditionConflictException conflict) {
                                throw new ConditionConflictException(condition, end());
                            }
                        }
                    }),
            Mutant.of(
                    "stores first and judges the condition later",
                    "CONDITION-8",
                    "A conditional append that was refused left a trace",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            try {
                                return super.append(commit, condition);
                            } catch (ConditionConflictException conflict) {
                                super.append(commit);
                                throw conflict;
                            }
                        }
                    }),
            Mutant.of(
                    "does not judge the expectations of a conditional append",
                    "CONDITION-9",
                    "does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            return super.append(
                                    Commits.of(
                                            commit.id(),
                                            Changes.parts(commit).stream()
                                                    .map(Changes::expectingAny)
                                                    .toList()),
                                    condition);
                        }
                    }),
            Mutant.of(
                    "judges the condition before the commit id",
                    "CONDITION-10",
                    "A conditional append repeated is refused",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            TwoSteps.requireNoMatch(this, condition);
                            return super.append(commit, condition);
                        }
                    }),
            Mutant.of(
                    "judges the condition for the last stream only",
                    "CONDITION-11",
                    "A conditional append refused left a trace",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            List<Part> appends = Changes.parts(commit);
                            for (Part append : appends.subList(0, appends.size() - 1)) {
                                super.append(CommitId.fresh(), append);
                            }
                            return super.append(
                                    Changes.commit(commit.id(), appends.get(appends.size() - 1)), condition);
                        }
                    }),
            new Mutant(
                    "looks for matches first and stores later",
                    Map.of(
                            "CONDITION-12",
                            "Guests of 8 who took",
                            "CONDITION-13",
                            "each unless there is what the other stores",
                            "CONDITION-14",
                            "Events that match lie between"),
                    right -> new DelegatingStorage(right) {
                        private final Meeting meeting = new Meeting();

                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            TwoSteps.requireNoMatch(this, condition);
                            meeting.await();
                            return super.append(commit);
                        }
                    }),
            Mutant.of(
                    "does not look at the condition of an append of no events",
                    "CONDITION-15",
                    "An append of no events is not judged by its condition",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            return commit.events().isEmpty() ? super.append(commit) : super.append(commit, condition);
                        }
                    }),
            Mutant.of(
                    "does not look at what a conditional append of no events expects",
                    "CONDITION-15",
                    "A conditional append of no events is not judged by what it expects",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            return super.append(commit.events().isEmpty() ? expectingAny(commit) : commit, condition);
                        }

                        private SerializedCommit expectingAny(SerializedCommit commit) {
                            Part append = Changes.parts(commit).get(0);
                            return SerializedCommit.of(commit.id(), append.stream(), ExpectedVersion.any(), List.of());
                        }
                    }),
            Mutant.of(
                    "finds the streams of a condition by their categories",
                    "CONDITION-16",
                    "An event of another stream stands in the way",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            List<Criterion> criteria = condition.query().anyOf().stream()
                                    .map(one -> Criterion.of(
                                            one.streams().stream()
                                                    .map(StreamId::category)
                                                    .collect(Collectors.toSet()),
                                            one.types(),
                                            one.tags()))
                                    .toList();
                            return super.append(
                                    commit, new AppendCondition(new EventQuery(criteria), condition.after()));
                        }
                    }),
            Mutant.of(
                    "lets a stream that is gone stand in the way",
                    "CONDITION-17",
                    "What stands in the way after a stream was",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            for (Criterion criterion : condition.query().anyOf()) {
                                for (StreamId stream : criterion.streams()) {
                                    if (Changes.all(read(StreamRead.of(stream))).isEmpty()) {
                                        throw new ConditionConflictException(condition, end());
                                    }
                                }
                            }
                            return super.append(commit, condition);
                        }
                    }));

    private ConditionMutants() {}

    /** The mistake of looking and storing in two steps. */
    private static final class TwoSteps {
        static void requireNoMatch(FeedStorage feed, AppendCondition condition) {
            FeedRead matching = FeedRead.forwards().after(condition.after()).matching(condition.query());
            try (Cursor<StoredSerializedEvent> events = feed.read(matching)) {
                if (events.hasNext()) {
                    throw new ConditionConflictException(
                            condition, events.next().position());
                }
            }
        }
    }
}
