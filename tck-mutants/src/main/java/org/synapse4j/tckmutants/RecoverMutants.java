package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.OperationInterruptedException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StorageStrategy;

/** Mutants that the rules RECOVER reject. Each is a {@link ProcessStorage} that is cut short, or interrupted, in a wrong way. */
final class RecoverMutants {
    /** The remains of a removal that was cut short, by the data that several processes share. */
    private static final Map<StorageStrategy, SerializedSnapshot> LEFT = new ConcurrentHashMap<>();

    private static final Set<List<Object>> MARKED = ConcurrentHashMap.newKeySet();
    private static final Map<StorageStrategy, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "marks a stream as deleted before it is",
                    "RECOVER-1",
                    "The stream deleted again after a deletion was cut short by 1 writes",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected void dieInRemoval(StreamId stream, int writes, Runnable removal) {
                            if (writes > 0) {
                                MARKED.add(List.of(data(), stream));
                                truncateData(stream, Version.of(writes + 1L));
                            }
                        }

                        @Override
                        public void delete(StreamId stream) {
                            if (!MARKED.contains(List.of(data(), stream))) {
                                super.delete(stream);
                            }
                        }
                    }),
            Mutant.of(
                    "leaves the snapshots of what it was deleting",
                    "RECOVER-1",
                    "The snapshot of the stream deleted again after a deletion was cut short by 1 writes",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected void dieInRemoval(StreamId stream, int writes, Runnable removal) {
                            if (writes > 0) {
                                data().snapshots()
                                        .orElseThrow()
                                        .latest(stream, Version.MAX)
                                        .ifPresent(snapshot -> LEFT.put(data(), snapshot));
                                removal.run();
                            }
                        }

                        @Override
                        public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
                            return super.latest(stream, atMost)
                                    .or(() -> Optional.ofNullable(LEFT.get(data()))
                                            .filter(left -> left.stream().equals(stream)));
                        }

                        @Override
                        public void delete(StreamId stream) {
                            if (head(stream).exists()) {
                                super.delete(stream);
                            }
                        }
                    }),
            Mutant.of(
                    "removes one event too many when it is cut short",
                    "RECOVER-2",
                    "Something else is gone",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected void dieInRemoval(StreamId stream, int writes, Runnable removal) {
                            truncateData(stream, Version.of(2L * writes + 1));
                        }
                    }),
            Mutant.of(
                    "takes a truncation that was cut short for done",
                    "RECOVER-2",
                    "The stream truncated again after a truncation was cut short by 1 writes",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected void dieInRemoval(StreamId stream, int writes, Runnable removal) {
                            if (writes > 0) {
                                MARKED.add(List.of(data(), stream));
                            }
                        }

                        @Override
                        public void truncate(StreamId stream, Version before) {
                            if (!MARKED.contains(List.of(data(), stream))) {
                                super.truncate(stream, before);
                            }
                        }
                    }),
            Mutant.of(
                    "skips an event where it was forgotten",
                    "RECOVER-3",
                    "A read of a stream that was forgotten",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected <T> void afterLostCursor(Cursor<T> cursor) {
                            var unused = cursor.next();
                        }
                    }),
            Mutant.of(
                    "stands in its own way after it died",
                    "RECOVER-4",
                    "A commit that expects no stream after its writer died after 1 writes fails",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected void die(SerializedCommit commit, int writes, Supplier<AppendResult> write) {
                            if (writes > 0) {
                                var unused = data().streams().append(commit.withId(CommitId.fresh()));
                            }
                        }
                    }),
            Mutant.of(
                    "clears the interrupt of who waits for another",
                    "RECOVER-6",
                    "An append interrupted while another stalls cleared the interrupt flag",
                    right -> new ProcessStorage(right) {
                        @Override
                        protected AppendResult send(SerializedCommit commit, Supplier<AppendResult> write) {
                            ReentrantLock lock = LOCKS.computeIfAbsent(data(), key -> new ReentrantLock());
                            try {
                                lock.lockInterruptibly();
                            } catch (InterruptedException e) {
                                throw new OperationInterruptedException("append", e);
                            }
                            try {
                                return super.send(commit, write);
                            } finally {
                                lock.unlock();
                            }
                        }
                    }));

    private RecoverMutants() {}
}
