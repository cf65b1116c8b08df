package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules EXPECT reject. */
final class ExpectMutants {
    static final List<Mutant> ALL = List.of();

    private ExpectMutants() {}
}
