package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.synapse4j.api.errors.InvalidValueException;
import org.synapse4j.mongocommon.Pruned;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.LogDocument;

/**
 * Removes old voids and tombstones below the settled slot, where a missing slot means that something was removed. Left are the
 * settled slot itself, so that none is chosen below it again, and of each stream the first document and the last: the index on them
 * refuses who takes the stream for new, or for shorter than it is. A commit goes as a whole, or else what is left of it would look
 * like a commit in flight. Thread-safe.
 */
final class Pruning {
    /** Longer than {@link SlotLog#TRUSTED_NANOS} by far; and who waits for an answer gives up much earlier. */
    private static final Duration LEAST_RETENTION = Duration.ofDays(1);

    /** A hundred years: what lies further back than that has no place in the calendar of a store. */
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_525);

    /** So many slots in one call of the server's. */
    private static final int AT_A_TIME = 5_000;

    private final SlotLog log;
    private final Heads heads;
    private final Settling settling;
    private final MongoSnapshots snapshots;
    private final Calls calls;

    Pruning(SlotLog log, Heads heads, Settling settling, MongoSnapshots snapshots, Calls calls) {
        this.log = log;
        this.heads = heads;
        this.settling = settling;
        this.snapshots = snapshots;
        this.calls = calls;
    }

    Pruned prune(Duration retention) {
        calls.begin();
        Objects.requireNonNull(retention, "retention");
        if (retention.compareTo(LEAST_RETENTION) < 0 || retention.compareTo(LONGEST_RETENTION) > 0) {
            throw new InvalidValueException("retention", "is " + retention + "; it takes a day to 100 years");
        }
        Instant before = Instant.now().minus(retention);
        long settled = settling.recordedEnd();
        long voids = 0;
        long tombstones = 0;
        for (long slot = 1; slot < settled; slot += AT_A_TIME) {
            long first = slot;
            long last = Math.min(slot + AT_A_TIME, settled) - 1;
            String part = "pruning slots " + first + " to " + last;
            voids += calls.get(part, () -> log.removeVoids(first, last, before));
            tombstones += calls.get(part, () -> tombstones(first, last, settled, before));
        }
        snapshots.prune();
        return new Pruned(voids, tombstones);
    }

    private long tombstones(long first, long last, long settled, Instant before) {
        Map<Descriptor, List<LogDocument>> commits = new LinkedHashMap<>();
        for (LogDocument tombstone : oldTombstones(first, last, before)) {
            commits.computeIfAbsent(tombstone.descriptor(), commit -> new ArrayList<>())
                    .add(tombstone);
        }
        Map<String, Long> ends = new HashMap<>();
        List<Descriptor> removable = new ArrayList<>();
        commits.forEach((commit, documents) -> {
            List<LogDocument> all = documents.size() < commit.size() ? allOld(commit, before) : documents;
            boolean whole = commit.lastSlot() < settled && !all.isEmpty();
            if (whole && all.stream().noneMatch(document -> isAtAnEnd(document, ends))) {
                removable.add(commit);
            }
        });
        return log.removeTombstones(removable);
    }

    /** All tombstones of a commit of which some lie elsewhere; none if anything else is left of it, or one is not old. */
    private List<LogDocument> allOld(Descriptor commit, Instant before) {
        List<LogDocument> old = oldTombstones(commit.first(), commit.lastSlot(), before);
        boolean all = old.size()
                == log.rangeWithoutEvents(commit.first(), commit.lastSlot()).size();
        return all ? old : List.of();
    }

    /** A document above the head is in flight or left of an aborted commit, and may be gone tomorrow: it is no end. */
    private boolean isAtAnEnd(LogDocument document, Map<String, Long> ends) {
        long end = ends.computeIfAbsent(
                document.stream(),
                stream -> heads.peek(document.streamId()).version().value());
        return document.version() == 1 || document.last() >= end;
    }

    private List<LogDocument> oldTombstones(long first, long last, Instant before) {
        List<LogDocument> tombstones = new ArrayList<>();
        try (LogDocuments found = log.find(
                SlotSearch.whole(SlotLog.oldTombstones(first, last, before)).withoutEvents())) {
            found.forEachRemaining(document -> {
                if (!document.isOdd()) {
                    tombstones.add(document);
                }
            });
        }
        return tombstones;
    }
}
