package org.synapse4j.mongocommon.internal;

import com.mongodb.client.model.Filters;
import java.util.Optional;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.spi.StoredSerializedEvent;
import org.synapse4j.mongocommon.documents.CommitLayout;
import org.synapse4j.mongocommon.documents.Fields;
import org.synapse4j.mongocommon.documents.LogDocument;

/** Judges what conditional appends demand of the feed (ADR 15). Thread-safe. */
final class Conditions {
    private final SlotLog log;
    private final CommitLayout layout;
    private final QueryFilter filter;
    private final Settling settling;

    Conditions(SlotLog log, CommitLayout layout, QueryFilter filter, Settling settling) {
        this.log = log;
        this.layout = layout;
        this.filter = filter;
        this.settling = settling;
    }

    /**
     * Whether the condition holds as of now: whatever was written before is settled first.
     *
     * @throws ConditionConflictException if something matches
     */
    void requireNoMatch(AppendCondition condition, Deadline deadline) {
        firstMatch(condition, log.tail() + 1, deadline).ifPresent(match -> {
            throw new ConditionConflictException(condition, match);
        });
    }

    /**
     * The position of the first event that matches, after the condition's position and below this slot: whoever appends has this one
     * and those that follow. Waits until all below is settled, and while a match is being removed: until the majority knows of that,
     * or the journal, it may be taken back. The look in the primary is the last one: a match that a failover brings back after it would
     * be skipped by a majority read there, while that primary does not know yet that a majority has it.
     */
    Optional<Position> firstMatch(AppendCondition condition, long belowSlot, Deadline deadline) {
        settling.await(belowSlot - 1, deadline);
        long from = layout.slot(condition.after().value());
        SlotSearch search = filter.search(
                condition.query(), Filters.and(Filters.gte(Fields.SLOT, from), Filters.lt(Fields.SLOT, belowSlot)));
        for (long pause = 1; ; pause = Math.min(2 * pause, 20)) {
            boolean inMajority =
                    log.lasting(() -> firstMatch(condition, log.find(search))).isPresent();
            Optional<Position> inPrimary = firstMatch(condition, log.findSettled(search));
            if (inPrimary.isPresent() || !inMajority) {
                return inPrimary;
            }
            if (deadline.isOver()) {
                throw new StorageUnavailableException(
                        "A match was still being removed when the deadline was over; nothing was stored.", null);
            }
            deadline.pause(pause, "wait for the removal of a match");
        }
    }

    private Optional<Position> firstMatch(AppendCondition condition, LogDocuments found) {
        try (LogDocuments cursor = found) {
            while (cursor.hasNext()) {
                for (StoredSerializedEvent event : cursor.next().events(layout)) {
                    boolean after = event.position().compareTo(condition.after()) > 0;
                    if (after && QueryFilter.matches(condition.query(), event)) {
                        return Optional.of(event.position());
                    }
                    if (after) {
                        // Of what cannot be read, nobody can say that it does not match.
                        LogDocument.requireReadable(event);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
