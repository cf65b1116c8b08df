package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules RACE reject. */
final class RaceMutants {
    static final List<Mutant> ALL = List.of();

    private RaceMutants() {}
}
