package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules LIST reject. */
final class ListMutants {
    static final List<Mutant> ALL = List.of();

    private ListMutants() {}
}
