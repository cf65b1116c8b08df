package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules FAULT reject. */
final class FaultMutants {
    static final List<Mutant> ALL = List.of();

    private FaultMutants() {}
}
