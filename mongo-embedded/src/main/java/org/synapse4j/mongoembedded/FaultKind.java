package org.synapse4j.mongoembedded;

/** A way for a command to go wrong, in the order in which these happen to it. */
enum FaultKind {
    DELAY(Phase.WAIT),
    HOLD(Phase.WAIT),
    DROP_BEFORE(Phase.PREVENT),
    FAIL(Phase.PREVENT),
    DELIVER_LATE(Phase.PREVENT),
    REFUSE(Phase.ANSWER),
    PAUSE_AFTER(Phase.ANSWER),
    STOP_AFTER(Phase.ANSWER),
    FAIL_AFTER_FIRST(Phase.ANSWER),
    WRITE_CONCERN_ERROR(Phase.ANSWER),
    DROP_AFTER(Phase.ANSWER);

    private final Phase phase;

    FaultKind(Phase phase) {
        this.phase = phase;
    }

    Phase phase() {
        return phase;
    }

    /** How many statements of a command are executed, of so many; its fault has this number. */
    int executes(int number, int statements) {
        return switch (this) {
            case STOP_AFTER -> Math.min(number, statements);
            case FAIL_AFTER_FIRST -> Math.min(1, statements);
            default -> statements;
        };
    }

    /** Whether the client gets no answer to what was executed. */
    boolean losesAnswer() {
        return this == STOP_AFTER || this == DROP_AFTER;
    }

    /** The moment at which a fault strikes its command. */
    enum Phase {
        /** Makes it wait. */
        WAIT,
        /** Keeps it from being executed. */
        PREVENT,
        /** Changes its answer, or when it comes. */
        ANSWER
    }
}
