package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules SNAPSHOT reject. */
final class SnapshotMutants {
    static final List<Mutant> ALL = List.of();

    private SnapshotMutants() {}
}
