package org.synapse4j.mongocommon.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.CommitId;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Descriptor;
import org.synapse4j.mongocommon.documents.EncodedCommit;
import org.synapse4j.mongocommon.documents.LogDocument;

/** Decides what has become of commits: waits for those in flight, fences those that take too long, clears the aborted away. */
final class Judge {
    private final SlotLog log;
    private final CommitLayout layout;
    private final Duration grace;

    /** @param grace how long a commit that is in a writer's way may stay in flight */
    Judge(SlotLog log, CommitLayout layout, Duration grace) {
        this.log = log;
        this.layout = layout;
        this.grace = grace;
    }

    /**
     * Waits a short grace for a commit in flight, then fences it; clears away what an aborted one left.
     *
     * @return the documents of the committed commit, without their events; empty if it is aborted
     */
    Optional<List<LogDocument>> decide(Descriptor commit, Deadline deadline) {
        return decide(commit, Deadline.in(grace), deadline);
    }

    /**
     * Makes the outcome of a commit of one's own certain: fences it at once where it is not whole. What other hands have put into one of its
     * slots is none of its own.
     */
    boolean resolve(Descriptor own) {
        Deadline now = Deadline.in(Duration.ZERO);
        Optional<List<LogDocument>> there = decide(own, now, now);
        boolean stored = there.isPresent() && there.get().stream().allMatch(document -> document.isOf(own));
        if (there.isPresent() && !stored) {
            log.voidLeftovers(own);
        }
        return stored;
    }

    /** Waits until the grace is over, and fences from then on. */
    private Optional<List<LogDocument>> decide(Descriptor commit, Deadline grace, Deadline deadline) {
        for (long pause = 1; ; pause = Math.min(2 * pause, 20)) {
            List<LogDocument> inRange = log.rangeWithoutEvents(commit.first(), commit.lastSlot());
            switch (SlotLog.state(commit, inRange)) {
                case COMMITTED -> {
                    return Optional.of(inRange);
                }
                case ABORTED -> {
                    log.voidLeftovers(commit);
                    return Optional.empty();
                }
                case IN_FLIGHT -> {
                    if (grace.isOver()) {
                        long missing = firstMissing(commit, inRange);
                        log.fence(missing, missing);
                    } else {
                        deadline.pause(pause, "wait for commit " + commit.id() + " in flight");
                    }
                }
            }
        }
    }

    /** The first result of the commit that is stored under this id, if there is one; one in flight is waited for, or fenced. */
    Optional<AppendResult> find(CommitId id, Deadline deadline) {
        return log.holder(id).flatMap(holder -> decide(holder, deadline)).map(documents -> result(id, documents));
    }

    /**
     * The result of the commit that is stored under this id, if there is one.
     *
     * @throws CommitIdReusedException if its content is another
     */
    Optional<AppendResult> earlier(EncodedCommit commit, Deadline deadline) {
        CommitId id = commit.id();
        Optional<Descriptor> stored =
                log.holder(id).filter(holder -> decide(holder, deadline).isPresent());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        List<LogDocument> documents =
                log.range(stored.get().first(), stored.get().lastSlot());
        AppendResult result = result(id, documents);
        List<StoredSerializedEvent> remaining = documents.stream()
                .flatMap(document -> document.events(layout).stream())
                .toList();
        remaining.forEach(LogDocument::requireReadable);
        commit.differenceFrom(result, remaining).ifPresent(difference -> {
            throw new CommitIdReusedException(id, difference);
        });
        return Optional.of(result);
    }

    private AppendResult result(CommitId id, List<LogDocument> documents) {
        return AppendResult.of(
                id,
                documents.stream()
                        .flatMap(document -> document.places(layout).stream())
                        .toList());
    }

    /** Answers with the first result if the commit is stored already. */
    void conclude(Pending pending, Deadline deadline) {
        try {
            Failures.persist("judging commit " + pending.commit.id(), deadline, () -> earlier(pending.commit, deadline))
                    .ifPresent(earlier -> pending.succeed(() -> earlier));
        } catch (CommitIdReusedException reused) {
            pending.fail(reused);
        }
    }

    /** Answers with the first result if the commit is stored already, else with the conflict. */
    void conclude(Pending pending, SynapseException conflict, Deadline deadline) {
        conclude(pending, deadline);
        if (!pending.isDone()) {
            pending.fail(conflict);
        }
    }

    static long firstMissing(Descriptor commit, List<LogDocument> inRange) {
        long slot = commit.first();
        for (LogDocument document : inRange) {
            if (document.slot() != slot) {
                return slot;
            }
            slot++;
        }
        return slot;
    }
}
