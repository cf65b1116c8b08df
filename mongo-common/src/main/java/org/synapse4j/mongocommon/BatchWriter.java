package org.synapse4j.mongocommon;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.RawBsonDocument;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventPlace;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.CommitIdReusedException;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.api.errors.VersionConflictException;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.StreamAppend;
import org.synapse4j.mongocommon.SlotChooser.Slots;

/**
 * Writes batches: judges expectations, chooses slots, sends one ordered insert, and makes certain what came of it. Used by one
 * thread at a time: the one that leads.
 */
final class BatchWriter {
    private final SlotLog log;
    private final CommitLayout layout;
    private final Judge judge;
    private final Heads heads;
    private final SlotChooser chooser;
    private final Feed feed;

    BatchWriter(SlotLog log, CommitLayout layout, Judge judge, Heads heads, SlotChooser chooser, Feed feed) {
        this.log = log;
        this.layout = layout;
        this.judge = judge;
        this.heads = heads;
        this.chooser = chooser;
        this.feed = feed;
    }

    /** Writes until each append of the batch has its outcome. */
    void write(List<Pending> batch, Deadline deadline) {
        List<Pending> open = batch;
        while (!open.isEmpty()) {
            List<Pending> planned = new ArrayList<>();
            Map<StreamId, StreamHead> ends = new HashMap<>();
            for (Pending pending : open) {
                if (Failures.persist(
                        "judging commit " + pending.commit.id(), deadline, () -> plan(pending, ends, deadline))) {
                    planned.add(pending);
                }
            }
            if (!planned.isEmpty()) {
                attempt(planned, deadline);
            }
            open = open.stream().filter(pending -> !pending.isDone()).toList();
            if (!open.isEmpty() && deadline.isOver()) {
                throw new StorageUnavailableException("The deadline is over before the commits were stored", null);
            }
        }
    }

    /** Makes certain what came of appends that were sent: those that are stored are answered, the others can be sent again. */
    void resolve(List<Pending> sent, Deadline deadline) {
        for (Pending pending : sent) {
            Descriptor attempt = pending.attempt;
            if (attempt == null) {
                continue;
            }
            boolean stored = Failures.persist(
                    "reading back commit " + pending.commit.id(), deadline, () -> judge.resolve(attempt));
            if (stored) {
                answer(pending);
            }
            pending.attempt = null;
            chooser.saw(attempt.lastSlot());
        }
    }

    /**
     * Judges what an append expects, and gives its events their versions.
     *
     * @param ends where streams end after what is planned in this batch already
     * @return whether it can be sent now; otherwise it is done, or waits for what is planned before it
     */
    private boolean plan(Pending pending, Map<StreamId, StreamHead> ends, Deadline deadline) {
        Map<StreamId, StreamHead> own = new HashMap<>();
        pending.firstVersions.clear();
        for (StreamAppend append : pending.commit.commit().appends()) {
            StreamHead planned = ends.get(append.stream());
            if (planned != null && !(append.expected() instanceof ExpectedVersion.Any)) {
                // Were this batch to land late, what is demanded of an earlier part of it could have been refused
                // meanwhile.
                return false;
            }
            StreamHead head = planned != null ? planned : judged(append, deadline);
            if (!append.expected().isMetBy(head)) {
                conclude(pending, new VersionConflictException(append.stream(), append.expected(), head), deadline);
                return false;
            }
            pending.firstVersions.add(head.version().value() + 1);
            Version end = head.version().plus(append.events().size());
            own.put(append.stream(), new StreamHead(append.stream(), end, true));
        }
        ends.putAll(own);
        return true;
    }

    /** The head that an expectation is judged by: what is remembered will do where the index tells if it is old. */
    private StreamHead judged(StreamAppend append, Deadline deadline) {
        Heads.Seen remembered = heads.remembered(append.stream());
        boolean mustLook = append.expected() instanceof ExpectedVersion.StreamExists;
        if (remembered == null
                && append.expected().isMetBy(StreamHead.absent(append.stream()))
                && !(append.expected() instanceof ExpectedVersion.Any)) {
            return StreamHead.absent(append.stream());
        }
        Heads.Seen seen = remembered != null && !mustLook && append.expected().isMetBy(remembered.head())
                ? remembered
                : heads.read(append.stream(), deadline);
        chooser.saw(seen.slot());
        return seen.head();
    }

    /** Answers with the first result if the commit is stored already, else with the conflict. */
    private void conclude(Pending pending, SynapseException conflict, Deadline deadline) {
        conclude(pending, deadline);
        if (!pending.isDone()) {
            pending.fail(conflict);
        }
    }

    private void attempt(List<Pending> planned, Deadline deadline) {
        int count = planned.stream().mapToInt(pending -> pending.commit.slots()).sum();
        Optional<AppendCondition> condition = planned.get(0).commit.condition();
        Slots slots = Failures.persist(
                "choosing slots",
                deadline,
                () -> condition.isPresent() ? chooser.reserveAboveAll(count) : chooser.choose(count));
        if (condition.isPresent() && !mayStore(planned.get(0), condition.get(), slots, deadline)) {
            return;
        }
        List<RawBsonDocument> documents = new ArrayList<>(count);
        for (Pending pending : planned) {
            long first = slots.first() + documents.size();
            pending.attempt = pending.commit.descriptor(first);
            documents.addAll(pending.commit.documents(first, pending.firstVersions, layout));
        }
        send(planned, documents, slots, deadline);
    }

