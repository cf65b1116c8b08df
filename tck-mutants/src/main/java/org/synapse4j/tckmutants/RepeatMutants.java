package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules REPEAT reject. */
final class RepeatMutants {
    static final List<Mutant> ALL = List.of();

    private RepeatMutants() {}
}
