package org.synapse4j.mongocommon.internal;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bson.RawBsonDocument;
import org.synapse4j.api.AppendCondition;
import org.synapse4j.api.Position;
import org.synapse4j.api.errors.ConditionConflictException;
import org.synapse4j.api.errors.ConfigurationException;
import org.synapse4j.api.errors.StorageUnavailableException;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.errors.TransientException;
import org.synapse4j.mongocommon.documents.Documents;
import org.synapse4j.mongocommon.internal.SlotChooser.Slots;

/**
 * Writes batches: judges expectations, chooses slots, sends one ordered insert, and has made certain what came of it
 * ({@link Aftermath}). Thread-safe, as long as no two batches have a stream in common.
 */
final class BatchWriter {
    private final SlotLog log;
    private final SlotChooser chooser;
    private final Conditions conditions;
    private final Planner planner;
    private final UnusedSlots unused;
    private final Aftermath aftermath;

    BatchWriter(SlotLog log, Judge judge, Heads heads, SameStore same, SlotChooser chooser, Conditions conditions) {
        this.log = log;
        this.chooser = chooser;
        this.conditions = conditions;
        this.planner = new Planner(judge, heads, same, chooser);
        this.unused = new UnusedSlots(log, judge, chooser);
        this.aftermath = new Aftermath(log, judge, heads, chooser, unused);
    }

    /** Forgets slots that were left unused: they were another store's. */
    void forget() {
        unused.forget();
    }

    /** How many batches may be under way: while slots are reserved, a second one would cost a reservation of its own. */
    int batchesAtOnce() {
        return chooser.isReserving() ? 1 : 2;
    }

    /**
     * Writes until each append of the batch has its outcome. The last part of the deadline is kept for making an outcome certain: nothing is
     * sent any more by then, and what was sent is awaited until then.
     *
     * @param expected how many more may come while slots are fetched, if they are
     * @param joining those that came, and fit into so many slots; called at most once
     */
    void write(List<Pending> batch, int expected, IntFunction<List<Pending>> joining, Deadline deadline) {
        Deadline sending = deadline.ofSending();
        unused.clear(sending);
        List<Pending> open = new ArrayList<>(batch);
        boolean first = true;
        boolean together = true;
        while (!open.isEmpty()) {
            if (sending.isOver()) {
                throw new StorageUnavailableException(
                        "Three quarters of the deadline were over before the commits were sent, and what is left would not do to make"
                                + " their outcome certain; nothing of them is stored.",
                        null);
            }
            Planner.Plan plan = plan(open, together, sending);
            if (!plan.appends().isEmpty()) {
                Slots slots = choose(plan, first ? expected : 0, sending);
                boolean certain = false;
                try {
                    List<Pending> late = late(slots, plan.slots(), joining);
                    open.addAll(late);
                    late.forEach(pending -> addLate(pending, plan, slots));
                    together &= attempt(plan, slots, deadline);
                    certain = true;
                } finally {
                    if (!certain) {
                        unused.abandon(slots);
                    }
                }
                first = false;
            }
            open.removeIf(Pending::isDone);
        }
    }

    /** Makes certain what came of appends that were sent: those that are stored are answered, the others can be sent again. */
    void resolve(List<Pending> appends, Deadline deadline) {
        aftermath.resolve(appends, deadline);
    }

    /** A plan of those that can be sent together; or of the first that can be sent at all. */
    private Planner.Plan plan(List<Pending> open, boolean together, Deadline deadline) {
        Planner.Plan plan = planner.plan(deadline);
        for (Pending pending : open) {
            if (together || plan.appends().isEmpty()) {
                plan.add(pending, Long.MAX_VALUE);
            }
        }
        return plan;
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

    /** The appends that came while slots were fetched. */
    private static List<Pending> late(Slots slots, int used, IntFunction<List<Pending>> joining) {
        return slots.count() > used ? joining.apply(slots.count() - used) : List.of();
    }

    /** Plans one that came late; not if slots above were chosen meanwhile, and perhaps answered before it came. */
    private void addLate(Pending late, Planner.Plan plan, Slots slots) {
        if (chooser.areHighest(slots)) {
            plan.add(late, slots.first());
        }
    }

    /**
     * Sends what is planned, if its condition holds.
     *
     * @return false if it was refused as a whole, and must be sent one by one
     */
    private boolean attempt(Planner.Plan plan, Slots slots, Deadline deadline) {
        Pending first = plan.appends().get(0);
        Optional<AppendCondition> condition = first.commit.condition();
        return (condition.isPresent() && !mayStore(first, condition.get(), slots, deadline))
                || send(plan.appends(), slots, deadline);
    }

    /** Whether its condition holds, with its slots taken; if not, it gets the conflict, or the error that judging it meets. */
    private boolean mayStore(Pending pending, AppendCondition condition, Slots slots, Deadline deadline) {
        Optional<Position> match = Optional.empty();
        Deadline sending = deadline.ofSending();
        try {
            match = Failures.persist(
                    "looking for what matches the condition",
                    sending,
                    () -> conditions.firstMatch(condition, slots.first(), sending));
        } catch (SynapseException own) {
            Failures.rethrowIfItEndsTheCall(own);
            pending.fail(own);
        }
        boolean mayStore = match.isEmpty() && !pending.isDone();
        if (!mayStore) {
            unused.giveBack(slots, slots.first(), deadline);
        }
        match.ifPresent(
                found -> aftermath.conclude(pending, new ConditionConflictException(condition, found), deadline));
        return mayStore;
    }

    private boolean send(List<Pending> planned, Slots slots, Deadline deadline) {
        List<RawBsonDocument> documents = new ArrayList<>(slots.count());
        for (Pending pending : planned) {
            pending.send(slots.first() + documents.size());
            documents.addAll(pending.documents());
        }
        while (documents.size() < slots.count()) {
            documents.add(Documents.ofVoid(slots.first() + documents.size()));
        }
        try {
            TimeLeft.run(deadline.ofSending(), () -> log.insert(documents));
            aftermath.afterStoring(planned, slots);
            return true;
        } catch (ConfigurationException refused) {
            aftermath.afterMissingRight(planned, slots, refused, deadline);
            return true;
        } catch (MongoException error) {
            return afterError(planned, slots, error, deadline);
        } catch (IllegalStateException error) {
            throw Failures.closed("storing a commit", error);
        } catch (RuntimeException error) {
            return aftermath.afterNoCommand(planned, slots, Failures.unsendable("storing a commit", error), deadline);
        }
    }

    private boolean afterError(List<Pending> sent, Slots slots, MongoException error, Deadline deadline) {
        SynapseException translated = Failures.translated("storing a commit", error);
        if (Failures.isPassing(error)) {
            aftermath.afterLostAnswer(sent, slots, deadline);
        } else if (translated instanceof TransientException) {
            throw translated;
        } else if (error instanceof MongoBulkWriteException stop) {
            aftermath.afterStop(sent, slots, stop, deadline);
        } else if (error instanceof MongoCommandException failure) {
            return aftermath.afterFailure(sent, slots, failure, deadline);
        } else {
            return aftermath.afterNoCommand(sent, slots, translated, deadline);
        }
        return true;
    }
}
