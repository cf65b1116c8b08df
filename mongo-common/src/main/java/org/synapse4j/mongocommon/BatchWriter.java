package org.synapse4j.mongocommon;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
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
 * Writes batches: judges expectations, chooses slots, sends one ordered insert, and makes certain what came of it. Thread-safe, as
 * long as no two batches have a stream in common.
 */
final class BatchWriter {
    private final SlotLog log;
    private final CommitLayout layout;
    private final Judge judge;
    private final Heads heads;
    private final SlotChooser chooser;
    private final Feed feed;
    private final Queue<Slots> abandoned = new ConcurrentLinkedQueue<>();

    BatchWriter(SlotLog log, CommitLayout layout, Judge judge, Heads heads, SlotChooser chooser, Feed feed) {
        this.log = log;
        this.layout = layout;
        this.judge = judge;
        this.heads = heads;
        this.chooser = chooser;
        this.feed = feed;
    }

    /** How many batches may be under way: while slots are reserved, a second one would cost a reservation of its own. */
    int batchesAtOnce() {
        return chooser.isReserving() ? 1 : 2;
    }

    /**
     * Writes until each append of the batch has its outcome.
     *
     * @param expected how many more may come while slots are fetched, if they are
     * @param joining those that came, and fit into so many slots; called at most once
     */
    void write(List<Pending> batch, int expected, IntFunction<List<Pending>> joining, Deadline deadline) {
        voidAbandoned(deadline);
        List<Pending> open = new ArrayList<>(batch);
        boolean first = true;
        while (!open.isEmpty()) {
            List<Pending> planned = new ArrayList<>();
            Map<StreamId, StreamHead> ends = new HashMap<>();
            for (Pending pending : open) {
                if (isPlanned(pending, ends, Long.MAX_VALUE, deadline)) {
                    planned.add(pending);
                }
            }
            if (!planned.isEmpty()) {
                Slots slots = choose(planned, first ? expected : 0, deadline);
                boolean used = false;
                try {
                    List<Pending> late = late(slots, count(planned), joining);
                    open.addAll(late);
                    late.stream()
                            .filter(pending -> fits(pending, ends, slots, deadline))
                            .forEach(planned::add);
                    attempt(planned, slots, deadline);
                    used = true;
                } finally {
                    if (!used) {
                        abandoned.add(slots);
                    }
                }
                first = false;
            }
            open.removeIf(Pending::isDone);
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

    private boolean isPlanned(Pending pending, Map<StreamId, StreamHead> ends, long below, Deadline deadline) {
        return Failures.persist(
                "judging commit " + pending.commit.id(), deadline, () -> plan(pending, ends, below, deadline));
    }

    /**
     * Judges what an append expects, and gives its events their versions.
     *
     * @param ends where streams end after what is planned in this batch already
     * @param below what it builds on has to lie below this slot, since it will lie there
     * @return whether it can be sent now; otherwise it is done, or waits for what is planned before it
     */
    private boolean plan(Pending pending, Map<StreamId, StreamHead> ends, long below, Deadline deadline) {
        Map<StreamId, StreamHead> own = new HashMap<>();
        pending.firstVersions.clear();
        for (StreamAppend append : pending.commit.commit().appends()) {
            StreamHead planned = ends.get(append.stream());
            if (planned != null && !(append.expected() instanceof ExpectedVersion.Any)) {
                // Were this batch to land late, what is demanded of an earlier part of it could have been refused
                // meanwhile.
                return false;
            }
            Heads.Seen seen = planned != null ? new Heads.Seen(planned, 0) : judged(append, deadline);
            if (seen.slot() >= below) {
                return false;
            }
            StreamHead head = seen.head();
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
    private Heads.Seen judged(StreamAppend append, Deadline deadline) {
        Heads.Seen remembered = heads.remembered(append.stream());
        boolean mustLook = append.expected() instanceof ExpectedVersion.StreamExists;
        if (remembered == null
                && append.expected().isMetBy(StreamHead.absent(append.stream()))
                && !(append.expected() instanceof ExpectedVersion.Any)) {
            return Heads.Seen.absent(append.stream());
        }
        Heads.Seen seen = remembered != null && !mustLook && append.expected().isMetBy(remembered.head())
                ? remembered
                : heads.read(append.stream(), deadline);
        chooser.saw(seen.slot());
        return seen;
    }

    /** Answers with the first result if the commit is stored already, else with the conflict. */
    private void conclude(Pending pending, SynapseException conflict, Deadline deadline) {
        conclude(pending, deadline);
        if (!pending.isDone()) {
            pending.fail(conflict);
        }
    }

    /** Slots for those that are planned; where they are fetched, for as many more as are expected. */
    private Slots choose(List<Pending> planned, int expected, Deadline deadline) {
        boolean conditional = planned.get(0).commit.condition().isPresent();
        int count = count(planned);
        return Failures.persist(
                "choosing slots",
                deadline,
                () -> conditional ? chooser.reserveAboveAll(count) : chooser.choose(count, expected));
    }

    /** Those that came while slots were fetched. */
    private static List<Pending> late(Slots slots, int used, IntFunction<List<Pending>> joining) {
        return slots.count() > used ? joining.apply(slots.count() - used) : List.of();
    }

    /** Plans one that came late; not if slots above were chosen meanwhile, and perhaps answered before it came. */
    private boolean fits(Pending late, Map<StreamId, StreamHead> ends, Slots slots, Deadline deadline) {
        return chooser.areHighest(slots) && isPlanned(late, ends, slots.first(), deadline);
    }

    private static int count(List<Pending> planned) {
        return planned.stream().mapToInt(pending -> pending.commit.slots()).sum();
    }

    private void attempt(List<Pending> planned, Slots slots, Deadline deadline) {
        Optional<AppendCondition> condition = planned.get(0).commit.condition();
        if (condition.isPresent() && !mayStore(planned.get(0), condition.get(), slots, deadline)) {
            return;
        }
        List<RawBsonDocument> documents = new ArrayList<>(slots.count());
        for (Pending pending : planned) {
            long first = slots.first() + documents.size();
            pending.attempt = pending.commit.descriptor(first);
            documents.addAll(pending.commit.documents(first, pending.firstVersions, layout));
        }
        while (documents.size() < slots.count()) {
            documents.add(Documents.ofVoid(slots.first() + documents.size()));
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
                resolve(planned, slots, deadline);
                Failures.run("looking for the end of the log", deadline, chooser::lostAGuess);
            } else if (Failures.isDuplicate(error)) {
                stopped(planned, slots, indexOf(error), deadline);
            } else {
                SynapseException refused = Failures.translated("storing a commit", error);
                if (refused instanceof TransientException) {
                    throw refused;
                }
                resolve(planned, slots, deadline);
                planned.forEach(pending -> pending.fail(refused));
            }
        }
    }

    private void resolve(List<Pending> sent, Slots slots, Deadline deadline) {
        resolve(sent, deadline);
        voidRest(slots, slots.first() + count(sent), deadline);
    }

    /** Slots whose batch ended before it was certain that each was written: whoever comes next sees to it that none stays empty. */
    private void voidAbandoned(Deadline deadline) {
        for (Slots slots = abandoned.peek(); slots != null; slots = abandoned.peek()) {
            voidAll(slots, slots.first(), deadline);
            abandoned.remove(slots);
        }
    }

    /** Slots that are not used must not stay empty, unless they can be chosen again. */
    private void voidRest(Slots slots, long from, Deadline deadline) {
        if (from <= slots.last() && !chooser.giveBack(slots, from)) {
            voidAll(slots, from, deadline);
        }
    }

    private void voidAll(Slots slots, long from, Deadline deadline) {
        Failures.run("giving slots back", deadline, () -> log.fence(from, slots.last()));
        chooser.saw(slots.last());
    }

    /** The ordered insert stopped at a duplicate: what is before it is stored, what is after it was not sent. */
    private void stopped(List<Pending> planned, Slots slots, int index, Deadline deadline) {
        long failed = slots.first() + index;
        @Nullable Pending culprit = null;
        for (Pending pending : planned) {
            Descriptor attempt = Objects.requireNonNull(pending.attempt);
            if (attempt.lastSlot() < failed) {
                answer(pending);
                chooser.saw(attempt.lastSlot());
            } else if (attempt.first() <= failed) {
                culprit = pending;
            }
        }
        if (culprit == null) {
            // What stood in the way took a slot that was to be void.
            voidRest(slots, failed, deadline);
            return;
        }
        clear(culprit, slots, failed, deadline);
        planned.forEach(pending -> pending.attempt = null);
    }

    private void clear(Pending stuck, Slots slots, long failed, Deadline deadline) {
        String call = "clearing the way for commit " + stuck.commit.id();
        Descriptor attempt = Objects.requireNonNull(stuck.attempt);
        List<LogDocument> inRange =
                Failures.persist(call, deadline, () -> log.range(attempt.first(), attempt.lastSlot(), false));
        boolean begun = failed > attempt.first() || inRange.stream().anyMatch(document -> document.isOf(attempt));
        voidRest(slots, begun ? attempt.lastSlot() + 1 : failed, deadline);
        if (begun) {
            chooser.saw(attempt.lastSlot());
            // It may be stored all the same: what stood in the way was rolled back, and the driver had sent the insert
            // again.
            if (Failures.persist(call, deadline, () -> judge.resolve(attempt))) {
                answer(stuck);
                return;
            }
        }
        Failures.run(call, deadline, () -> makeRoom(stuck, slots, failed, inRange, deadline));
    }

    private void makeRoom(Pending stuck, Slots slots, long failed, List<LogDocument> inRange, Deadline deadline) {
        Descriptor attempt = Objects.requireNonNull(stuck.attempt);
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
        voidRest(slots, slots.first(), deadline);
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
