package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules CONDITION reject. */
final class ConditionMutants {
    static final List<Mutant> ALL = List.of();

    private ConditionMutants() {}
}
