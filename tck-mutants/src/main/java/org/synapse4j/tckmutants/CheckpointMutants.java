package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules CHECKPOINT reject. */
final class CheckpointMutants {
    static final List<Mutant> ALL = List.of();

    private CheckpointMutants() {}
}
