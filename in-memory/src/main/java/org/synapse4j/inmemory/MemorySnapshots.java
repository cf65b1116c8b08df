package org.synapse4j.inmemory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.synapse4j.api.SnapshotBounds;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageLimits;
import org.synapse4j.api.spi.support.Guard;

/** The snapshots of each stream by version: saving an older one later changes nothing about which is the latest. */
final class MemorySnapshots implements SnapshotStorage {
    private final Guard guard;
    private final StorageLimits limits;
    private final Memory memory;

    MemorySnapshots(Memory memory, Guard guard, StorageLimits limits) {
        this.memory = memory;
        this.guard = guard;
        this.limits = limits;
    }

    @Override
    public void save(SerializedSnapshot snapshot) {
        limits.check(snapshot);
        guard.alone("save of a snapshot", () -> {
            Version deleted = memory.deleted.getOrDefault(snapshot.stream(), Version.NONE);
            if (snapshot.version().compareTo(deleted) > 0) {
                memory.snapshots
                        .computeIfAbsent(snapshot.stream(), stream -> new TreeMap<>())
                        .put(snapshot.version(), snapshot);
            }
        });
    }

    @Override
    public Optional<SerializedSnapshot> latest(StreamId stream, Version atMost) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(atMost, "at most");
        return guard.alone(
                "read of a snapshot",
                () -> Optional.ofNullable(of(stream).floorEntry(atMost)).map(Map.Entry::getValue));
    }

    @Override
    public void delete(StreamId stream, SnapshotBounds bounds) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(bounds, "bounds");
        guard.alone("delete of snapshots", () -> {
            of(stream).values().removeIf(snapshot -> bounds.include(snapshot.version(), snapshot.time()));
        });
    }

    private NavigableMap<Version, SerializedSnapshot> of(StreamId stream) {
        return memory.snapshots.getOrDefault(stream, new TreeMap<>());
    }
}
