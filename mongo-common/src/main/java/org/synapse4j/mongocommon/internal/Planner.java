package org.synapse4j.mongocommon.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.Position;
import org.synapse4j.api.StreamExpectation;
import org.synapse4j.api.StreamHead;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.api.errors.SynapseException;
import org.synapse4j.api.errors.VersionConflictException;

/** Judges what appends expect, before they are sent, and gives their events versions (ADR 7, ADR 8). Thread-safe; a plan is one leader's. */
final class Planner {
    /** The position in the head of a stream whose next events have no slots yet. */
    private static final Position NOT_PLACED_YET = Position.START;

    private final Judge judge;
    private final Heads heads;
    private final SameStore same;
    private final SlotChooser chooser;

    Planner(Judge judge, Heads heads, SameStore same, SlotChooser chooser) {
        this.judge = judge;
        this.heads = heads;
        this.same = same;
        this.chooser = chooser;
    }

    /** A plan of nothing yet. */
    Plan plan(Deadline deadline) {
        return new Plan(deadline);
    }

    /** The head that an expectation is judged by: what is remembered will do where the index tells if it is old. */
    private Heads.Seen judged(StreamExpectation demanded, Deadline deadline) {
        Heads.Seen remembered = heads.remembered(demanded.stream());
        boolean mustLook = demanded.expected() instanceof ExpectedVersion.StreamExists;
        if (remembered == null
                && demanded.expected().isMetBy(StreamHead.absent(demanded.stream()))
                && !(demanded.expected() instanceof ExpectedVersion.Any)) {
            return Heads.Seen.absent(demanded.stream());
        }
        Heads.Seen seen = remembered != null && !mustLook && demanded.expected().isMetBy(remembered.head())
                ? remembered
                : heads.read(demanded.stream(), deadline);
        if (remembered != null
                && seen.head().version().compareTo(remembered.head().version()) < 0) {
            same.require();
        }
        chooser.saw(seen.slot());
        return seen;
    }

    /** Appends that can be sent together. */
    final class Plan {
        private final Deadline deadline;
        private final List<Pending> appends = new ArrayList<>();
        /** Where streams end after these appends. */
        private final Map<StreamId, StreamHead> ends = new HashMap<>();

        private Plan(Deadline deadline) {
            this.deadline = deadline;
        }

        /** In the order in which they take slots. */
        List<Pending> appends() {
            return appends;
        }

        /** How many slots they take. */
        int slots() {
            return appends.stream().mapToInt(pending -> pending.commit.slots()).sum();
        }

        /**
         * Adds an append if it can be sent now. If not, it is done, by a conflict or by what judging it meets, such as an odd document in
         * its stream; or it waits for what is planned before it.
         *
         * @param below what it builds on has to lie below this slot, since it will lie there
         */
        void add(Pending pending, long below) {
            List<Long> firstVersions = new ArrayList<>();
            try {
                if (Failures.persist(
                        "judging commit " + pending.commit.id(),
                        deadline,
                        () -> isNext(pending, firstVersions, below))) {
                    pending.plan(firstVersions);
                    appends.add(pending);
                }
            } catch (SynapseException own) {
                Failures.rethrowIfItEndsTheCall(own);
                pending.fail(own);
            }
        }

        private boolean isNext(Pending pending, List<Long> firstVersions, long below) {
            Map<StreamId, StreamHead> own = new HashMap<>();
            firstVersions.clear();
            for (int i = 0; i < pending.commit.expectations().size(); i++) {
                StreamExpectation demanded = pending.commit.expectations().get(i);
                StreamHead planned = ends.get(demanded.stream());
                if (planned != null && !(demanded.expected() instanceof ExpectedVersion.Any)) {
                    // Were this batch to land late, what is demanded of an earlier part of it could have been refused
                    // meanwhile.
                    return false;
                }
                Heads.Seen seen = planned != null ? new Heads.Seen(planned, 0) : judged(demanded, deadline);
                if (seen.slot() >= below) {
                    return false;
                }
                StreamHead head = seen.head();
                if (!demanded.expected().isMetBy(head)) {
                    judge.conclude(
                            pending,
                            new VersionConflictException(demanded.stream(), demanded.expected(), head),
                            deadline);
                    return false;
                }
                firstVersions.add(head.version().value() + 1);
                Version end =
                        head.version().plus(pending.commit.eventsOfStreams().get(i));
                own.put(demanded.stream(), StreamHead.at(demanded.stream(), end, NOT_PLACED_YET));
            }
            ends.putAll(own);
            return true;
        }
    }
}
