package org.synapse4j.tckmutants;

import java.util.List;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Mutants that the rules REMOVAL reject. */
final class RemovalMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "finds nothing to delete in a wholly truncated stream",
                    "REMOVAL-1",
                    "The head of a wholly truncated stream of 1 events that was deleted",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void delete(StreamId stream) {
                            if (!Changes.all(read(StreamRead.of(stream))).isEmpty()) {
                                super.delete(stream);
                            }
                        }
                    }),
            Mutant.of(
                    "removes a thousand events at most",
                    "REMOVAL-2",
                    "A stream of which 2,202 events were truncated",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void truncate(StreamId stream, Version before) {
                            List<StoredSerializedEvent> all = Changes.all(read(StreamRead.of(stream)));
                            boolean many = all.size() > 1_000;
                            Version thousandth = many ? all.get(1_000).version() : before;
                            super.truncate(stream, thousandth.compareTo(before) < 0 ? thousandth : before);
                        }
                    }),
            Mutant.of(
                    "goes on with a read from a number of events",
                    "REMOVAL-3",
                    "of a read of which 1 events were taken before it",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return new DelegatingCursor<>(super.read(read)) {
                                private int delivered;

                                @Override
                                public boolean hasNext() {
                                    return delivered < now(read).size();
                                }

                                @Override
                                public StoredSerializedEvent next() {
                                    return now(read).get(delivered++);
                                }
                            };
                        }

                        private List<StoredSerializedEvent> now(StreamRead read) {
                            return Changes.all(super.read(read));
                        }
                    }));

    private RemovalMutants() {}
}
