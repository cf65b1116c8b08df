package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.SerializedEvent;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredSerializedEvent;

/** Mutants that the rules STORE reject: storages on which an event store is not what it says. */
final class StoreMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of("delivers no tags", "STORE-1", "The tags of an event", right -> new DelegatingStorage(right) {
                @Override
                public Cursor<StoredSerializedEvent> read(StreamRead read) {
                    return DelegatingCursor.edited(
                            super.read(read), events -> events.replaceAll(StoreMutants::withoutTags));
                }
            }),
            Mutant.of(
                    "reads on when it is closed",
                    "STORE-2",
                    "A stream whose store was closed",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Cursor<StoredSerializedEvent> read(StreamRead read) {
                            return Changes.cursor(Changes.all(super.read(read)));
                        }
                    }),
            Mutant.of(
                    "finds no commit",
                    "STORE-3",
                    "What an event store finds by the id of a commit",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<AppendResult> find(CommitId id) {
                            return Optional.empty();
                        }
                    }),
            Mutant.of(
                    "truncates where it is to delete",
                    "STORE-4",
                    "A stream exists that an event store deleted",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public void delete(StreamId stream) {
                            super.truncate(stream, Version.MAX);
                        }
                    }),
            Mutant.of(
                    "finds the latest snapshot of all",
                    "STORE-5",
                    "The latest state up to version 2",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
                            return super.latest(stream, Version.MAX);
                        }
                    }));

    private StoreMutants() {}

    private static StoredSerializedEvent withoutTags(StoredSerializedEvent stored) {
        SerializedEvent event = stored.event();
        return new StoredSerializedEvent(
                stored.place(),
                stored.commitId(),
                new SerializedEvent(
                        event.id(),
                        event.type(),
                        event.revision(),
                        Set.of(),
                        event.payload(),
                        event.metadata(),
                        event.time()));
    }
}
