package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules READ reject. */
final class ReadMutants {
    static final List<Mutant> ALL = List.of();

    private ReadMutants() {}
}