    private void send(List<Pending> planned, List<RawBsonDocument> documents, Slots slots, Deadline deadline) {
        try {
            log.insert(documents);
            planned.forEach(this::answer);
            chooser.saw(slots.last());
        } catch (MongoException error) {
            if (Failures.isPassing(error)) {
                resolve(planned, deadline);
                chooser.lostAGuess();
            } else if (Failures.isDuplicate(error)) {
                stopped(planned, slots, indexOf(error), deadline);
            } else {
                SynapseException refused = Failures.translated("storing a commit", error);
                if (refused instanceof TransientException) {
                    throw refused;
                }
                resolve(planned, deadline);
                planned.forEach(pending -> pending.fail(refused));
            }
        }
    }

    /** The ordered insert stopped at a duplicate: what is before it is stored, what is after it was not sent. */
    private void stopped(List<Pending> planned, Slots slots, int index, Deadline deadline) {
        long failed = slots.first() + index;
        Pending culprit = planned.get(planned.size() - 1);
        for (Pending pending : planned) {
            Descriptor attempt = Objects.requireNonNull(pending.attempt);
            if (attempt.lastSlot() < failed) {
                answer(pending);
                chooser.saw(attempt.lastSlot());
            } else if (attempt.first() <= failed) {
                culprit = pending;
            }
        }
        Pending stuck = culprit;
        Failures.persist("clearing the way for commit " + stuck.commit.id(), deadline, () -> {
            clear(stuck, slots, failed, deadline);
            return true;
        });
        planned.forEach(pending -> pending.attempt = null);
    }

    private void clear(Pending stuck, Slots slots, long failed, Deadline deadline) {
        Descriptor attempt = Objects.requireNonNull(stuck.attempt);
        List<LogDocument> inRange = log.range(attempt.first(), attempt.lastSlot(), false);
        if (SlotLog.state(attempt, inRange) == CommitState.COMMITTED) {
            // What stood in the way was rolled back, and the driver had sent the insert again.
            answer(stuck);
            chooser.saw(attempt.lastSlot());
            return;
        }
        if (slots.reserved()) {
            log.fence(failed, slots.last());
            chooser.saw(slots.last());
        }
        if (inRange.stream().anyMatch(document -> document.isOf(attempt)) || failed > attempt.first()) {
            chooser.saw(attempt.lastSlot());
            if (judge.resolve(attempt)) {
                answer(stuck);
                return;
            }
        }
        boolean slotTaken = inRange.stream().anyMatch(document -> document.slot() == failed && !document.isOf(attempt));
        if (slotTaken && !slots.reserved()) {
            chooser.lostAGuess();
            return;
        }
        Optional<Descriptor> holder = log.holder(stuck.commit.id());
        if (holder.isPresent()) {
            conclude(stuck, deadline);
            return;
        }
        boolean moved = false;
        for (StreamAppend append : stuck.commit.commit().appends()) {
            Heads.Seen before = heads.remembered(append.stream());
            moved |= !heads.read(append.stream(), deadline).equals(before);
        }
        if (!moved) {
            chooser.lostAGuess();
        }
    }

    /** Answers with the first result if the commit is stored already. */
    private void conclude(Pending pending, Deadline deadline) {
        try {
            judge.earlier(pending.commit, deadline).ifPresent(earlier -> pending.succeed(() -> earlier));
        } catch (CommitIdReusedException reused) {
            pending.fail(reused);
        }
    }

    /** With its slots taken, waits until all below is settled, and looks for what stands in the way. */
    private boolean mayStore(Pending pending, AppendCondition condition, Slots slots, Deadline deadline) {
        Optional<Position> match = Failures.persist("looking for what matches the condition", deadline, () -> {
            feed.settle(slots.first() - 1, deadline);
            return feed.firstMatch(condition, slots.first());
        });
        if (match.isEmpty()) {
            return true;
        }
        Failures.persist("giving slots back", deadline, () -> {
            log.fence(slots.first(), slots.last());
            return true;
        });
        chooser.saw(slots.last());
        conclude(pending, new ConditionConflictException(condition, match.get()), deadline);
        return false;
    }

    private void answer(Pending pending) {
        Descriptor attempt = Objects.requireNonNull(pending.attempt);
        List<Long> versions = List.copyOf(pending.firstVersions);
        for (int i = 0; i < versions.size(); i++) {
            StreamAppend append = pending.commit.commit().appends().get(i);
            Version end = Version.of(versions.get(i) + append.events().size() - 1);
            heads.remember(new StreamHead(append.stream(), end, true), attempt.lastSlot());
        }
        pending.succeed(() -> result(pending.commit.commit(), attempt, versions));
    }

    private AppendResult result(SerializedCommit commit, Descriptor attempt, List<Long> firstVersions) {
        List<EventPlace> places = new ArrayList<>();
        long slot = attempt.first();
        for (int i = 0; i < firstVersions.size(); i++) {
            StreamAppend append = commit.appends().get(i);
            for (int event = 0; event < append.events().size(); event++) {
                places.add(new EventPlace(
                        append.stream(),
                        Version.of(firstVersions.get(i) + event),
                        Position.of(layout.position(slot, event))));
            }
            slot += layout.slots(append.events().size());
        }
        return AppendResult.of(commit.id(), places);
    }

    private static int indexOf(MongoException error) {
        return error instanceof MongoBulkWriteException bulk
                ? bulk.getWriteErrors().get(0).getIndex()
                : 0;
    }
}
