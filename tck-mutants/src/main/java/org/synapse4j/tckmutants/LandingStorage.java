package org.synapse4j.tckmutants;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.tck.kit.Part;

/**
 * Stores commits of many events slowly: before one is there, somebody may be told that half of it is. For mutants that tell so. The wait
 * for who asks is short, and makes the mistake happen every time. What is landing is known to all processes.
 */
class LandingStorage extends DelegatingStorage {
    private static final int MANY = 500;
    private static final long WAIT_NANOS = 20_000_000;

    /** Half of each commit that is landing, by its stream. */
    private static final Map<StreamId, StreamHead> LANDING = new ConcurrentHashMap<>();

    /** Streams whose commit goes in part once it has landed. */
    private static final Set<StreamId> TORN = ConcurrentHashMap.newKeySet();

    private static final AtomicLong ASKED = new AtomicLong();

    LandingStorage(StorageStrategy right) {
        super(right);
    }

    /** The head of the stream as it is, or half of the commit that is landing in it. */
    static StreamHead halfOf(StreamHead head) {
        StreamHead half = LANDING.get(head.stream());
        if (half != null) {
            ASKED.incrementAndGet();
        }
        return half == null ? head : half;
    }

    /** Half of the commits that are landing in streams of this category. */
    static List<StreamHead> halvesOf(String category) {
        List<StreamHead> halves = LANDING.values().stream()
                .filter(half -> half.stream().category().equals(category))
                .toList();
        ASKED.addAndGet(halves.size());
        return halves;
    }

    /** Whether a removal tears the stream's commit, which is landing, or was when it was asked before. */
    static boolean tears(StreamId stream) {
        if (LANDING.containsKey(stream)) {
            TORN.add(stream);
            ASKED.incrementAndGet();
        }
        return isTorn(stream);
    }

    static boolean isTorn(StreamId stream) {
        return TORN.contains(stream);
    }

    /** The tearing of a commit that has landed: half of it goes. */
    protected void tear(StreamHead half) {
        right.deletion().orElseThrow().truncate(half.stream(), half.version().next());
    }

    @Override
    public AppendResult append(CommitId id, Part append) {
        if (append.events().size() < MANY) {
            return super.append(id, append);
        }
        StreamHead half =
                StreamHead.at(append.stream(), Version.of(append.events().size() / 2), Position.of(1));
        TORN.remove(append.stream());
        LANDING.put(append.stream(), half);
        try {
            awaitSomebody();
            return super.append(id, append);
        } finally {
            LANDING.remove(append.stream());
            if (isTorn(append.stream())) {
                tear(half);
            }
        }
    }

    private static void awaitSomebody() {
        long before = ASKED.get();
        long deadline = System.nanoTime() + WAIT_NANOS;
        while (ASKED.get() == before && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }
}
