package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.mongocommon.internal.SlotChooser.Slots;

/**
 * Writes batches: judges expectations, chooses slots, sends one ordered insert, and makes certain what came of it. Thread-safe, as
 * long as no two batches have a stream in common.
 */
final class BatchWriter {
    private final SlotLog log;
    private final Judge judge;
    private final Heads heads;
    private final SlotChooser chooser;
    private final Conditions conditions;
    private final Planner planner;
    private final UnusedSlots unused;

    BatchWriter(SlotLog log, Judge judge, Heads heads, SlotChooser chooser, Conditions conditions) {
        this.log = log;
        this.judge = judge;
        this.heads = heads;
        this.chooser = chooser;
        this.conditions = conditions;
        this.planner = new Planner(judge, heads, chooser);
        this.unused = new UnusedSlots(log, chooser);
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
        unused.clear(deadline);
        List<Pending> open = new ArrayList<>(batch);
        boolean first = true;
        while (!open.isEmpty()) {
            Planner.Plan plan = planner.plan(deadline);
            open.forEach(pending -> plan.add(pending, Long.MAX_VALUE));
            if (!plan.appends().isEmpty()) {
                Slots slots = choose(plan, first ? expected : 0, deadline);
                boolean certain = false;
                try {
                    List<Pending> late = late(slots, plan.slots(), joining);
                    open.addAll(late);
                    late.forEach(pending -> addLate(pending, plan, slots));
                    attempt(plan, slots, deadline);
                    certain = true;
                } finally {
                    if (!certain) {
                        unused.abandon(slots);
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
    void resolve(List<Pending> appends, Deadline deadline) {
        for (Pending pending : appends) {
            if (pending.maybeStored()) {
                resolve(pending, deadline);
            }
        }
    }

    private void resolve(Pending sent, Deadline deadline) {
        Descriptor attempt = sent.attempt();
        boolean stored =
                Failures.persist("reading back commit " + sent.commit.id(), deadline, () -> judge.resolve(attempt));
        if (stored) {
            answer(sent);
        } else {
            sent.again();
        }
        chooser.saw(attempt.lastSlot());
    }

    /** Slots for those that are planned; where they are fetched, for as many more as are expected. */
    private Slots choose(Planner.Plan plan, int expected, Deadline deadline) {
        boolean conditional = plan.appends().get(0).commit.condition().isPresent();
        int count = plan.slots();
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
    private void addLate(Pending late, Planner.Plan plan, Slots slots) {
        if (chooser.areHighest(slots)) {
            plan.add(late, slots.first());
        }
    }

    private void attempt(Planner.Plan plan, Slots slots, Deadline deadline) {
        Pending first = plan.appends().get(0);
        Optional<AppendCondition> condition = first.commit.condition();
        if (condition.isEmpty() || mayStore(first, condition.get(), slots, deadline)) {
            send(plan, slots, deadline);
        }
    }

    /** Whether its condition holds, with its slots taken; if not, it gets the conflict. */
    private boolean mayStore(Pending pending, AppendCondition condition, Slots slots, Deadline deadline) {
        Optional<Position> match = Failures.persist(
                "looking for what matches the condition",
                deadline,
                () -> conditions.firstMatch(condition, slots.first(), deadline));
        if (match.isPresent()) {
            unused.giveBack(slots, slots.first(), deadline);
            judge.conclude(pending, new ConditionConflictException(condition, match.get()), deadline);
        }
        return match.isEmpty();
    }

    private void send(Planner.Plan plan, Slots slots, Deadline deadline) {
        List<RawBsonDocument> documents = new ArrayList<>(slots.count());
        for (Pending pending : plan.appends()) {
            pending.send(slots.first() + documents.size());
            documents.addAll(pending.documents());
        }
        while (documents.size() < slots.count()) {
            documents.add(Documents.ofVoid(slots.first() + documents.size()));
        }
        try {
            log.insert(documents);
        } catch (ConfigurationException refused) {
            afterMissingRight(plan, slots, refused, deadline);
            return;
        } catch (MongoException error) {
            if (Failures.isPassing(error)) {
                afterLostAnswer(plan, slots, deadline);
            } else if (Failures.isDuplicate(error)) {
                afterDuplicate(plan.appends(), slots, slots.first() + indexOf(error), deadline);
            } else {
                afterRefusal(plan, slots, Failures.translated("storing a commit", error), deadline);
            }
            return;
        }
        plan.appends().forEach(this::answer);
        chooser.saw(slots.last());
    }

    /** The server judges rights before it does anything: nothing is stored. */
    private void afterMissingRight(Planner.Plan sent, Slots slots, ConfigurationException refused, Deadline deadline) {
        sent.appends().forEach(pending -> pending.fail(refused));
        unused.giveBack(slots, slots.first(), deadline);
    }

    private void afterLostAnswer(Planner.Plan sent, Slots slots, Deadline deadline) {
        resolveAll(sent, slots, deadline);
        Failures.run("looking for the end of the log", deadline, chooser::lostAGuess);
    }

    private void afterRefusal(Planner.Plan sent, Slots slots, SynapseException refused, Deadline deadline) {
        if (refused instanceof TransientException) {
            throw refused;
        }
        resolveAll(sent, slots, deadline);
        sent.appends().forEach(pending -> pending.fail(refused));
    }

    private void resolveAll(Planner.Plan sent, Slots slots, Deadline deadline) {
        resolve(sent.appends(), deadline);
        unused.giveBack(slots, slots.first() + sent.slots(), deadline);
    }

    /** The ordered insert stopped at a duplicate in this slot: what is before it is stored, what is after it was not sent. */
    private void afterDuplicate(List<Pending> sent, Slots slots, long failed, Deadline deadline) {
        @Nullable Pending stuck = null;
        for (Pending pending : sent) {
            Descriptor attempt = pending.attempt();
            if (attempt.lastSlot() < failed) {
                answer(pending);
                chooser.saw(attempt.lastSlot());
            } else if (attempt.first() <= failed) {
                stuck = pending;
            }
        }
        if (stuck == null) {
            // What stood in the way took a slot that was to be void.
            unused.giveBack(slots, failed, deadline);
            return;
        }
        afterDuplicateIn(stuck, slots, failed, deadline);
        sent.stream().filter(pending -> !pending.isDone()).forEach(Pending::again);
    }

    /** Of this append, what is before the duplicate in this slot may be stored, and nothing behind it. */
    private void afterDuplicateIn(Pending stuck, Slots slots, long failed, Deadline deadline) {
        String call = "clearing the way for commit " + stuck.commit.id();
        Descriptor attempt = stuck.attempt();
        List<LogDocument> inRange =
                Failures.persist(call, deadline, () -> log.range(attempt.first(), attempt.lastSlot(), false));
        boolean begun = failed > attempt.first() || inRange.stream().anyMatch(document -> document.isOf(attempt));
        unused.giveBack(slots, begun ? attempt.lastSlot() + 1 : failed, deadline);
        if (begun) {
            chooser.saw(attempt.lastSlot());
            // It may be stored all the same: what stood in the way was rolled back, and the driver, which sends large
            // messages as its own inserts, had sent this one again.
            if (Failures.persist(call, deadline, () -> judge.resolve(attempt))) {
                answer(stuck);
                return;
            }
        }
        boolean slotTaken = inRange.stream().anyMatch(document -> document.slot() == failed && !document.isOf(attempt));
        Failures.run(call, deadline, () -> {
            if (slotTaken && !slots.reserved()) {
                chooser.lostAGuess();
            } else {
                afterKeyTaken(stuck, deadline);
            }
        });
    }

    /** Nothing of it is stored: what has its commit id is its answer, or what has a version of its own is seen. */
    private void afterKeyTaken(Pending stuck, Deadline deadline) {
        Optional<Descriptor> holder = log.holder(stuck.commit.id());
        if (holder.isPresent()) {
            judge.conclude(stuck, deadline);
            return;
        }
        boolean moved = false;
        for (StreamId stream : stuck.streams) {
            Heads.Seen before = heads.remembered(stream);
            moved |= !heads.read(stream, deadline).equals(before);
        }
        if (!moved) {
            chooser.lostAGuess();
        }
    }

    private void answer(Pending pending) {
        Descriptor attempt = pending.attempt();
        List<Long> versions = pending.firstVersions();
        pending.commit.heads(attempt.first(), versions).forEach(head -> heads.remember(head, attempt.lastSlot()));
        pending.succeed(() -> pending.commit.result(attempt.first(), versions));
    }

    private static int indexOf(MongoException error) {
        return error instanceof MongoBulkWriteException bulk
                ? bulk.getWriteErrors().get(0).getIndex()
                : 0;
    }
}
