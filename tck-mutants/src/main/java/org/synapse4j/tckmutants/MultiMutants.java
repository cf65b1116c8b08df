package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules MULTI reject. */
final class MultiMutants {
    static final List<Mutant> ALL = List.of();

    private MultiMutants() {}
}
