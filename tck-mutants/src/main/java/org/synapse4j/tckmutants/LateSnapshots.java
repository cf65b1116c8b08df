package org.synapse4j.tckmutants;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StorageStrategy;

/**
 * Keeps snapshots itself, and marks at which version each stream was deleted: as it should, but in this process only. A mutant overrides
 * what it gets wrong.
 */
class LateSnapshots extends DelegatingStorage {
    final Map<StreamId, Version> marks = new ConcurrentHashMap<>();
    private final Map<StreamId, NavigableMap<Version, SerializedSnapshot>> saved = new ConcurrentHashMap<>();

    LateSnapshots(StorageStrategy right) {
        super(right);
    }

    /** The version up to which nothing is found. */
    Version mark(StreamId stream, Version atMost) {
        return marks.getOrDefault(stream, Version.NONE);
    }

    @Override
    public void save(SerializedSnapshot snapshot) {
        saved.computeIfAbsent(snapshot.stream(), stream -> new TreeMap<>()).put(snapshot.version(), snapshot);
        super.save(snapshot);
    }

    @Override
    public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
        return super.latest(stream, atMost)
                .or(() -> Optional.ofNullable(
                                saved.getOrDefault(stream, new TreeMap<>()).floorEntry(atMost))
                        .map(Map.Entry::getValue)
                        .filter(found -> found.version().compareTo(mark(stream, atMost)) > 0));
    }

    @Override
    public void delete(StreamId stream) {
        marks.put(stream, head(stream).version());
        saved.remove(stream);
        super.delete(stream);
    }

    @Override
    public void delete(StreamId stream, SnapshotBounds bounds) {
        saved.getOrDefault(stream, new TreeMap<>())
                .values()
                .removeIf(snapshot -> bounds.include(snapshot.version(), snapshot.time()));
        super.delete(stream, bounds);
    }
}
