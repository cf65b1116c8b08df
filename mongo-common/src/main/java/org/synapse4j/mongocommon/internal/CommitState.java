package org.synapse4j.mongocommon.internal;

/** The fate of a commit. */
enum CommitState {
    /** Every slot of its range holds its own document: final. */
    COMMITTED,
    /** A slot of its range holds something else: final. */
    ABORTED,
    /** Slots of its range are missing, and every other holds its own document: invisible to every reader. */
    IN_FLIGHT
}
