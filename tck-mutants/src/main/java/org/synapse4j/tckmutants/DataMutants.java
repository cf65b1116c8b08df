package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules DATA reject. */
final class DataMutants {
    static final List<Mutant> ALL = List.of();

    private DataMutants() {}
}
