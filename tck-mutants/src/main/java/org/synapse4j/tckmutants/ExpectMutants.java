package org.synapse4j.tckmutants;

import java.util.Collections;
import java.util.List;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.ExpectedVersion.Any;
import org.synapse4j.api.ExpectedVersion.Exactly;
import org.synapse4j.api.ExpectedVersion.NoStream;
import org.synapse4j.api.ExpectedVersion.StreamExists;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules EXPECT reject. */
final class ExpectMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "lets any version mean that the stream exists",
                    "EXPECT-1",
                    "does not meet any version",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return super.append(
                                    id,
                                    append.expected() instanceof Any
                                            ? Changes.expecting(append, ExpectedVersion.streamExists())
                                            : append);
                        }
                    }),
            Mutant.of(
                    "lets no stream mean any version",
                    "EXPECT-2",
                    "An append that expects no stream does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return super.append(
                                    id, append.expected() instanceof NoStream ? Changes.expectingAny(append) : append);
                        }
                    }),
            Mutant.of(
                    "lets the demand that a stream exists mean any version",
                    "EXPECT-3",
                    "An append that expects that the stream exists does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return super.append(
                                    id,
                                    append.expected() instanceof StreamExists ? Changes.expectingAny(append) : append);
                        }
                    }),
            Mutant.of(
                    "lets exactly version 0 mean any version",
                    "EXPECT-4",
                    "An append that expects exactly version 0 does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            boolean zero = append.expected().equals(ExpectedVersion.exactly(0));
                            return super.append(id, zero ? Changes.expectingAny(append) : append);
                        }
                    }),
            Mutant.of(
                    "takes a version beyond the head for the head",
                    "EXPECT-5",
                    "An append that expects exactly version 8 does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            boolean beyond = append.expected() instanceof Exactly one
                                    && one.version()
                                                    .compareTo(head(append.stream())
                                                            .version())
                                            > 0;
                            return super.append(id, beyond ? Changes.expectingAny(append) : append);
                        }
                    }),
            Mutant.of(
                    "finds a conflict only at the last version that it writes",
                    "EXPECT-6",
                    "one of 2 events that expects version 2 does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            boolean free = append.expected() instanceof Exactly one
                                    && one.version()
                                                    .plus(append.events().size())
                                                    .compareTo(head(append.stream())
                                                            .version())
                                            > 0;
                            return super.append(id, free ? Changes.expectingAny(append) : append);
                        }
                    }),
            Mutant.of(
                    "reports every conflict as one with an absent stream",
                    "EXPECT-7",
                    "The conflict names another head",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (VersionConflictException conflict) {
                                throw new VersionConflictException(
                                        conflict.stream(), conflict.expected(), StreamHead.absent(conflict.stream()));
                            }
                        }
                    }),
            Mutant.of(
                    "takes a wholly truncated stream for absent",
                    "EXPECT-8",
                    "An append that expects no stream does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            boolean empty = Changes.all(read(StreamRead.of(append.stream())))
                                    .isEmpty();
                            return super.append(
                                    id,
                                    empty && append.expected() instanceof NoStream
                                            ? Changes.expectingAny(append)
                                            : append);
                        }
                    }),
            Mutant.of(
                    "truncates where it should delete",
                    "EXPECT-9",
                    "An append that expects that the stream exists does not conflict",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void delete(StreamId stream) {
                            truncate(stream, Version.MAX);
                        }
                    }),
            Mutant.of(
                    "judges the expectation first and stores later",
                    "EXPECT-10",
                    "Appends that were stored of 16",
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
                    "gives up an append of any version when another takes the version it chose",
                    "EXPECT-11",
                    "have holes, or events are lost",
                    right -> new DelegatingStorage(right) {
                        private final Meeting meeting = new Meeting();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            StreamHead head = head(append.stream());
                            meeting.await();
                            try {
                                return super.append(
                                        id, Changes.expecting(append, ExpectedVersion.exactly(head.version())));
                            } catch (VersionConflictException conflict) {
                                EventPlace made = new EventPlace(
                                        append.stream(), head.version().next(), end());
                                return AppendResult.of(
                                        id, Collections.nCopies(append.events().size(), made));
                            }
                        }
                    }));

    private ExpectMutants() {}
}
