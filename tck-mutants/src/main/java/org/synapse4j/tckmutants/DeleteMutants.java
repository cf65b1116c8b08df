package org.synapse4j.tckmutants;

import java.util.List;

/** Mutants that the rules DELETE reject. */
final class DeleteMutants {
    static final List<Mutant> ALL = List.of();

    private DeleteMutants() {}
}
