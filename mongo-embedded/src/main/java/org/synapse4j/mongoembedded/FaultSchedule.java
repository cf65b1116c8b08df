package org.synapse4j.mongoembedded;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The faults that are planned, and which of them a command meets. Thread-safe. */
final class FaultSchedule {
    private final Consumer<Request> lateExecution;
    private final List<PlannedFault> planned = new ArrayList<>();
    /** With those that have happened for the last time: what they hold, delay or keep is still theirs. */
    private final List<PlannedFault> uncancelled = new ArrayList<>();

    /** @param lateExecution executes a write whose client has gone, or throws if it cannot now */
    FaultSchedule(Consumer<Request> lateExecution) {
        this.lateExecution = lateExecution;
    }

    synchronized void add(PlannedFault fault) {
        planned.add(fault);
        uncancelled.add(fault);
    }

    synchronized void remove(PlannedFault fault) {
        planned.remove(fault);
        uncancelled.remove(fault);
    }

    void clear() {
        List<PlannedFault> all;
        synchronized (this) {
            all = List.copyOf(uncancelled);
        }
        // All, before a command that one of them holds goes on and meets another.
        all.forEach(PlannedFault::forbid);
        all.forEach(PlannedFault::letGo);
    }

    void execute(Request late) {
        lateExecution.accept(late);
    }

    /** Counts the command, and returns the faults that happen to it now, in the order in which they do. */
    synchronized List<PlannedFault> due(Request request) {
        List<PlannedFault> due = new ArrayList<>(
                planned.stream().filter(fault -> fault.counts(request)).toList());
        List<PlannedFault> happening = new ArrayList<>(in(FaultKind.Phase.WAIT, due));
        List<PlannedFault> preventing = in(FaultKind.Phase.PREVENT, due);
        happening.addAll(preventing.isEmpty() ? in(FaultKind.Phase.ANSWER, due) : preventing.subList(0, 1));
        planned.removeIf(fault -> happening.contains(fault) && fault.isLast());
        return happening;
    }

    private static List<PlannedFault> in(FaultKind.Phase phase, List<PlannedFault> faults) {
        return faults.stream().filter(fault -> fault.kind().phase() == phase).toList();
    }
}
