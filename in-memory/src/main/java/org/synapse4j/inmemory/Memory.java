package org.synapse4j.inmemory;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.View;
import org.synapse4j.api.ViewName;
import org.synapse4j.api.serialization.OpaqueEvent;
import org.synapse4j.api.spi.LeaseName;
import org.synapse4j.api.spi.SerializedSnapshot;
import org.synapse4j.api.spi.StoredLease;
import org.synapse4j.api.spi.StoredSerializedEvent;

/**
 * All that a store holds: what is on a server elsewhere. Who looks at it or changes it holds the {@link
 * org.synapse4j.api.spi.support.Guard}.
 *
 * <p>Three things are kept for ever, also when events are deleted: the last position given out, the head of each stream, and
 * the result of each commit. They are why a stale writer fails, why no position comes twice, and why a commit that is appended
 * again is answered.
 */
final class Memory {
    long lastPosition;
    final NavigableMap<Position, StoredSerializedEvent> feed = new TreeMap<>();
    final Map<StreamId, NavigableMap<Version, StoredSerializedEvent>> events = new HashMap<>();
    final NavigableMap<StreamId, StreamHead> heads = new TreeMap<>();
    final Map<CommitId, AppendResult> commits = new HashMap<>();
    final Map<StreamId, NavigableMap<Version, SerializedSnapshot>> snapshots = new HashMap<>();
    /** At which version each stream was deleted last: a snapshot of that version, or of a lower one, is never kept. */
    final Map<StreamId, Version> deleted = new HashMap<>();

    final NavigableMap<LeaseName, StoredLease> leases = new TreeMap<>();

    final Map<ViewName, NavigableMap<String, View<OpaqueEvent>>> views = new HashMap<>();
}
