package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.errors.ClosedException;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageIndexes;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.Declaration;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules LIFE reject. */
final class LifeMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "offers less than it declares",
                    "LIFE-1",
                    "Declared, against offered: the listing of streams",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<StreamListing> listing() {
                            return Optional.empty();
                        }
                    }),
            Mutant.of(
                    "answers for heads after it was closed",
                    "LIFE-2",
                    "After close, a head does not throw so",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public StreamHead head(StreamId stream) {
                            try {
                                return super.head(stream);
                            } catch (ClosedException closed) {
                                return StreamHead.absent(stream);
                            }
                        }
                    }),
            Mutant.of(
                    "cannot be closed twice",
                    "LIFE-3",
                    "Closing a store again throws",
                    right -> new DelegatingStorage(right) {
                        private final AtomicBoolean closed = new AtomicBoolean();

                        @Override
                        public void close() {
                            if (closed.getAndSet(true)) {
                                throw new IllegalStateException("closed already");
                            }
                            super.close();
                        }
                    }),
            new Mutant(
                    "reads what a cursor delivers when it is opened",
                    Map.of(
                            "LIFE-4",
                            "After its store was closed, hasNext() of cursor 0 does not throw so",
                            "LIFE-5",
                            "hasNext() of a closed cursor does not throw so"),
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return Changes.cursor(Changes.all(super.read(read)));
                        }
                    }),
            Mutant.of(
                    "lets appends fail of what it closes first",
                    "LIFE-6",
                    "An append threw something else while its store was being closed",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (ClosedException closed) {
                                throw new IllegalStateException("connection pool closed", closed);
                            }
                        }
                    }),
            Mutant.of(
                    "refuses what it has stored while it is being closed",
                    "LIFE-7",
                    "The commits whose appends returned while the store was being closed, against those stored",
                    right -> new DelegatingStorage(right) {
                        private final CountDownLatch refused = new CountDownLatch(1);
                        private volatile boolean closing;

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            AppendResult result = super.append(id, append);
                            if (closing) {
                                refused.countDown();
                                throw new ClosedException("the store");
                            }
                            return result;
                        }

                        @Override
                        public void close() {
                            closing = true;
                            try {
                                var unused = refused.await(1, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            super.close();
                        }
                    }),
            Mutant.of(
                    "clears the interrupt flag",
                    "LIFE-8",
                    "In an interrupted thread an append threw, and cleared the interrupt flag",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (OperationInterruptedException interrupted) {
                                Thread.interrupted();
                                throw interrupted;
                            }
                        }
                    }),
            Mutant.of(
                    "stores what it says was interrupted",
                    "LIFE-8",
                    "An append that was interrupted left a trace",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            try {
                                return super.append(id, append);
                            } catch (OperationInterruptedException interrupted) {
                                Thread.interrupted();
                                super.append(id, append);
                                Thread.currentThread().interrupt();
                                throw interrupted;
                            }
                        }
                    }),
            Mutant.of(
                    "finds nothing for an interrupted thread",
                    "LIFE-9",
                    "In an interrupted thread a read or head does not throw an error of ours",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return Thread.currentThread().isInterrupted()
                                    ? Changes.cursor(List.of())
                                    : super.read(read);
                        }
                    }),
            Mutant.of(
                    "keeps leases in memory",
                    "LIFE-10",
                    "The lease after reopening",
                    right -> new DelegatingStorage(right) {
                        private final Map<LeaseName, StoredLease> leases = new ConcurrentHashMap<>();

                        @Override
                        public boolean create(StoredLease lease) {
                            return leases.putIfAbsent(lease.name(), lease) == null;
                        }

                        @Override
                        public Optional<StoredLease> find(LeaseName name) {
                            return Optional.ofNullable(leases.get(name));
                        }
                    }),
            Mutant.of(
                    "counts positions from its opening",
                    "LIFE-11",
                    "After reopening an event got position",
                    right -> new DelegatingStorage(right) {
                        private final long base = super.end().value();

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            return Changes.places(
                                    super.append(id, append),
                                    place -> new EventPlace(
                                            place.stream(),
                                            place.version(),
                                            Position.of(place.position().value() - base)));
                        }
                    }),
            Mutant.of(
                    "keeps heads in memory",
                    "LIFE-12",
                    "What another process reads",
                    right -> new DelegatingStorage(right) {
                        private final Map<StreamId, StreamHead> heads = new ConcurrentHashMap<>();

                        @Override
                        public StreamHead head(StreamId stream) {
                            return heads.computeIfAbsent(stream, super::head);
                        }

                        @Override
                        public AppendResult append(CommitId id, Part append) {
                            heads.remove(append.stream());
                            return super.append(id, append);
                        }
                    }),
            Mutant.of(
                    "closes what all processes share",
                    "LIFE-13",
                    "After another process closed its store, an append is refused",
                    right -> new ProcessStorage(right) {
                        @Override
                        public void close() {
                            right.close();
                        }
                    }),
            Mutant.of(
                    "takes null for the name of an absent lease",
                    "LIFE-14",
                    "With a null, find of a lease does not throw so",
                    right -> new DelegatingStorage(right) {
                        @SuppressWarnings("NullAway")
                        @Override
                        public Optional<StoredLease> find(LeaseName name) {
                            return name == null ? Optional.empty() : super.find(name);
                        }
                    }),
            new Mutant(
                    "stores commits over several streams though it does not declare them",
                    Map.of("LIFE-15", "A commit over two streams, which is not declared, is not refused so"),
                    Declaration.all()
                            .without(Capability.MULTI_STREAM, "a mutant")
                            .without(Capability.CONDITIONAL, "a mutant"),
                    right -> new ForwardingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            AppendResult last = AppendResult.ofNothing(
                                    commit.id(),
                                    StreamHead.absent(commit.streams().get(0)));
                            for (Part part : Changes.parts(commit)) {
                                last = super.append(Commits.of(part));
                            }
                            return last;
                        }
                    }),
            new Mutant(
                    "does not look at conditions, which it does not declare",
                    Map.of("LIFE-15", "A conditional append, which is not declared, is not refused so"),
                    Declaration.all().without(Capability.CONDITIONAL, "a mutant"),
                    right -> new ForwardingStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit) {
                            return super.append(new SerializedCommit(
                                    commit.id(), commit.expectations(), commit.events(), Optional.empty()));
                        }
                    }),
            Mutant.of(
                    "makes its collections anew with its indexes",
                    "LIFE-16",
                    "What is read after the indexes were made again",
                    right -> new DelegatingStorage(right) {
                        private boolean made;

                        @Override
                        public Optional<StorageIndexes> indexes() {
                            return Optional.of(() -> made = true);
                        }

                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return made ? Changes.cursor(List.of()) : super.read(read);
                        }
                    }));

    private LifeMutants() {}
}
