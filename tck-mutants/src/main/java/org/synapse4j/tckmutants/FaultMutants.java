package org.synapse4j.tckmutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.errors.OutcomeUnknownException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.FeedCursor;
import org.synapse4j.api.spi.NewSerializedEvent;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.tck.kit.Commits;
import org.synapse4j.tck.kit.Part;

/** Mutants that the rules FAULT reject. Each is a {@link ProcessStorage} that meets its faults in a wrong way. */
final class FaultMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "gives up when its connection is lost",
                    "FAULT-1",
                    "An append whose connection was lost fails",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult afterLostConnection(
                                SerializedCommit commit, Supplier<AppendResult> write) {
                            throw new StorageUnavailableException("Connection lost", null);
                        }
                    }),
            new Mutant(
                    "sends an append again under another commit id",
                    Map.of(
                            "FAULT-2",
                            "Stored by an append whose answer was lost",
                            "FAULT-16",
                            "The places returned by a commit over two streams whose answer was lost"),
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult afterLostConnection(
                                SerializedCommit commit, Supplier<AppendResult> write) {
                            return Changes.of(commit.id(), Broken.storeAgain(right, commit));
                        }
                    }),
            Mutant.of(
                    "takes an append for stored whose answer was lost",
                    "FAULT-3",
                    "its answer lost, does not conflict",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult afterLostConnection(
                                SerializedCommit commit, Supplier<AppendResult> write) {
                            try {
                                return super.afterLostConnection(commit, write);
                            } catch (VersionConflictException conflict) {
                                return AppendResult.ofNothing(commit.id(), conflict.actual());
                            }
                        }
                    }),
            Mutant.of(
                    "reports an unknown outcome as a failure",
                    "FAULT-4",
                    "does not say so",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult afterLostConnection(
                                SerializedCommit commit, Supplier<AppendResult> write) {
                            try {
                                return super.afterLostConnection(commit, write);
                            } catch (OutcomeUnknownException unknown) {
                                throw new StorageUnavailableException("Out of reach", unknown);
                            }
                        }
                    }),
            Mutant.of(
                    "repeats a commit of unknown outcome under another commit id",
                    "FAULT-5",
                    "The version after the append repeated",
                    right -> new ProcessStorage(right) {
                        private final Set<CommitId> unknown = ConcurrentHashMap.newKeySet();

                        @Override
                        protected AppendResult afterLostConnection(
                                SerializedCommit commit, Supplier<AppendResult> write) {
                            unknown.add(commit.id());
                            return super.afterLostConnection(commit, write);
                        }

                        @Override
                        protected AppendResult send(SerializedCommit commit, Supplier<AppendResult> write) {
                            return unknown.contains(commit.id())
                                    ? Broken.storeAgain(right, commit)
                                    : super.send(commit, write);
                        }
                    }),
            new Mutant(
                    "writes events one by one, visible to all",
                    Map.of(
                            "FAULT-6",
                            "After a writer died after 1 writes of a commit, part of it is read",
                            "FAULT-7",
                            "After a writer died after 1 writes of a commit, part of it is read"),
                    right -> new ProcessStorage(right) {
                        @Override
                        protected void die(SerializedCommit commit, int writes, Supplier<AppendResult> write) {
                            Broken.storePart(right, commit, writes);
                        }
                    }),
            new Mutant(
                    "leaves a lock behind when it dies",
                    Map.of(
                            "FAULT-8",
                            "An append after a writer died after 0 writes has not ended in time",
                            "FAULT-13",
                            "A conditional append after a writer died after 0 writes has not ended in time",
                            "RECOVER-5",
                            "A conditional append of no events after a writer died after 0 writes has not ended in time"),
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult send(SerializedCommit commit, Supplier<AppendResult> write) {
                            return Broken.locked(right, died -> {
                                try {
                                    return super.send(commit, write);
                                } catch (Wire.Died dead) {
                                    died.set(true);
                                    throw dead;
                                }
                            });
                        }
                    }),
            Mutant.of(
                    "stops the feed where a writer died",
                    "FAULT-9",
                    "The feed does not show what was appended at",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected void die(SerializedCommit commit, int writes, Supplier<AppendResult> write) {
                            Broken.STOPS.put(right, Position.of(super.end().value() + 1));
                        }

                        @Override
                        public FeedCursor read(FeedRead read) {
                            return super.read(read.before(Broken.STOPS.getOrDefault(right, Position.MAX)));
                        }
                    }),
            Mutant.of(
                    "holds a lock while it stalls",
                    "FAULT-10",
                    "An append to the same stream while a writer stalls has not ended in time",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult send(SerializedCommit commit, Supplier<AppendResult> write) {
                            return Broken.locked(right, died -> super.send(commit, write));
                        }
                    }),
            Mutant.of(
                    "stores late at the position that it chose early",
                    "FAULT-11",
                    "which a reader had reached while a writer stalled",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult send(SerializedCommit commit, Supplier<AppendResult> write) {
                            Position chosen = super.end();
                            AppendResult result = super.send(commit, write);
                            return Changes.places(result, place -> Broken.moved(right, place, chosen));
                        }

                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(
                                    read,
                                    Changes.cursor(
                                            Broken.moved(right, read, Changes.all(super.read(FeedRead.forwards())))));
                        }
                    }),
            Mutant.of(
                    "judges the expectation before it stalls",
                    "FAULT-12",
                    "that stalled while another passed the version that it expects does not conflict",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult send(SerializedCommit commit, Supplier<AppendResult> write) {
                            for (Part append : Changes.parts(commit)) {
                                Changes.requireMet(append, super.head(append.stream()));
                            }
                            return super.send(commit, () -> Broken.storeAgain(right, commit));
                        }
                    }),
            Mutant.of(
                    "sends a conditional append each time under another commit id",
                    "FAULT-15",
                    "A conditional append whose answer was lost fails",
                    right -> new ProcessStorage(right) {
                        @Override
                        public AppendResult append(SerializedCommit commit, AppendCondition condition) {
                            return send(
                                    commit,
                                    () -> right.streams()
                                            .append(commit.withId(CommitId.fresh())
                                                    .when(condition)));
                        }
                    }),
            Mutant.of(
                    "forgets an interrupt while it stalls",
                    "FAULT-14",
                    "An append interrupted while it stalls returned, or cleared the interrupt flag",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult send(SerializedCommit commit, Supplier<AppendResult> write) {
                            try {
                                return super.send(commit, write);
                            } catch (OperationInterruptedException interrupted) {
                                Thread.interrupted();
                                throw interrupted;
                            }
                        }
                    }));

    private FaultMutants() {}

    /** The data of these mutants' processes, by which they find what they keep about them. */
    private static final class Broken {
        /** Where the feed of the data stops. */
        static final Map<StorageStrategy, Position> STOPS = new ConcurrentHashMap<>();

        private static final Map<StorageStrategy, Semaphore> LOCKS = new ConcurrentHashMap<>();
        private static final Map<StorageStrategy, Map<Position, Position>> MOVED = new ConcurrentHashMap<>();

        /** Stores the commit under another id, whatever it expects. */
        static AppendResult storeAgain(StorageStrategy data, SerializedCommit commit) {
            List<Part> appends =
                    Changes.parts(commit).stream().map(Changes::expectingAny).toList();
            return data.streams().append(Commits.of(CommitId.fresh(), appends));
        }

        /** Stores as many events of the commit. */
        static void storePart(StorageStrategy data, SerializedCommit commit, int events) {
            int left = events;
            for (Part append : Changes.parts(commit)) {
                List<NewSerializedEvent> part = append.events()
                        .subList(0, Math.min(left, append.events().size()));
                left -= part.size();
                data.streams().append(Commits.of(Changes.events(append, all -> part)));
            }
        }

        /** Makes the call under a lock on the data, and keeps this if it dies; gives up the lock when the rule has long failed. */
        static AppendResult locked(StorageStrategy data, Function<AtomicBoolean, AppendResult> call) {
            Semaphore lock = LOCKS.computeIfAbsent(data, key -> new Semaphore(1));
            AtomicBoolean died = new AtomicBoolean();
            try {
                var unused = lock.tryAcquire(2, TimeUnit.SECONDS);
                return call.apply(died);
            } catch (InterruptedException e) {
                throw new OperationInterruptedException("append", e);
            } finally {
                if (!died.get()) {
                    lock.release();
                }
            }
        }

        /** The place of an event that was to be stored after this position, spread so that others fit in between. */
        static EventPlace moved(StorageStrategy data, EventPlace place, Position chosen) {
            long now = place.position().value();
            Map<Position, Position> late = MOVED.computeIfAbsent(data, key -> new ConcurrentHashMap<>());
            // A commit of two has its events one and two places on, if no other came in between.
            boolean others = now > chosen.value() + 2;
            Position position = Position.of(10 * (others ? chosen.value() : now) + now % 10);
            late.put(place.position(), position);
            return new EventPlace(place.stream(), place.version(), position);
        }

        /** The part of the feed that is asked for, by the positions at which its events were to be stored. */
        static List<StoredSerializedEvent> moved(
                StorageStrategy data, FeedRead read, List<StoredSerializedEvent> feed) {
            Map<Position, Position> late = MOVED.getOrDefault(data, Map.of());
            List<StoredSerializedEvent> events = new ArrayList<>();
            for (StoredSerializedEvent event : feed) {
                Position position = late.getOrDefault(event.position(), event.position());
                EventPlace place = new EventPlace(event.stream(), event.version(), position);
                if (position.compareTo(read.after()) > 0) {
                    events.add(new StoredSerializedEvent(place, event.commitId(), event.event()));
                }
            }
            events.sort(Comparator.comparing(StoredSerializedEvent::position));
            return events;
        }
    }
}
