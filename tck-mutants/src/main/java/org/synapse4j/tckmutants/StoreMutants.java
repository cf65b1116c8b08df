package org.synapse4j.tckmutants;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Cursor;
import org.synapse4j.api.FeedRead;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.StreamRead;
import org.synapse4j.api.Tag;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.FeedCursor;
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
                    }),
            Mutant.of(
                    "delivers no times in the feed",
                    "STORE-6",
                    "Up to the position for",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public FeedCursor read(FeedRead read) {
                            return Changes.feed(
                                    read,
                                    DelegatingCursor.edited(
                                            super.read(read), events -> events.replaceAll(StoreMutants::withoutTime)));
                        }
                    }),
            Mutant.of(
                    "finds the feed's end at its start",
                    "STORE-6",
                    "After the position for",
                    right -> new DelegatingStorage(right) {
                        @Override
                        public Position end() {
                            return Position.START;
                        }
                    }));

    private StoreMutants() {}

    private static StoredSerializedEvent withoutTags(StoredSerializedEvent stored) {
        return with(stored, Set.of(), stored.event().time());
    }

    private static StoredSerializedEvent withoutTime(StoredSerializedEvent stored) {
        return with(stored, stored.event().tags(), Instant.EPOCH);
    }

    private static StoredSerializedEvent with(StoredSerializedEvent stored, Set<Tag> tags, Instant time) {
        SerializedEvent event = stored.event();
        return new StoredSerializedEvent(
                stored.place(),
                stored.commitId(),
                new SerializedEvent(
                        event.id(), event.type(), event.revision(), tags, event.payload(), event.metadata(), time));
    }
}
